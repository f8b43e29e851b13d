"""Where a theory may start from, by sector: `seeds/starters/<slug>.toml`.

    order, label, text
    [[node]]    id, kind, label, and any field of an element
    [[link]]    source, target, kind, assumption?, evidence?

Each wording says that it is to be adapted. An empty start needs no file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from step_guides.worksheets.words import SEEDS


@dataclass(frozen=True)
class Starter:
    slug: str
    order: int
    label: str
    text: str
    nodes: tuple[dict[str, Any], ...]
    links: tuple[dict[str, Any], ...]


@cache
def starters() -> dict[str, Starter]:
    """{slug: starter}, in the order in which they are offered."""
    found = []
    for path in (SEEDS / "starters").glob("*.toml"):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        about = {name: raw[name] for name in ("order", "label", "text")}
        found.append(Starter(path.stem, **about, nodes=tuple(raw["node"]), links=tuple(raw["link"])))
    return {one.slug: one for one in sorted(found, key=lambda one: one.order)}


def to_adapt(label: str) -> str:
    """« Recevoir chaque personne (à adapter) »."""
    return _("%(label)s (to be adapted)") % {"label": label}
