"""Asking for a document. The request is a row and a promise; the worker makes the file (`papers.making`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import is_trainer
from coursesite.core.errors import NotAllowed, NotFound, TooOften, WrongState
from coursesite.core.outbox import promise
from coursesite.core.throttle import times
from coursesite.organisations.permissions import is_member
from step_guides.worksheets.models import Paper, Submission, Worksheet
from step_guides.worksheets.permissions import can_view_paper, can_view_submission, require_member
from step_guides.worksheets.queries import begun, received

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort
    from coursesite.organisations.models import Organisation

PAPER = "worksheet-paper"
MOST_AN_HOUR, HOUR = 60, 3600


def ask_for_sheet(worksheet: Worksheet, extension: str, *, by: User) -> Paper:
    """The sheet as it stands."""
    require_member(by, worksheet.organisation)
    return _ask(extension, by=by, organisation=worksheet.organisation, worksheet=worksheet)


def ask_for_version(submission: Submission, extension: str, *, by: User) -> Paper:
    """The sheet as it was sent."""
    if not can_view_submission(by, submission):
        raise NotFound(_("This page does not exist."))
    return _ask(extension, by=by, organisation=submission.worksheet.organisation, submission=submission)


def ask_for_dossier(organisation: Organisation, extension: str, *, by: User) -> Paper:
    """All the sheets that have been begun, as they stand. A network sees the organisation, and none of its drafts."""
    if not is_member(by, organisation):
        raise NotAllowed(_("Only members of the organisation take its dossier away."))
    if not begun(organisation).exists():
        raise WrongState(_("There is nothing to put in a document yet: begin a worksheet first."), code="nothing_begun")
    return _ask(extension, by=by, organisation=organisation)


def ask_for_received(organisation: Organisation, cohort: Cohort, extension: str, *, by: User) -> Paper:
    """The last version of each sheet that reached the trainers of the cohort."""
    if not is_trainer(by, cohort) or not received(organisation, cohort):
        raise NotFound(_("This page does not exist."))
    return _ask(extension, by=by, organisation=organisation, cohort=cohort)


def ask_again(paper: Paper, *, by: User) -> Paper:
    """The same thing, as it is now."""
    if not can_view_paper(by, paper):
        raise NotFound(_("This page does not exist."))
    return _ask(
        paper.format,
        by=by,
        organisation=paper.organisation,
        worksheet=paper.worksheet,
        submission=paper.submission,
        cohort=paper.cohort,
    )


@transaction.atomic
def _ask(
    extension: str,
    *,
    by: User,
    organisation: Organisation,
    worksheet: Worksheet | None = None,
    submission: Submission | None = None,
    cohort: Cohort | None = None,
) -> Paper:
    """Once for all who ask while it is being made. What was made before is forgotten: a page that says « ready » means today's text."""
    what: dict[str, Any] = {
        "organisation": organisation, "worksheet_id": worksheet and worksheet.pk, "submission": submission, "cohort": cohort,
        "format": extension, "language": (get_language() or "fr")[:2],
    }  # fmt: skip
    paper, created = Paper.objects.get_or_create(**what, defaults={"asked_by": by})
    if not created and not paper.ask_anew(asked_by=by):
        return paper
    if times("papers", str(by.pk), seconds=HOUR) > MOST_AN_HOUR:
        raise TooOften(_("You have asked for many documents within the hour. Wait a little before the next ones."), wait=HOUR)
    promise(PAPER, key=f"{PAPER}:{paper.public_id}:{paper.asks}", payload={"paper": paper.pk, "ask": paper.asks})
    return paper
