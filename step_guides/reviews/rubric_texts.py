"""The words of a rubric as editors change them, flat: {path: text}. Codes, order and essential criteria are the method's: no path leads there.

levels.<n>                            the name of a level, 1 to 4
<code>.name, <code>.question          of a criterion
<code>.level.<n>                      what it means there
<code>.remark.<n>.kind, .text         ready to be used at the desk; those without text are left out
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text
from step_guides.reviews.enums import TRAINER_KINDS
from step_guides.reviews.models import Criterion, Rubric
from step_guides.worksheets.slots import typeset

Texts = dict[str, str]
LEVELS, REMARKS = range(1, 5), 12  # the most ready-made remarks of a criterion
LEVEL_NAME, NAME, QUESTION, LEVEL, REMARK = 40, 120, 400, 300, 300  # characters


@dataclass(frozen=True)
class Place:
    """Where a text stands. `required`: a rubric cannot be used without it."""

    path: str
    label: Any
    limit: int
    required: bool = True

    @property
    def is_long(self) -> bool:
        return self.limit > NAME


def level_places() -> list[Place]:
    return [Place(f"levels.{n}", _("Name of level %(number)d") % {"number": n}, LEVEL_NAME) for n in LEVELS]


def criterion_places(code: str) -> list[Place]:
    return [
        Place(f"{code}.name", _("Name"), NAME),
        Place(f"{code}.question", _("Question that the reader asks herself"), QUESTION, required=False),
        *(Place(f"{code}.level.{n}", _("Level %(number)d") % {"number": n}, LEVEL) for n in LEVELS),
    ]


def remark_places(code: str) -> list[Place]:
    return [
        Place(f"{code}.remark.{n}.text", _("Remark %(number)d") % {"number": n}, REMARK, False) for n in range(1, REMARKS + 1)
    ]


def texts_of(rubric: Rubric) -> Texts:
    found = {f"levels.{n}": name for n, name in enumerate(rubric.level_names, 1)}
    for one in rubric.criteria.all():
        found |= {f"{one.code}.name": one.name, f"{one.code}.question": one.question}
        found |= {f"{one.code}.level.{n}": text for n, text in enumerate(one.levels, 1)}
        found |= _remarks(one.code, [(remark["kind"], remark["text"]) for remark in one.remarks])
    return found


def merged(rubric: Rubric, texts: Mapping[str, str]) -> Texts:
    """What editors wrote, over the version in use: a criterion that they never wrote about reads as it is there."""
    now = texts_of(rubric)
    written, known = {_head(path) for path in texts}, {_head(path) for path in now}
    kept = {path: text for path, text in now.items() if _head(path) not in written}
    return kept | {path: text for path, text in texts.items() if _head(path) in known}


def cleaned(rubric: Rubric, sent: Mapping[str, Any]) -> Texts:
    """The texts as they may be stored. Raises `Invalid` with what is wrong at each path; "unknown_place" when a path leads nowhere."""
    codes = [one.code for one in rubric.criteria.all()]
    places = [*level_places(), *(place for code in codes for place in criterion_places(code))]
    remarks = {code: remark_places(code) for code in codes}
    known = {one.path for one in places} | {
        path for found in remarks.values() for one in found for path in (one.path, _kind(one))
    }
    if set(sent) - known:
        raise Invalid(_("The rubric has no such place. Nothing was changed: open the page again."), code="unknown_place")
    problems: dict[str, list] = {}
    kept = {one.path: _read(one, sent, problems) for one in places}
    for code in codes:
        found = [(sent.get(_kind(one), ""), _read(one, sent, problems), one.path) for one in remarks[code]]
        said = [(kind, text, path) for kind, text, path in found if text]
        for kind, _text, path in said:
            if kind not in dict(TRAINER_KINDS):
                problems[path] = [_("Choose a kind of remark.")]
        _differ([path for _kind, _text, path in said], dict(sent), problems, _("This remark stands there twice."))
        _differ([f"{code}.level.{n}" for n in LEVELS], kept, problems, _("Two levels say the same."))
        kept |= _remarks(code, [(kind, text) for kind, text, _path in said])
    _differ([f"levels.{n}" for n in LEVELS], kept, problems, _("Two levels have the same name."))
    _differ([f"{code}.name" for code in codes], kept, problems, _("Two criteria have the same name."))
    if problems:
        raise Invalid(_("The rubric cannot be kept as it is."), errors=problems)
    return kept


def criteria_of(rubric: Rubric, texts: Mapping[str, str]) -> list[Criterion]:
    """Criteria with other words, not stored: what `rubric` says is essential, in its order."""
    return [
        Criterion(
            code=one.code,
            position=one.position,
            starred=one.starred,
            name=texts.get(f"{one.code}.name", ""),
            question=texts.get(f"{one.code}.question", ""),
            levels=[texts.get(f"{one.code}.level.{n}", "") for n in LEVELS],
            remarks=list(_said(one.code, texts)),
        )
        for one in rubric.criteria.all()
    ]


def level_names(texts: Mapping[str, str]) -> list[str]:
    return [texts.get(f"levels.{n}", "") for n in LEVELS]


def _head(path: str) -> str:
    return path.partition(".")[0]


def _kind(place: Place) -> str:
    return place.path.removesuffix("text") + "kind"


def _remarks(code: str, said: list[tuple[str, str]]) -> Texts:
    found = {}
    for n, (kind, text) in enumerate(said, 1):
        found |= {f"{code}.remark.{n}.kind": kind, f"{code}.remark.{n}.text": text}
    return found


def _said(code: str, texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for one in remark_places(code):
        if texts.get(one.path):
            yield {"kind": texts.get(_kind(one), ""), "text": texts[one.path]}


def _read(place: Place, sent: Mapping[str, Any], problems: dict[str, list]) -> str:
    try:
        text = re.sub(r"[\t\n ]+", " ", typeset(clean_text(sent.get(place.path, ""), limit=place.limit)))
    except Invalid as refusal:
        problems[place.path] = [str(refusal)]
        return ""
    if place.required and not text:
        problems[place.path] = [_("Write this: nobody can use the rubric without it.")]
    return text


def _differ(paths: list[str], texts: Mapping[str, Any], problems: dict[str, list], why: Any) -> None:
    seen: set[str] = set()
    for path in paths:
        text = str(texts.get(path, "")).casefold().strip()
        if text and text in seen:
            problems.setdefault(path, [why])
        seen.add(text)
