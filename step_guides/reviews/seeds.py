"""The rubrics and the ready-made remarks. A rubric version that exists is never changed: reviews keep what they were written with.

One file a kind of worksheet, `seeds/rubric-*.toml`: kind, version, [[level]] name of each of the four levels, [[criterion]]. Those of sheets
that are only read are an advice, and none of their criteria is essential.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from step_guides.reviews.models import BankRemark, Criterion, Rubric

FOLDER = Path(__file__).parent / "seeds"


def rubrics() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("rubric-*.toml"))]


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    for text in rubrics():
        _rubric(text)
    remarks = tomllib.loads((FOLDER / "comment-bank.toml").read_text(encoding="utf-8"))["remark"]
    if not BankRemark.objects.exists():
        for position, remark in enumerate(remarks, 1):
            BankRemark.objects.create(position=position, **{name: remark[name] for name in ("text", "kind", "criteria")})


@transaction.atomic
def _rubric(text: dict[str, Any]) -> None:
    names = [level["name"] for level in text["level"]]
    rubric, created = Rubric.objects.get_or_create(kind=text["kind"], version=text["version"], defaults={"level_names": names})
    if created:
        for position, criterion in enumerate(text["criterion"], 1):
            fields = {name: criterion[name] for name in ("code", "name", "question", "starred", "levels")}
            Criterion.objects.create(rubric=rubric, position=position, **fields)
