from __future__ import annotations

from django import template

from coursesite.organisations.enums import Sector

register = template.Library()


@register.filter
def sector_label(value: str) -> str:
    """justice → « Justice et réinsertion »; an unknown value stays as it is."""
    return str(Sector(value).label) if value in Sector.values else str(value)
