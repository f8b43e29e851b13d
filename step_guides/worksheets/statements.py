"""xAPI: one pure function per traced verb. A statement holds ids and the titles of our own templates, never a word that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Event, Result
from coursesite.tracking.record import statement_id
from step_guides.worksheets.enums import Decision

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Enrolment
    from step_guides.worksheets.kinds import KindSpec
    from step_guides.worksheets.models import Move, Revision, Submission, Worksheet


def document(worksheet: Worksheet) -> Activity:
    return Activity("worksheet", str(worksheet.trace_id), v.DOCUMENT, {"fr": worksheet.spec.title_fr})


def template(spec: KindSpec) -> Activity:
    return Activity("worksheet-template", spec.trace, v.ASSIGNMENT, {"fr": spec.title_fr})


def language() -> str:
    return (get_language() or "fr")[:2]


def _by_learner(worksheet: Worksheet, enrolment: Enrolment, verb: v.Verb, *, key: str, **more: object) -> Event:
    return Event(
        key=key, subject=enrolment.person, actor=enrolment.person, verb=verb, object=document(worksheet), parent=template(worksheet.spec),
        registration=enrolment.registration, team=enrolment.cohort.trace_id, language=language(), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _by_trainer(submission: Submission, by: User, verb: v.Verb, *, result: Result | None = None) -> Event:
    worksheet = submission.worksheet
    return Event(
        key=key_of(submission, verb), subject=submission.submitted_by, actor=by, verb=verb, object=document(worksheet),
        parent=template(worksheet.spec), registration=submission.enrolment.registration, team=submission.cohort.trace_id,
        result=result, revision=str(submission.number), answers_to=sent_id(submission), language=language(),
    )  # fmt: skip


def key_of(submission: Submission, verb: v.Verb) -> str:
    return f"worksheets.submission/{submission.pk}/{verb.name}"


def sent_id(submission: Submission) -> UUID:
    """The id of the statement that says it was sent: what the reviews answer to."""
    return statement_id(submission.submitted_by, key_of(submission, v.SUBMITTED))


def decision_id(submission: Submission) -> UUID:
    verb = {Decision.RETURNED: v.RETURNED, Decision.VALIDATED: v.APPROVED, Decision.READ: v.REVIEWED}[
        Decision(submission.decision)
    ]
    return statement_id(submission.submitted_by, key_of(submission, verb))


def created(worksheet: Worksheet, enrolment: Enrolment) -> Event:
    return _by_learner(worksheet, enrolment, v.CREATED, key=f"worksheets.worksheet/{worksheet.pk}/created", revision="1")


def edited(worksheet: Worksheet, enrolment: Enrolment, revision: Revision, *, progress: int, version: int) -> Event:
    """The start of an editing session. `progress` in percent, `version` the number the next submission will have."""
    return _by_learner(
        worksheet, enrolment, v.EDITED, key=f"worksheets.revision/{revision.pk}/edited", at=revision.at,
        result=Result(extensions={v.PROGRESS: progress}), revision=str(version),
    )  # fmt: skip


def updated(worksheet: Worksheet, enrolment: Enrolment, move: Move, *, answered: Submission, version: int) -> Event:
    """The first change after a return or a reopening."""
    return _by_learner(
        worksheet,
        enrolment,
        v.UPDATED,
        key=f"worksheets.move/{move.pk}/updated",
        revision=str(version),
        answers_to=decision_id(answered),
    )


def submitted(submission: Submission, *, instructor: User | None) -> Event:
    return _by_learner(
        submission.worksheet, submission.enrolment, v.SUBMITTED, key=key_of(submission, v.SUBMITTED), at=submission.submitted_at,
        revision=str(submission.number), instructor=instructor,
    )  # fmt: skip


def retracted(submission: Submission, enrolment: Enrolment) -> Event:
    return _by_learner(
        submission.worksheet, enrolment, v.RETRACTED, key=key_of(submission, v.RETRACTED), revision=str(submission.number),
        answers_to=sent_id(submission),
    )  # fmt: skip


def reviewed(submission: Submission, by: User) -> Event:
    return _by_trainer(submission, by, v.REVIEWED)


def returned(submission: Submission, by: User) -> Event:
    return _by_trainer(submission, by, v.RETURNED, result=Result(success=False))


def approved(submission: Submission, by: User) -> Event:
    return _by_trainer(submission, by, v.APPROVED, result=Result(success=True))


def passed(submission: Submission, enrolment: Enrolment, by: User) -> Event:
    """The validation counts for one learner of the organisation."""
    spec = submission.worksheet.spec
    return Event(
        key=key_of(submission, v.PASSED), subject=enrolment.person, actor=enrolment.person, verb=v.PASSED, object=template(spec),
        parent=Activity("module", spec.module), registration=enrolment.registration, team=submission.cohort.trace_id, instructor=by,
        result=Result(success=True, completion=True), revision=str(submission.number),
        answers_to=statement_id(submission.submitted_by, key_of(submission, v.APPROVED)), language=language(),
    )  # fmt: skip
