from __future__ import annotations

from django import template

from coursesite.accounts.models import User
from coursesite.notifications import queries

register = template.Library()


@register.simple_tag
def unread_messages(person: User) -> int:
    """One query."""
    return queries.unread_count(person)
