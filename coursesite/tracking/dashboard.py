"""What an administrator should know of traces and promised effects, at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from coursesite.core.cards import Card, card
from coursesite.tracking.queries import health


@card(audience="administrator", order=20)
def traces(user: Any, *, request: HttpRequest) -> Card:
    return Card("tracking/_parts/_traces_card.html", context={"health": health()})
