from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from step_guides.worksheets.models import Revision, Submission
from step_guides.worksheets.versions import POINT, VERSION

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def elements_written(person: User, submission: Submission) -> int:
    """How many elements of the version that was validated this person created or reworded, as the server's history tells.

    Saves she took back, elements deleted since, mere changes of place, and returns to an earlier state do not count.
    """
    saves = Revision.objects.filter(worksheet=submission.worksheet_id, by=person, undone=False, at__lte=submission.submitted_at)
    saves = saves.exclude(Q(anchor__startswith=POINT) | Q(anchor__startswith=VERSION))
    touched = {
        change["row"]
        for changes in saves.values_list("changes", flat=True)
        for change in changes
        if change["after"] and change["after"].keys() - {"position", "lock"}
    }
    return len(touched & _rows(submission.snapshot))


def _rows(snapshot: dict[str, Any]) -> set[str]:
    """The addresses of what is written in a version."""
    found = {f"field:{key}" for key, text in snapshot.get("entries", {}).items() if text}
    for kind in ("node", "link"):
        found |= {f"{kind}:{row['uid']}" for row in snapshot.get(f"{kind}s", [])}
    for key, lines in snapshot.get("tables", {}).items():
        found |= {f"{key}:{line['uid']}" for line in lines}
    return found
