"""The rubric and the ready-made remarks. A rubric version that exists is never changed: reviews keep what they were written with."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from step_guides.reviews.models import BankRemark, Criterion, Rubric
from step_guides.worksheets.enums import Kind

FOLDER = Path(__file__).parent / "seeds"


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    text = tomllib.loads((FOLDER / "rubric-theory-of-change.toml").read_text(encoding="utf-8"))
    names = [level["name"] for level in text["level"]]
    rubric, created = Rubric.objects.get_or_create(
        kind=Kind.THEORY_OF_CHANGE, version=text["version"], defaults={"level_names": names}
    )
    if created:
        for position, criterion in enumerate(text["criterion"], 1):
            fields = {name: criterion[name] for name in ("code", "name", "question", "starred", "levels")}
            Criterion.objects.create(rubric=rubric, position=position, **fields)
    remarks = tomllib.loads((FOLDER / "comment-bank.toml").read_text(encoding="utf-8"))["remark"]
    if not BankRemark.objects.exists():
        for position, remark in enumerate(remarks, 1):
            BankRemark.objects.create(position=position, **{name: remark[name] for name in ("text", "kind", "criteria")})
