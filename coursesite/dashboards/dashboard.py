"""The cards of the people who keep the site itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from coursesite.core.cards import Card, card


@card(audience="editor", order=10)
def write(user: Any, *, request: HttpRequest) -> Card:
    return Card("dashboards/_parts/_write_card.html", kind="next", priority=10)


@card(audience="editor", order=20)
def contents(user: Any, *, request: HttpRequest) -> Card:
    return Card("dashboards/_parts/_contents_card.html")


@card(audience="administrator", order=10)
def administration(user: Any, *, request: HttpRequest) -> Card:
    return Card("dashboards/_parts/_administration_card.html")
