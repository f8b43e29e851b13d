"""What a trainer prepares before answering: rubric, letter, remarks at their place, private notes. All of it a draft until sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.warning_tallies import count_named, named_anew, tally
from step_guides.reviews.actions.pairing import invite
from step_guides.reviews.elements import exists, text_at
from step_guides.reviews.enums import ThreadKind
from step_guides.reviews.models import Comment, CoReader, Criterion, PrivateNote, Review, Rubric, Score, Thread
from step_guides.reviews.pairs import other_half
from step_guides.reviews.queries import earlier_answers
from step_guides.worksheets.actions.claiming import keep
from step_guides.worksheets.permissions import require_drafter, require_trainer

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Submission

LETTER, REMARK = 5_000, 2_000


@transaction.atomic
def open_review(submission: Submission, *, by: User) -> Review:
    """Her draft for this version, made on demand; its rubric starts from the last answer that the cohort gave to this sheet."""
    if not CoReader.objects.filter(submission=submission.pk, trainer=by.pk).exists():
        require_drafter(by, submission)
    require_trainer(by, submission)
    found = Review.objects.filter(submission=submission, trainer=by).first()
    if found:
        return found
    _refuse_decided(submission)
    last = earlier_answers(submission).first()
    rubric = _rubric_for(submission)
    if rubric is None and submission.worksheet.spec.to_validate:
        raise WrongState(_("This worksheet has no rubric."), code="no_rubric")
    review, created = Review.objects.get_or_create(submission=submission, trainer=by, defaults={"rubric": rubric})
    if created and last and rubric:  # the last answer may have been given with another version: a criterion is known by its code
        criteria = {one.code: one for one in rubric.criteria.all()}
        Score.objects.bulk_create(
            Score(review=review, criterion=criteria[score.criterion.code], level=score.level, comment=score.comment)
            for score in last.scores.all()
            if score.criterion.code in criteria
        )
    if created:
        _pair(submission, by)
    return review


def _rubric_for(submission: Submission) -> Rubric | None:
    """The newest version; for whoever joins those who answer together, the one that they have."""
    team = CoReader.objects.filter(submission=submission.pk).values("trainer")
    begun = (
        Review.objects.filter(submission=submission.pk, trainer__in=team, rubric__isnull=False).select_related("rubric").first()
    )
    return begun.rubric if begun else Rubric.objects.newest().filter(kind=submission.worksheet.kind).first()


def _pair(submission: Submission, by: User) -> None:
    """In a cohort that reads in pairs, whoever opens a sheet to validate calls her other half."""
    if not (submission.cohort.read_in_pairs and submission.worksheet.spec.to_validate):
        return
    whom = None if CoReader.objects.filter(submission=submission.pk).exists() else other_half(submission, by)
    if whom is not None:
        invite(submission, whom=whom, by=by)


def _refuse_decided(submission: Submission) -> None:
    if not submission.is_live:
        raise WrongState(_("This version has already been answered, or was withdrawn."), code="not_live")


def held(review: Review, by: User) -> Review:
    """The draft, held until the end of the transaction. Only its own trainer writes in it, and never once it is sent.
    Rows are always held in this order: the sheet, the version, the reviews."""
    if review.trainer_id != by.pk:
        raise NotFound(_("This page does not exist."))
    require_trainer(by, review.submission)
    keep(review.submission, by=by)
    if Review.objects.filter(pk=review.pk, sent_at=None, joined_to=None).update(updated_at=timezone.now()) != 1:
        raise WrongState(_("This answer has been sent: it can no longer be changed."), code="already_sent")
    return review


@transaction.atomic
def save_letter(review: Review, *, letter: str, next_step: str, by: User) -> Review:
    require_drafter(by, review.submission)
    held(review, by)
    before = Review.objects.filter(pk=review.pk).values_list("letter", "next_step").get()
    review.letter = clean_text(letter, limit=LETTER, name="letter")
    review.next_step = clean_text(next_step, limit=REMARK, name="next_step")
    Review.objects.filter(pk=review.pk).update(letter=review.letter, next_step=review.next_step)
    count_named(Review, [review.letter, review.next_step], before)
    return review


@transaction.atomic
def save_scores(review: Review, *, levels: dict[str, tuple[int | None, str]], by: User) -> None:
    """`levels`: code of a criterion → (level 1 to 4, or None as long as there is none; comment). Criteria not named stay as they are."""
    require_drafter(by, review.submission)
    held(review, by)
    criteria = {criterion.code: criterion for criterion in Criterion.objects.filter(rubric=review.rubric_id)}
    for code, (level, text) in levels.items():
        if code not in criteria or (level is not None and level not in range(1, 5)):
            raise Invalid(_("This level does not exist."), errors={code: [_("This level does not exist.")]})
        mine = Score.objects.filter(review=review, criterion=criteria[code])
        text = clean_text(text, limit=REMARK, name=code)
        if level is None and not text:
            mine.delete()
            continue
        Score.objects.update_or_create(review=review, criterion=criteria[code], defaults={"level": level, "comment": text})


@transaction.atomic
def comment(review: Review, anchor: str, *, kind: str, text: str, by: User) -> Comment:
    """A remark at an element of the version that is being read. Invisible to the organisation until the answer is sent."""
    held(review, by)
    submission = review.submission
    if not exists(submission.snapshot, anchor):
        raise NotFound(_("This element is not in this version."))
    if kind not in ThreadKind.values or kind == ThreadKind.HELP:
        raise Invalid(_("Choose a kind of remark."), errors={"kind": [_("Choose a kind of remark.")]})
    text = said(text)
    again = Comment.objects.filter(
        thread__submission=submission, thread__anchor=anchor, thread__kind=kind, author=by, text=text, sent_at=None
    )
    if twin := again.first():  # the same form, sent twice
        return twin
    thread = Thread.objects.create(
        worksheet_id=submission.worksheet_id, enrolment_id=submission.enrolment_id, submission=submission, anchor=anchor, kind=kind,
        last_text=text_at(submission.snapshot, anchor), opened_by=by,
    )  # fmt: skip
    message = Comment.objects.create(thread=thread, author=by, text=text)
    count_named(Comment, [text])
    return message


def said(text: str) -> str:
    text = clean_text(text, limit=REMARK, name="text")
    if not text:
        raise Invalid(_("Write your remark."), errors={"text": [_("Write your remark.")]})
    return text


def _own_draft(message: Comment, by: User) -> None:
    if message.author_id != by.pk or message.sent_at is not None:
        raise NotFound(_("This page does not exist."))
    review = Review.objects.filter(submission=message.thread.submission_id, trainer=by).first()
    if review is None:
        raise NotFound(_("This page does not exist."))
    held(review, by)


@transaction.atomic
def edit_comment(message: Comment, *, kind: str, text: str, by: User) -> Comment:
    _own_draft(message, by)
    if kind not in ThreadKind.values or kind == ThreadKind.HELP:
        raise Invalid(_("Choose a kind of remark."), errors={"kind": [_("Choose a kind of remark.")]})
    message.text, kept = said(text), Comment.objects.filter(pk=message.pk, sent_at=None)
    before = kept.values_list("text", flat=True)[:1]
    found = named_anew([message.text], list(before))
    if kept.update(text=message.text):
        tally(Comment, found)
    Thread.objects.filter(pk=message.thread_id).update(kind=kind)
    return message


@transaction.atomic
def delete_comment(message: Comment, *, by: User) -> None:
    """Takes back a remark that was not sent. Its thread goes with it when it said nothing else."""
    _own_draft(message, by)
    thread = message.thread
    message.delete()
    if not thread.comments.exists():
        thread.delete()


@transaction.atomic
def note(submission: Submission, *, text: str, by: User) -> PrivateNote:
    """For the trainers of the cohort only."""
    require_trainer(by, submission)
    return PrivateNote.objects.create(submission=submission, author=by, text=said(text))
