"""What this room knows of a person: what she wrote in the sheets of her organisations, sent, opened, set aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from coursesite.accounts.models import User
from step_guides.worksheets.models import Dismissal, Move, Paper, RestorePoint, Revision, Submission, Worksheet

KEPT = (
    "The worksheets, their history and their versions: they are the work of the organisation, and proof of the training. "
    "Whoever wrote a line of them is said without a name."
)


def export(person: User) -> dict[str, Any]:
    revisions = Revision.objects.filter(by=person).order_by("worksheet", "number")
    moves = Move.objects.filter(by=person).select_related("submission").defer("submission__snapshot")
    points = RestorePoint.objects.filter(Q(by=person) | Q(removed_by=person)).defer("snapshot")
    versions = Submission.objects.defer("snapshot").order_by("submitted_at", "pk")
    dismissals = Dismissal.objects.filter(by=person)
    papers = Paper.objects.filter(asked_by=person).order_by("asked_at", "pk")
    names = _Names()
    return {
        "purpose": "Drafting the evaluation of an organisation together, and knowing who wrote what.",
        "written": [
            {"worksheet": names[one.worksheet_id], "save": one.number, "place": one.anchor, "at": one.at.isoformat(),
             "undone": one.undone, "rows": list(_written(one))}
            for one in revisions.iterator(chunk_size=500)
        ],
        "versions_sent": [_version(one, names) for one in versions.filter(submitted_by=person)],
        "versions_claimed": [_version(one, names) | {"claimed": _moment(one.claimed_at)} for one in versions.filter(claimed_by=person)],
        "versions_decided": [
            _version(one, names) | {"decision": one.decision, "decided": _moment(one.decided_at)} for one in versions.filter(decided_by=person)
        ],
        "moves": [
            {"worksheet": names[one.worksheet_id], "version": one.submission.number if one.submission else None,
             "from": one.from_state, "to": one.to_state, "reason": one.reason, "at": one.at.isoformat()}
            for one in moves
        ],
        "moments": [
            {"worksheet": names[one.worksheet_id], "name": one.name, "at": one.at.isoformat(), "named_by_her": one.by_id == person.pk,
             "taken_away": _moment(one.removed_at)}
            for one in points
        ],
        "hints_set_aside": [
            {"worksheet": names[one.worksheet_id], "hint": one.code, "place": one.anchor, "reason": one.reason, "at": one.at.isoformat()}
            for one in dismissals
        ],
        "documents_asked": [
            {"id": str(one.public_id), "format": one.format, "at": one.asked_at.isoformat()} for one in papers
        ],
    }  # fmt: skip


def erase(person: User) -> None:
    """Nothing of what she wrote: it is her organisation's. What she had opened becomes free."""
    Submission.objects.live().filter(claimed_by=person, claim_until__gt=timezone.now()).update(claim_until=timezone.now())


class _Names(dict[int, str]):
    """Title and organisation of each sheet, asked once."""

    def __missing__(self, pk: int) -> str:
        sheet = Worksheet.objects.non_polymorphic().select_related("organisation").get(pk=pk)
        self[pk] = f"{sheet.spec.title_fr}, {sheet.organisation.name} ({sheet.public_id})"
        return self[pk]


def _written(revision: Revision) -> Iterator[dict[str, Any]]:
    """What each row said after this save; null: she deleted it."""
    for change in revision.changes:
        yield {"row": change["row"], "text": change["after"]}


def _version(submission: Submission, names: _Names) -> dict[str, Any]:
    return {
        "worksheet": names[submission.worksheet_id],
        "version": submission.number,
        "id": str(submission.public_id),
        "sha256": submission.sha256,
        "sent": _moment(submission.submitted_at),
        "withdrawn": _moment(submission.withdrawn_at),
    }


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None
