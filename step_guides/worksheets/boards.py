"""What a sheet adds up to, computed from its snapshot alone: the days of a team, the table of the indicators with the balance of the
whole, the length of a questionnaire, the figures of an analysis. Nothing here is typed twice; what another sheet has not said yet is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.models.indicators import Level, Nature
from step_guides.worksheets.models.needs import Stance
from step_guides.worksheets.naming import shown
from step_guides.worksheets.questions import items_of, minutes_of
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import group, groups_of
from step_guides.worksheets.upstream import names_of

MOST_INDICATORS = 15
HOURS_OF_A_DAY = 7  # « Cadrage » counts in days, the collection plan in hours

NUMBER = re.compile(r"(?P<number>[+-]?\d{1,9}(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d{1,6})?)[ \u00a0\u202f]*(?P<unit>[^\d]*)")

Piece = dict[str, Any]


@dataclass(frozen=True)
class BoardLine:
    """An indicator. `cells`: (label, text), « » where nobody has said it yet."""

    name: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Board:
    title: str
    facts: list[tuple[str, str]]
    lines: list[BoardLine] = field(default_factory=list)
    first: str = ""  # what names its lines

    @property
    def head(self) -> list[str]:
        return [label for label, _text in self.lines[0].cells] if self.lines else []


def board_of(snapshot: Snapshot) -> Board | None:
    """Of the kinds that have one, once there is something to count."""
    make = _BOARDS.get(snapshot["kind"])
    return make(snapshot) if make else None


def indicators_of(snapshot: Snapshot) -> list[Piece]:
    """Those that were begun, in their order."""
    found = snapshot.get("tables", {}).get("indicator", [])
    return sorted((one for one in found if one.keys() - {"uid", "position"}), key=lambda one: one["position"])


def hours_planned(hours: Iterable[str]) -> Decimal:
    return sum(map(_read, hours), Decimal(0))


def _read(text: str) -> Decimal:
    """Nothing is 0, and so is what somebody has just typed that is no number."""
    try:
        return Decimal(text or 0)
    except InvalidOperation:
        return Decimal(0)


def capacity_of(snapshot: Snapshot) -> Decimal | None:
    """In days, as « Cadrage » says it."""
    said = [one["label"] for one in _held(snapshot, "capacity")]
    return Decimal(said[0]) if said else None


def in_days(hours: Decimal) -> Decimal:
    return (hours / HOURS_OF_A_DAY).quantize(Decimal("0.1"))


def _held(snapshot: Snapshot, source: str) -> list[Piece]:
    return list(snapshot.get("upstream", {}).get(source, []))


def _number(number: Decimal) -> str:
    return str(number_format(f"{number.normalize():f}"))


def _indicators(snapshot: Snapshot) -> Board | None:
    lines = indicators_of(snapshot)
    if not lines:
        return None
    plan = {one["uid"]: one for one in _held(snapshot, "collected")}
    names = names_of(snapshot)
    return Board(
        _("Table of the indicators"),
        list(_balance(snapshot, lines, plan)),
        [_line(one, plan.get(one["uid"], {}), names) for one in lines],
        first=_("Indicator"),
    )


def _line(line: Piece, plan: Piece, names: dict[str, str]) -> BoardLine:
    def said(key: str) -> str:
        return shown(Kind.PRIORITIES, "indicator", key, line.get(key, ""), names)

    hours = plan.get("traits", "")
    cells = [
        (_("Measures"), said("measures")),
        (_("Kind of measure"), said("nature")),
        (_("Baseline"), said("baseline")),
        (_("Target"), said("target_value")),
        (_("Deadline"), said("target_on")),
        (_("Who collects"), plan.get("note") or said("responsible")),
        (_("Hours"), _number(Decimal(hours)) if hours else ""),
    ]
    return BoardLine(line.get("title") or "…", cells)


def _balance(snapshot: Snapshot, lines: list[Piece], plan: dict[str, Piece]) -> Iterator[tuple[str, str]]:
    count = len(lines)
    yield _("Indicators"), ngettext(
        "%(count)d indicator, %(most)d at most", "%(count)d indicators, %(most)d at most", count
    ) % {"count": count, "most": MOST_INDICATORS}  # fmt: skip
    for label, column, choices in ((_("Kinds of measure"), "nature", Nature), (_("Levels"), "level", Level)):
        if counted := _counted(lines, column, choices):
            yield label, counted
    if covered := _covered(snapshot, lines):
        yield _("Stakeholders"), covered
    if retained := _retained(snapshot, lines):
        yield _("Outcomes retained"), retained
    hours = hours_planned(plan[line["uid"]].get("traits", "") for line in lines if line["uid"] in plan)
    if hours:
        yield _("Workload"), workload(hours, capacity_of(snapshot))


def _counted(lines: list[Piece], column: str, choices: type[TextChoices]) -> str:
    found = Counter(line[column] for line in lines if line.get(column))
    return ", ".join(f"{choices(value).label} ({found[value]})" for value in choices.values if found[value])


def _covered(snapshot: Snapshot, lines: list[Piece]) -> str:
    """Whom the elements measured are for, among those who benefit."""
    wanted = [one["label"] for one in groups_of(snapshot) if one["stance"] != Stance.CONTRIBUTES]
    if not wanted:
        return ""
    audiences = {one["uid"]: group(one.get("note", "")) for one in _held(snapshot, "elements")}
    reached = {audiences.get(line.get("measures", ""), "") for line in lines}
    missing = [label for label in wanted if group(label) not in reached]
    said = {"covered": len(wanted) - len(missing), "all": len(wanted), "names": ", ".join(missing)}
    if missing:
        return _("%(covered)d of %(all)d have an indicator; without: %(names)s") % said
    return pgettext("stakeholders", "all have an indicator")


def _retained(snapshot: Snapshot, lines: list[Piece]) -> str:
    names = {one["uid"]: one["label"] for one in _held(snapshot, "outcomes")}
    chosen = [one["uid"] for one in snapshot["tables"]["outcome"] if one.get("retained") == Answer.YES and one["uid"] in names]
    if not chosen:
        return ""
    measured = {line.get("measures") for line in lines}
    without = [names[uid] for uid in chosen if uid not in measured]
    return (
        _("without indicator: %(names)s") % {"names": ", ".join(without)}
        if without
        else pgettext("outcomes", "all have an indicator")
    )


def workload(hours: Decimal, capacity: Decimal | None) -> str:
    said = {"hours": _number(hours), "days": _number(in_days(hours)), "day": HOURS_OF_A_DAY}
    if capacity is None:
        return _("%(hours)s hours of collection, about %(days)s days of %(day)d hours") % said
    return _("%(hours)s hours of collection, about %(days)s days of %(day)d hours, for %(capacity)s days available") % {
        **said, "capacity": _number(capacity),
    }  # fmt: skip


def _framing(snapshot: Snapshot) -> Board | None:
    """The days of the team, added up, beside those that there are."""
    load, capacity = load_of(snapshot), _read(snapshot["entries"].get("capacity", ""))
    if not load:
        return None
    facts = [(_("Days of the team"), _number(load))]
    return Board(_("Estimated workload"), facts + [(_("Days available"), _number(capacity))] * bool(capacity))


def load_of(snapshot: Snapshot) -> Decimal:
    """Days of the team, added up."""
    return sum((_read(line.get("days", "")) for line in snapshot["tables"]["member"]), Decimal(0))


def _analysis(snapshot: Snapshot) -> Board | None:
    """The figures of each outcome, with the gap where both are plain numbers of the same thing."""
    names = names_of(snapshot)
    found = [one for one in snapshot["tables"]["finding"] if any(one.get(key) for key in ("count", "before", "after"))]
    if not found:
        return None
    lines = []
    for one in sorted(found, key=lambda one: one["position"]):
        change = gap(one.get("before", ""), one.get("after", ""))
        cells = [
            (_("Answers"), _number(_read(one["count"])) if one.get("count") else ""),
            (_("Before"), one.get("before", "")),
            (_("After"), one.get("after", "")),
            (_("Gap"), "" if change is None else f"{'+' if change > 0 else ''}{_number(change)}"),
            (_("Missing"), _number(_read(one["missing"])) if one.get("missing") else ""),
        ]
        lines.append(BoardLine(names.get(one["uid"]) or one.get("about") or "…", cells))
    return Board(_("Figures outcome by outcome"), [], lines, first=_("Outcome"))


def gap(before: str, after: str) -> Decimal | None:
    """From one value to the other, where both are numbers of the same thing: « 20 % » to « 45 % », but not « 12 sur 60 »."""
    start, end = (NUMBER.fullmatch(text.strip()) for text in (before, after))
    if not start or not end:
        return None
    units = {found["unit"].strip().lower() for found in (start, end)} - {""}
    return _decimal(end["number"]) - _decimal(start["number"]) if len(units) < 2 else None


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))


def _questionnaire(snapshot: Snapshot) -> Board | None:
    count, minutes = len(items_of(snapshot)), minutes_of(snapshot)
    if not count:
        return None
    observed = bool(snapshot["entries"].get("minutes"))
    length = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return Board(
        _("Length of the questionnaire"),
        [
            (_("Questions"), number_format(count)),
            (_("Time to answer"), _("%(length)s, seen in the trial") % {"length": length} if observed else _("about %(length)s") % {"length": length}),
        ],
    )  # fmt: skip


_BOARDS: dict[str, Callable[[Snapshot], Board | None]] = {
    Kind.FRAMING: _framing,
    Kind.PRIORITIES: _indicators,
    Kind.QUESTIONNAIRE: _questionnaire,
    Kind.ANALYSIS: _analysis,
}
