"""« Recalculer »: the answers to an exercise whose key was wrong are graded again, one learner after the other, by the worker.

What was earned before stays in a row, the trace of the answer is taken back and told anew, and whoever now passes or completes does. Nothing
that was passed or completed is taken away: the mistake was ours.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from coursesite.accounts.personal_data import ERASED_HOST
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.outbox import promise
from coursesite.tracking.record import record_all, statement_id, void
from modules.catalogue.outline import ModuleOutline, read_outline
from modules.exercises.content import Content
from modules.exercises.grading import grade
from modules.exercises.models import Exercise
from modules.progress import statements
from modules.progress.actions import locked, settle
from modules.progress.models import Attempt, ModuleStart, RegradedAttempt, Regrading

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Enrolment

REGRADE = "progress-regrade"


def may_regrade(user: User) -> bool:
    return user.has_perm("exercises.change_exercise")


@transaction.atomic
def ask_to_regrade(exercise: Exercise, *, by: User, reason: str) -> Regrading:
    """The worker grades. Raises NotAllowed, Invalid (no reason), WrongState (under way already, or not published)."""
    if not may_regrade(by):
        raise NotAllowed(_("Only editors have answers graded again."))
    reason = clean_text(reason, limit=Regrading._meta.get_field("reason").max_length or 0, name="reason")
    if not reason:
        raise Invalid(_("Say why, in a sentence: it stays with the results."), errors={"reason": [_("Say why, in a sentence.")]})
    if not exercise.live:
        raise WrongState(_("This exercise is not published."), code="not_published")
    try:
        with transaction.atomic():
            regrading = Regrading.objects.create(exercise=exercise, revision_id=exercise.live_revision_id, by=by, reason=reason)
    except IntegrityError as error:
        raise WrongState(_("The answers are being graded again already."), code="under_way") from error
    promise(REGRADE, key=f"{REGRADE}:{regrading.pk}", payload={"regrading": regrading.pk})
    return regrading


def regrade(regrading: Regrading) -> None:
    """One transaction a learner; begun again after a fall, what is right already changes nothing: the key is the one it began with."""
    content = _asked(regrading).content()
    module = next((one for one in read_outline() if content.pk in one.exercises), None)
    rows = Attempt.objects.filter(exercise=content.pk, at__lte=regrading.asked_at).exclude(
        revision__in=_of_other_versions(content)
    )
    # Of somebody who was erased nothing is told any more: a new trace would lead back to her account.
    rows = rows.exclude(enrolment__person__email__endswith=f"@{ERASED_HOST}")
    found = list(rows.order_by("enrolment", "number").values_list("enrolment", "pk"))
    left = sum(
        _learner(regrading, enrolment, [pk for _one, pk in mine], content, module)
        for enrolment, mine in groupby(found, lambda row: row[0])
    )
    changed = RegradedAttempt.objects.filter(regrading=regrading).count()
    Regrading.objects.filter(pk=regrading.pk, done_at=None).update(
        done_at=timezone.now(), read=len(found) - left, changed=changed, left=left
    )


def _asked(regrading: Regrading) -> Exercise:
    """The exercise as it was published when somebody asked. Seeds of tests have no revision: theirs is the one of today."""
    if regrading.revision is not None:
        as_published: Exercise = regrading.revision.as_object()
        return as_published
    found: Exercise = Exercise.objects.get(pk=regrading.exercise_id)
    return found


def _of_other_versions(content: Content) -> list[int]:
    """Revisions that asked something else: their answers are no answer to this version."""
    asked = (
        Attempt.objects.filter(exercise=content.pk)
        .exclude(revision=None)
        .order_by()
        .values_list("revision", flat=True)
        .distinct()
    )
    return [one.pk for one in Revision.objects.filter(pk__in=list(asked)) if one.content.get("version", 1) != content.version]


@transaction.atomic
def _learner(regrading: Regrading, enrolment_id: int, attempts: list[int], content: Content, module: ModuleOutline | None) -> int:
    """Returns how many answers could not be read."""
    enrolment, left, changed = locked(enrolment_id), 0, False
    for attempt in Attempt.objects.filter(pk__in=attempts).order_by("number"):
        try:
            earned = grade(content, attempt.response)
        except Invalid:
            left += 1
            continue
        if (earned.raw, earned.maximum) == (attempt.raw, attempt.maximum):
            continue
        changed = True
        RegradedAttempt.objects.create(
            regrading=regrading, attempt=attempt, raw_before=attempt.raw, maximum_before=attempt.maximum,
            raw=earned.raw, maximum=earned.maximum,
        )  # fmt: skip
        attempt.raw, attempt.maximum, attempt.success = earned.raw, earned.maximum, earned.success
        attempt.save(update_fields=["raw", "maximum", "success"])
        if module is not None:
            _tell(regrading, attempt, enrolment, module, content)
    start = ModuleStart.objects.filter(enrolment=enrolment, module=module.pk).first() if module and changed else None
    if start is not None and module is not None:
        settle(enrolment, start, module)
    return left


def _tell(regrading: Regrading, attempt: Attempt, enrolment: Enrolment, module: ModuleOutline, content: Content) -> None:
    """The trace that told the wrong score is taken back, and another told under the next number."""
    turn = attempt.regraded.count()  # type: ignore[attr-defined]
    for told in statements.answered(attempt, enrolment, module, content, None, turn=turn):
        void(statement_id(enrolment.person, told.key), by=regrading.by, reason=regrading.reason)
    record_all(statements.answered(attempt, enrolment, module, content, None, turn=turn + 1))
