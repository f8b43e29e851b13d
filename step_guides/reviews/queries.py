from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from coursesite.cohorts.models import TrainerAssignment
from coursesite.organisations.models import Membership
from step_guides.reviews.enums import REMARKS, HeardState, ThreadKind, ThreadState
from step_guides.reviews.models import Comment, ReaderComment, ReadingLink, Review, Score, Thread
from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coursesite.accounts.models import User
    from coursesite.organisations.models import Organisation
    from step_guides.worksheets.models import Worksheet


def waiting_for(user: User) -> QuerySet[Submission]:
    """Versions that wait for an answer from the cohorts that the person trains today, oldest first: `trained_by`, with its two
    look-ups made beforehand, so that the index of what waits gives count and order, however long the queue."""
    trained = list(TrainerAssignment.objects.current().filter(person=user).values_list("cohort", flat=True))
    return others_than_own(Submission.objects.live().filter(cohort__in=trained), user).order_by("submitted_at", "pk")


def others_than_own(found: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """The sheets of the person's own organisations left out."""
    own = list(Membership.objects.current().filter(person=user).values_list("organisation", flat=True))
    return found.exclude(worksheet__organisation__in=own) if own else found


def awaited_by(organisation: Organisation) -> Submission | None:
    """The oldest version of an organisation that waits for its answer."""
    found = Submission.objects.live().filter(worksheet__organisation=organisation).order_by("submitted_at", "pk")
    loaded = load(found.values_list("pk", flat=True)[:1])
    return loaded[0] if loaded else None


def load(waiting: Iterable[int]) -> list[Submission]:
    """A few versions by their keys, in that order, with what a queue shows. The text is not loaded."""
    related = ("worksheet__organisation", "cohort__programme", "claimed_by", "submitted_by")
    keys = list(waiting)
    found = Submission.objects.defer("snapshot").select_related(*related).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def questions_for(user: User) -> QuerySet[Thread]:
    """Requests for help that wait, from the cohorts that the person trains today, oldest first: those where a trainer spoke last,
    and those of her own organisation, are not among them."""
    trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
    mine = Membership.objects.current().filter(person=user).values("organisation")
    last = Comment.objects.filter(thread=OuterRef("pk"), sent_at__isnull=False).order_by("-pk").values("author")[:1]
    asked = Thread.objects.filter(kind=ThreadKind.HELP, state=ThreadState.OPEN, enrolment__cohort__in=trained)
    asked = asked.exclude(worksheet__organisation__in=mine).annotate(last_author=Subquery(last))
    answered = TrainerAssignment.objects.filter(cohort=OuterRef("enrolment__cohort"), person=OuterRef("last_author"))
    related = ("worksheet__organisation", "enrolment__cohort", "opened_by")
    return asked.exclude(Exists(answered)).select_related(*related).prefetch_related(sent_comments()).order_by("pk")


def sent_comments() -> Prefetch:
    return Prefetch("comments", Comment.objects.filter(sent_at__isnull=False).select_related("author"), to_attr="sent")


def threads_by_anchor(worksheet: Worksheet, user: User) -> dict[str, list[Thread]]:
    """What has been said about a sheet, by element: {anchor: [thread with .sent]}. One query. Drafts of trainers are not in it."""
    visible = Thread.objects.visible_to(user).filter(worksheet=worksheet.pk)
    return _by_anchor(_in_order(Comment.objects.filter(thread__in=visible, sent_at__isnull=False)))


def threads_and_drafts(submission: Submission, trainer: User) -> tuple[dict[str, list[Thread]], list[Comment]]:
    """What has been said about a sheet, by element, and the remarks on this version that have not left yet: one's own, and those of whom
    one answers with. One query."""
    visible = Comment.objects.visible_to(trainer).filter(thread__worksheet=submission.worksheet_id)
    found = list(_in_order(visible.filter(Q(sent_at__isnull=False) | Q(thread__submission=submission.pk))))
    drafts = sorted((one for one in found if one.sent_at is None), key=attrgetter("pk"))
    return _by_anchor(one for one in found if one.sent_at), drafts


def _in_order(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    related = ("author", "thread__opened_by", "thread__settled_by", "thread__submission")
    return comments.select_related(*related).defer("thread__submission__snapshot").order_by("thread", "pk")


def _by_anchor(comments: Iterable[Comment]) -> dict[str, list[Thread]]:
    found: dict[str, list[Thread]] = defaultdict(list)
    for _thread, said in groupby(comments, key=attrgetter("thread_id")):
        sent = list(said)
        thread = sent[0].thread
        thread.sent = sent
        found[thread.anchor].append(thread)
    return dict(found)


PARTS = ("parts__trainer", "parts__scores__criterion")  # what left with a letter, from those who answered together


def last_answer(worksheet: Worksheet) -> Review | None:
    """The last answer sent about a sheet, with its trainers and version. One query: the parts that left with a letter come with it."""
    left = Review.objects.filter(Q(sent_at__isnull=False) | Q(joined_to__isnull=False), submission__worksheet=worksheet.pk)
    found = list(left.select_related("trainer", "signed_by", "submission").defer("submission__snapshot"))
    return next(iter(letters_of(found)), None)


def letters_of(answers: list[Review]) -> list[Review]:
    """Of these, the letters that were sent, newest first, each with the parts that left with it. No query."""
    letters = sorted((one for one in answers if one.sent_at), key=attrgetter("sent_at"), reverse=True)
    for letter in letters:
        letter.joined_parts = [one for one in answers if one.joined_to_id == letter.pk]
    return letters


def open_remarks(worksheets: list[int]) -> dict[int, int]:
    """How many remarks of trainers wait for each sheet's organisation."""
    sent = Thread.objects.filter(
        worksheet__in=worksheets, kind__in=REMARKS, state=ThreadState.OPEN, comments__sent_at__isnull=False
    )
    counted = sent.values("worksheet").annotate(number=Count("pk", distinct=True))
    return {row["worksheet"]: row["number"] for row in counted}


def earlier_answers(submission: Submission) -> QuerySet[Review]:
    """Answers sent to other versions of the same sheet in the same cohort, newest first, with their scores."""
    sent = _answers_in_cohort(submission).filter(sent_at__isnull=False).exclude(submission=submission)
    return sent.order_by("-sent_at")


def answers_seen(submission: Submission, trainer: User) -> list[Review]:
    """All that the cohort answers, or prepares to answer, to the versions of a sheet, as far as the trainer reads it. Two queries."""
    found = list(_answers_in_cohort(submission).filter(pk__in=Review.objects.visible_to(trainer)).order_by("pk"))
    for one in found:
        if one.submission_id == submission.pk:
            one.submission = submission
    return found


def _answers_in_cohort(submission: Submission) -> QuerySet[Review]:
    known = Review.objects.filter(submission__worksheet=submission.worksheet_id, submission__cohort=submission.cohort_id)
    found = known.select_related("trainer", "signed_by", "rubric", "submission").defer("submission__snapshot")
    return found.prefetch_related(Prefetch("scores", Score.objects.select_related("criterion")))


def links_of(worksheet: Worksheet) -> list[ReadingLink]:
    """The reading links of a sheet, newest first, each with `.said`: what was said through it. Two queries; what they show is not loaded."""
    comments = Prefetch("comments", ReaderComment.objects.select_related("settled_by"), to_attr="said")
    found = ReadingLink.objects.filter(worksheet=worksheet.pk).select_related("made_by").defer("snapshot")
    return list(found.prefetch_related(comments))


def heard_at(worksheet: Worksheet, user: User) -> dict[str, list[ReaderComment]]:
    """What stakeholders said about a sheet, by element, to its members; what was removed left out. One query."""
    found: dict[str, list[ReaderComment]] = defaultdict(list)
    visible = ReaderComment.objects.visible_to(user).filter(link__worksheet=worksheet.pk).exclude(state=HeardState.REMOVED)
    for one in visible.select_related("settled_by"):
        found[one.anchor].append(one)
    return dict(found)


def unheard(worksheets: Iterable[int]) -> dict[int, int]:
    """How many comments of stakeholders wait, by sheet. One query."""
    waiting = ReaderComment.objects.filter(link__worksheet__in=list(worksheets), state=HeardState.OPEN)
    return dict(waiting.values_list("link__worksheet").annotate(number=Count("pk")))
