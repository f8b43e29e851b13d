from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from coursesite.core.cards import Card, card
from modules.advice.queries import to_answer_by


@card(audience="trainer", order=15)
def opinions_asked(user: Any, *, request: HttpRequest) -> Card | None:
    number = to_answer_by(user).waiting().count()
    return Card("advice/_parts/_asked_card.html", {"number": number}, kind="side") if number else None
