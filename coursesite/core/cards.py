"""Cards: what a room shows on somebody's dashboard, without the dashboard knowing the room.

A room writes `dashboard.py`:

    @card(audience="participant", order=20)
    def worksheets(user, *, request) -> Card | None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import autodiscover_modules

AUDIENCES = ("participant", "trainer", "officer", "editor", "administrator")


@dataclass(frozen=True)
class Card:
    """`kind` is "next" (a candidate for the one next thing; the highest priority wins), "main" or "side"."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    kind: str = "main"
    priority: int = 0


Maker = Callable[..., "Card | None"]
_makers: list[tuple[str, int, Maker]] = []


def card(*, audience: str, order: int) -> Callable[[Maker], Maker]:
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}")

    def register(maker: Maker) -> Maker:
        _makers.append((audience, order, maker))
        return maker

    return register


def cards_for(audience: str, user: Any, *, request: HttpRequest) -> list[Card]:
    autodiscover_modules("dashboard")
    makers = sorted((order, index, maker) for index, (kind, order, maker) in enumerate(_makers) if kind == audience)
    found = (maker(user, request=request) for _order, _index, maker in makers)
    return [one for one in found if one is not None]
