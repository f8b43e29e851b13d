"""The competency framework: families, competencies, four levels each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from modules.competencies.models import Competency, Family

HERE = Path(__file__).parent / "seeds"


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    document = tomllib.loads((HERE / "competencies.toml").read_text(encoding="utf-8"))
    families = {family.code: family for family in Family.objects.all()}
    for position, row in enumerate(document["family"], 1):
        if row["code"] not in families:
            families[row["code"]] = Family.objects.create(code=row["code"], name=row["name"], position=position)
    known = set(Competency.objects.values_list("code", flat=True))
    absent = [(position, row) for position, row in enumerate(document["competency"], 1) if row["code"] not in known]
    for position, row in absent:
        levels = {f"level_{number}": text for number, text in enumerate(row["levels"], 1)}
        one = Competency(
            code=row["code"],
            family=families[row["family"]],
            statement=row["statement"],
            evidence=row["evidence"],
            position=position,
            **levels,
        )
        one.full_clean()
        one.save()
    if absent:
        out(f"competencies: {len(absent)}")
