"""Who changed what, and when: the saves of a sheet in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from step_guides.worksheets.diff import FieldChange, fields_changed
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Line, Move, Node, RestorePoint, Revision, Worksheet
from step_guides.worksheets.presenters.editor_row import dom
from step_guides.worksheets.upstream import upstream_of
from step_guides.worksheets.versions import POINT, VERSION
from step_guides.worksheets.words import words


@dataclass(frozen=True)
class Past:
    revision: Revision
    words: str
    fields: list[FieldChange]

    @property
    def target(self) -> str:
        return dom(self.revision.anchor)


def past_of(worksheet: Worksheet, revisions: Iterable[Revision]) -> list[tuple[date, list[Past]]]:
    """The saves by day, latest first. One query for the wordings of today, those of what is read upstream, and one for the moments gone back to, if any."""
    found = list(revisions)
    labels, points = _labels(worksheet), _names_of_points(found)
    for revision in found:
        for change in revision.changes:
            label = (change["after"] or {}).get("label") or (change["before"] or {}).get("label")
            labels.setdefault(change["row"], label or "")
    upstream = upstream_of(worksheet.spec, worksheet.organisation)
    labels |= {about.uid: about.label for references in upstream.values() for about in references}  # what a line may choose
    days: dict[date, list[Past]] = {}
    for revision in found:
        days.setdefault(localtime(revision.at).date(), []).append(_past(worksheet, revision, labels, points))
    return list(days.items())


def _labels(worksheet: Worksheet) -> dict[str, str]:
    """{anchor: wording of today} of the elements, or of the lines whose table names them."""
    if worksheet.spec.rows:
        nodes = Node.objects.filter(worksheet=worksheet.pk).values_list("uid", "label")
        return {f"{Node.ANCHOR}:{uid}": label for uid, label in nodes}
    names = {table.key: table.name for table in worksheet.spec.tables if not table.per}
    lines = Line.objects.filter(worksheet=worksheet.pk, table__in=names)
    return {line.anchor: line.values.get(names[line.table], "") for line in lines}


def _names_of_points(revisions: list[Revision]) -> dict[str, str]:
    keys = [one.anchor.removeprefix(POINT) for one in revisions if one.anchor.startswith(POINT)]
    points = RestorePoint.objects.filter(public_id__in=keys) if keys else []
    return {f"{POINT}{one.public_id}": one.name for one in points}


def _past(worksheet: Worksheet, revision: Revision, labels: dict[str, str], points: dict[str, str]) -> Past:
    if revision.anchor.startswith(VERSION):
        return Past(revision, _("Went back to version %(number)s") % {"number": revision.anchor.removeprefix(VERSION)}, [])
    if revision.anchor.startswith(POINT):
        return Past(revision, _("Went back to “%(name)s”") % {"name": points.get(revision.anchor, "…")}, [])
    own = next(
        (one for one in revision.changes if one["row"] == revision.anchor), revision.changes[0] if revision.changes else None
    )
    if own is None:
        return Past(revision, _("Changed the sheet"), [])
    name = _named(worksheet, own, labels)
    before, after = own["before"], own["after"]
    if before is None:
        words = _("Filled in %(what)s") if own["row"].startswith("field:") else _("Added %(what)s")
    elif after is None:
        words = _("Deleted %(what)s")
    elif after.keys() <= {"position", "lock"}:
        words = _("Moved %(what)s")
    else:
        words = _("Changed %(what)s")
    both = before is not None and after is not None
    fields = list(fields_changed(worksheet.kind, own["row"], before, after, labels)) if both else []
    return Past(revision, words % {"what": name}, fields)


def _named(worksheet: Worksheet, change: dict[str, Any], labels: dict[str, str]) -> str:
    kind, _colon, identity = change["row"].partition(":")
    row = {**(change["before"] or {}), **(change["after"] or {})}
    if kind == "field":
        spec = worksheet.spec.field(identity)
        label = words(worksheet.kind, spec).label if spec else identity
        return f"«\u00a0{label}\u00a0»"
    if kind == "link":
        ends = [labels.get(f"node:{row.get(end)}") for end in ("source", "target")]
        return _("the link %(link)s") % {"link": " → ".join(f"«\u00a0{one}\u00a0»" for one in ends)} if all(ends) else _("a link")
    table = worksheet.spec.table(kind)
    label = labels.get(change["row"]) or labels.get(identity) or (row.get(table.name) or row.get("about") if table else "")
    if table and not label:
        one = words(worksheet.kind, table).one
        return one[:1].lower() + one[1:]
    return f"«\u00a0{label}\u00a0»" if label else _("an element")


def points_of(worksheet: Worksheet) -> list[RestorePoint]:
    """The moments that members named, latest first, those taken away too; without their texts. One query."""
    points = RestorePoint.objects.filter(worksheet=worksheet.pk).select_related("by", "removed_by").defer("snapshot")
    return list(points.order_by("-pk"))


@dataclass(frozen=True)
class Turn:
    words: str
    at: datetime
    reason: str
    public_id: Any


def moves_of(worksheet: Worksheet) -> list[Turn]:
    """The changes of state, latest first, in words. One query."""
    moves = (
        Move.objects.filter(worksheet=worksheet.pk)
        .select_related("by", "submission")
        .defer("submission__snapshot")
        .order_by("-pk")
    )
    return [Turn(_moved(move), move.at, move.reason, move.submission.public_id if move.submission else None) for move in moves]


def _moved(move: Move) -> str:
    number = move.submission.number if move.submission else 0
    words = {
        State.SUBMITTED: _("%(name)s sent version %(number)d"),
        State.DRAFT: _("%(name)s took version %(number)d back"),
        State.IN_REVIEW: _("%(name)s opened version %(number)d"),
        State.RETURNED: _("%(name)s opened the sheet again")
        if move.from_state != State.IN_REVIEW
        else _("%(name)s sent version %(number)d back"),
        State.VALIDATED: _("%(name)s validated version %(number)d"),
        State.READ: _("%(name)s read version %(number)d"),
    }
    return words[State(move.to_state)] % {"name": move.by, "number": number}
