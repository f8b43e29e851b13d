from __future__ import annotations

from typing import Any

from django import template

from coursesite.core.offline import mark_of

register = template.Library()


@register.simple_tag
def offline_mark(user: Any) -> str:
    """Whose copies this browser may hold; empty where nobody is signed in."""
    return mark_of(user) if getattr(user, "is_authenticated", False) else ""
