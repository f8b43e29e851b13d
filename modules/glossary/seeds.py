"""The glossary that ships with the method."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from modules.glossary.models import Term

HERE = Path(__file__).parent / "seeds"
SECTORS = {"justice": "synonym_justice", "enfance": "synonym_childhood", "handicap": "synonym_disability"}
AS_THEY_ARE = ("slug", "name", "definition", "not_confused", "example", "plain", "source")


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    rows = tomllib.loads((HERE / "terms.toml").read_text(encoding="utf-8"))["term"]
    known = {term.slug: term for term in Term.objects.all()}
    absent = [row for row in rows if row["slug"] not in known]
    for row in absent:
        known[row["slug"]] = _create(row)
    for row in absent:  # once all are there: terms point to one another
        term = known[row["slug"]]
        term.related.set([known[slug] for slug in row["related"]])
        term.save_revision().publish()
    if absent:
        out(f"glossary: {len(absent)} terms")


def _create(row: dict[str, Any]) -> Term:
    term = Term(**{name: row[name] for name in AS_THEY_ARE}, live=False)
    term.variants = "\n".join(row["variants"])
    term.module_numbers = ",".join(str(number) for number in row["modules"])
    for sector, word in row["synonyms"].items():
        setattr(term, SECTORS[sector], word)
    term.full_clean()
    term.save()
    return term
