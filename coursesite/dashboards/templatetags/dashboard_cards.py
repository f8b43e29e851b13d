from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string

from coursesite.core.cards import Card

register = template.Library()


@register.simple_tag(takes_context=True)
def show_card(context: dict[str, Any], card: Card) -> str:
    """A card, rendered with its own context and the request: it sees nothing of its neighbours."""
    return render_to_string(card.template, dict(card.context), request=context["request"])
