"""Sending an answer: the decision, the remarks and the messages leave together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, WrongState
from coursesite.core.fields import clean_text
from coursesite.notifications.actions import notify
from coursesite.organisations.models import Membership
from coursesite.tracking.record import record
from step_guides.reviews.actions.drafting import REMARK, held
from step_guides.reviews.enums import ReviewDecision, ThreadKind
from step_guides.reviews.models import Comment, Review
from step_guides.reviews.rule import Advice, advise
from step_guides.reviews.statements import commented
from step_guides.worksheets.actions import mark_read, send_back, validate

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACTS = {ReviewDecision.RETURNED: send_back, ReviewDecision.VALIDATED: validate, ReviewDecision.READ: mark_read}
MESSAGES = {
    ReviewDecision.RETURNED: "reviews.returned", ReviewDecision.VALIDATED: "reviews.validated", ReviewDecision.READ: "reviews.read",
}  # fmt: skip
TO_VALIDATE, TO_READ = (ReviewDecision.RETURNED, ReviewDecision.VALIDATED), (ReviewDecision.READ,)


def decisions_for(review: Review) -> tuple[ReviewDecision, ...]:
    """What may be decided about a sheet of this kind."""
    return TO_VALIDATE if review.submission.worksheet.spec.to_validate else TO_READ


def advice_on(review: Review) -> Advice:
    if review.rubric is None:
        return advise(())
    levels = dict(review.scores.values_list("criterion", "level"))
    return advise((criterion.name, criterion.starred, levels.get(criterion.pk)) for criterion in review.rubric.criteria.all())


def missing_before_sending(review: Review) -> list[str]:
    """What the grammar of an answer still asks: a full rubric, a strong point, a next step. Nothing for a sheet that is only read."""
    if not review.submission.worksheet.spec.to_validate:
        return []
    missing = []
    if not advice_on(review).complete:
        missing.append(_("Give a level to each criterion."))
    if not drafts_of(review).filter(thread__kind=ThreadKind.STRENGTH).exists():
        missing.append(_("Name at least one strong point."))
    if not review.next_step:
        missing.append(_("Say the next step."))
    return missing


def drafts_of(review: Review) -> QuerySet[Comment]:
    """Remarks of this answer that have not left yet."""
    mine = Comment.objects.filter(thread__submission=review.submission_id, author=review.trainer_id, sent_at=None)
    return mine.select_related(
        "thread__worksheet", "thread__enrolment__cohort", "thread__enrolment__person", "thread__submission__submitted_by"
    )


@transaction.atomic
def decide(review: Review, decision: str, *, override_reason: str = "", by: User) -> Review:
    """Sends the answer with its decision. Raises `Invalid` naming what is missing, `WrongState` "already_decided" when another
    trainer was first (the draft stays), "withdrawn" when the organisation took the version back. The same one sent twice counts once."""
    kind = ReviewDecision(decision)
    if kind not in decisions_for(review):
        raise WrongState(_("This worksheet is not decided in this way."), code="wrong_decision")
    if Review.objects.filter(pk=review.pk, trainer=by, decision=kind, sent_at__isnull=False).exists():
        review.refresh_from_db()
        return review
    held(review, by)
    review.refresh_from_db()
    submission = ACTS[kind](review.submission, by=by)  # first: who comes second is told so; a refusal below takes it back
    if missing := missing_before_sending(review):
        raise Invalid(" ".join(missing), errors={"__all__": list(missing)}, code="incomplete")
    reason = clean_text(override_reason, limit=REMARK, name="override_reason")
    if kind == ReviewDecision.VALIDATED and not advice_on(review).favourable and not reason:
        message = _("The rule advises to send it back. Say why you validate all the same.")
        raise Invalid(message, errors={"override_reason": [message]}, code="override")
    now = timezone.now()
    Review.objects.filter(pk=review.pk, sent_at=None).update(decision=kind, sent_at=now, override_reason=reason)
    for remark in drafts_of(review):
        remark.sent_at = now
        Comment.objects.filter(pk=remark.pk, sent_at=None).update(sent_at=now)
        record(commented(remark, remark.thread))
    for person in members(submission.worksheet.organisation_id):
        notify(MESSAGES[kind], to=person, payload={"review": review.pk}, dedupe=str(review.pk))
    review.refresh_from_db()
    return review


def members(organisation: int) -> QuerySet[User]:
    current = Membership.objects.current().filter(organisation=organisation).values("person")
    return User.objects.filter(pk__in=current, is_active=True).order_by("pk")
