"""Sending an answer: the decision, the remarks and the messages leave together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.core.fields import clean_text
from coursesite.notifications.actions import notify
from coursesite.organisations.models import Membership
from coursesite.tracking.record import record
from step_guides.reviews.actions.drafting import REMARK
from step_guides.reviews.enums import ReviewDecision, ThreadKind
from step_guides.reviews.models import Comment, CoReader, Review
from step_guides.reviews.pairs import agrees, drafts_of, leaving_with, parts_leaving, pending
from step_guides.reviews.pieces import pieces_of, require_seen
from step_guides.reviews.rule import Advice, advise
from step_guides.reviews.statements import commented
from step_guides.worksheets.actions import mark_read, send_back, validate

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    levels = {score.criterion_id: score.level for score in review.scores.all()}
    return advise((criterion.name, criterion.starred, levels.get(criterion.pk)) for criterion in review.rubric.criteria.all())


def missing_before_sending(review: Review, remarks: Iterable[Comment]) -> list[str]:
    """What the grammar of an answer still asks: a full rubric, a strong point among the remarks that leave with it (`pairs.drafts_of`), a
    next step. Nothing for a sheet that is only read."""
    if not review.submission.worksheet.spec.to_validate:
        return []
    missing = []
    if not advice_on(review).complete:
        missing.append(_("Give a level to each criterion."))
    if not any(remark.thread.kind == ThreadKind.STRENGTH for remark in remarks):
        missing.append(_("Name at least one strong point."))
    if not review.next_step:
        missing.append(_("Say the next step."))
    return missing


@transaction.atomic
def decide(
    review: Review, decision: str, *, override_reason: str = "", pair_reason: str = "", seen: str | None = None, by: User
) -> Review:
    """Sends the answer with its decision: `by` signs her own, or that of somebody who answers with her.

    Raises `NotAllowed` "countersign_required" or "contribution", `Invalid` naming what is missing, `WrongState` "already_decided" when
    another trainer was first (the draft stays), "withdrawn" when the organisation took the version back, "in_team" when others answer
    together, "changed" when what leaves is no longer what the page showed (`seen`: `pieces.marks`). The same one sent twice counts once."""
    kind = ReviewDecision(decision)
    if kind not in decisions_for(review):
        raise WrongState(_("This worksheet is not decided in this way."), code="wrong_decision")
    if Review.objects.filter(pk=review.pk, signed_by=by, decision=kind, sent_at__isnull=False).exists():
        review.refresh_from_db()
        return review
    _require_own(review, by)
    submission = ACTS[kind](review.submission, by=by)  # first: who comes second is told so; a refusal below takes it back
    review = _locked(review)
    _require_team(review, by)
    if missing := missing_before_sending(review, drafts_of(review, signer=by)):
        raise Invalid(" ".join(missing), errors={"__all__": list(missing)}, code="incomplete")
    reasons = {
        "override_reason": clean_text(override_reason, limit=REMARK, name="override_reason"),
        "pair_reason": clean_text(pair_reason, limit=REMARK, name="pair_reason"),
    }
    if kind == ReviewDecision.VALIDATED and not advice_on(review).favourable and not reasons["override_reason"]:
        message = _("The rule advises to send it back. Say why you validate all the same.")
        raise Invalid(message, errors={"override_reason": [message]}, code="override")
    waiting = pending(review, signer=by)
    if waiting and not reasons["pair_reason"]:
        message = _("%(names)s: the agreement is still missing. Say why you send without it.") % {
            "names": ", ".join(str(one.trainer) for one in waiting)
        }
        raise Invalid(message, errors={"pair_reason": [message]}, code="pair")
    if seen is not None:
        require_seen(seen, pieces_of(parts_leaving(review, signer=by)))
    _send(review, kind, reasons if waiting else reasons | {"pair_reason": ""}, by)
    for person in members(submission.worksheet.organisation_id):
        notify(MESSAGES[kind], to=person, payload={"review": review.pk}, dedupe=str(review.pk))
    review.refresh_from_db()
    return review


def _require_own(review: Review, by: User) -> None:
    if review.trainer_id != by.pk and not Review.objects.visible_to(by).filter(pk=review.pk).exists():
        raise NotFound(_("This page does not exist."))


def _locked(review: Review) -> Review:
    """All that is prepared about the version, held: no part is written on while the letter leaves."""
    held = Review.objects.select_for_update(no_key=True).filter(submission=review.submission_id).order_by("pk")
    now = next(one for one in held if one.pk == review.pk)
    now.submission = review.submission
    if not now.is_draft:
        raise WrongState(_("This answer has been sent: it can no longer be changed."), code="already_sent")
    return now


def _require_team(review: Review, by: User) -> None:
    team = {one.trainer_id: one.trainer for one in CoReader.objects.of(review.submission)}
    if team and by.pk not in team:
        names = ", ".join(str(person) for person in team.values())
        raise WrongState(_("%(names)s answer this version together: join them first.") % {"names": names}, code="in_team")
    if review.trainer_id != by.pk and review.trainer_id not in team:
        raise NotFound(_("This page does not exist."))
    if review.trainer_id != by.pk and not agrees(
        CoReader.objects.get(submission=review.submission_id, trainer=review.trainer_id), review
    ):
        message = _("%(name)s has not agreed yet: her answer leaves with her agreement, or you send your own.") % {
            "name": review.trainer
        }
        raise WrongState(message, code="not_agreed")


def _send(review: Review, kind: ReviewDecision, reasons: dict[str, str], by: User) -> None:
    """The letter, the parts of those who agreed, and their remarks, at one moment."""
    now, authors = timezone.now(), leaving_with(review, signer=by)
    leaving = list(drafts_of(review, signer=by))
    Review.objects.filter(pk=review.pk, sent_at=None).update(decision=kind, sent_at=now, signed_by=by, **reasons)
    parts = Review.objects.filter(submission=review.submission_id, trainer__in=authors, sent_at=None)
    parts.exclude(pk=review.pk).update(joined_to=review)
    for remark in leaving:
        remark.sent_at = now
        Comment.objects.filter(pk=remark.pk, sent_at=None).update(sent_at=now)
        record(commented(remark, remark.thread))


def members(organisation: int) -> QuerySet[User]:
    current = Membership.objects.current().filter(organisation=organisation).values("person")
    return User.objects.filter(pk__in=current, is_active=True).order_by("pk")
