from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from coursesite.core.cards import Card, card
from modules.training.queries import lessons_of


@card(audience="trainer", order=30)
def own_training(user: Any, *, request: HttpRequest) -> Card | None:
    """How those who train are trained themselves."""
    found = lessons_of(user)
    return Card("training/_parts/_track_card.html", {"found": found}, kind="side") if found and found.lessons else None
