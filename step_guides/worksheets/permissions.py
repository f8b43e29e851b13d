"""Who may do what with a sheet. The predicates answer; the `require_` ones raise: 404 for whoever may not see, 403 for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from coursesite.cohorts.enums import Contribution
from coursesite.cohorts.permissions import contribution_of, is_trainer, may_decide
from coursesite.core.errors import NotAllowed, NotFound
from coursesite.organisations.permissions import is_member

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.organisations.models import Organisation
    from step_guides.worksheets.models import Paper, Submission, Worksheet


def can_write(user: User, worksheet: Worksheet) -> bool:
    """Whether the person writes in the sheet at all; `worksheet.is_editable` says whether now."""
    return is_member(user, worksheet.organisation)


can_view = can_write


def can_view_submission(user: User, submission: Submission) -> bool:
    if is_member(user, submission.worksheet.organisation):
        return True
    return submission.withdrawn_at is None and is_trainer(user, submission.cohort)


def can_view_paper(user: User, paper: Paper) -> bool:
    """A document shows what its sheets would: drafts to members, a version to who may read it, what a cohort received to its trainers."""
    if paper.submission is not None:
        return can_view_submission(user, paper.submission)
    if paper.cohort is not None:
        return is_trainer(user, paper.cohort) and not paper.holds_what_was_taken_back
    return is_member(user, paper.organisation)


def can_decide(user: User, submission: Submission) -> bool:
    """People who validate in the frozen cohort today, and are not of the organisation that wrote."""
    return may_decide(user, submission.cohort) and not is_member(user, submission.worksheet.organisation)


def require_member(user: User, organisation: Organisation) -> None:
    if not is_member(user, organisation):
        raise NotFound(_("This page does not exist."))


def require_trainer(user: User, submission: Submission) -> None:
    member = is_member(user, submission.worksheet.organisation)
    trainer = is_trainer(user, submission.cohort)
    if member and trainer:
        raise NotAllowed(_("You belong to this organisation: another trainer will read its worksheet."), code="own_organisation")
    if member:
        raise NotAllowed(_("Only a trainer of the cohort can do this."))
    if not trainer:
        raise NotFound(_("This page does not exist."))


def require_drafter(user: User, submission: Submission) -> None:
    """Whoever prepares an answer: an expert who accompanies does not."""
    require_trainer(user, submission)
    if contribution_of(user, submission.cohort) == Contribution.SUPPORTS:
        message = _("In this cohort you accompany: you comment when you are invited to, and answer requests for help.")
        raise NotAllowed(message, code="contribution")


def require_decider(user: User, submission: Submission) -> None:
    """Whoever signs: a trainer in training, or an expert who produces, asks for a countersignature."""
    require_drafter(user, submission)
    if contribution_of(user, submission.cohort) != Contribution.DECIDES:
        raise NotAllowed(_("Your answer is countersigned: invite somebody who validates."), code="countersign_required")
