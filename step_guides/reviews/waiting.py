"""What waits for a word of the trainers, versions and questions alike, and who is to be told when it is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from coursesite.cohorts.models import TrainerAssignment
from coursesite.organisations.models import Membership
from coursesite.organisations.queries import officers_by_network
from step_guides.reviews.clock import Promise, promise_for, promise_for_question
from step_guides.reviews.enums import Stage, ThreadKind, ThreadState
from step_guides.reviews.models import Comment, Reminder, Thread
from step_guides.reviews.queries import sent_comments
from step_guides.worksheets.models import Submission, Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort


@dataclass(frozen=True)
class Waiting:
    """A version that was sent, or the first question of an exchange that no trainer has answered."""

    promise: Promise
    cohort: Cohort
    worksheet: Worksheet
    submission: Submission | None = None
    question: Comment | None = None
    thread: Thread | None = None

    @property
    def subject(self) -> dict[str, Any]:
        return {"submission": self.submission, "question": self.question}

    @property
    def since(self) -> datetime | None:
        return self.submission.submitted_at if self.submission else self.question.sent_at if self.question else None


def _version(submission: Submission, today: date | None = None) -> Waiting:
    return Waiting(promise_for(submission, today), submission.cohort, submission.worksheet, submission=submission)


def _question(thread: Thread, comment: Comment, today: date | None = None) -> Waiting:
    promise = promise_for_question(thread, comment.sent_at, today)
    return Waiting(promise, thread.enrolment.cohort, thread.worksheet, question=comment, thread=thread)


def unanswered(thread: Thread, trainers: set[int]) -> Comment | None:
    """The first message since a trainer last spoke; none when a trainer spoke last. `thread.sent` is loaded."""
    first = None
    for comment in thread.sent:
        first = None if comment.author_id in trainers else first or comment
    return first


def promise_of(thread: Thread) -> Promise | None:
    """By when a question that nobody has answered is to be; `thread.sent` is loaded. One query, none for other exchanges."""
    if thread.kind != ThreadKind.HELP or thread.state != ThreadState.OPEN:
        return None
    comment = unanswered(thread, _trained(thread))
    return promise_for_question(thread, comment.sent_at) if comment else None


def _trained(thread: Thread) -> set[int]:
    """Who trains the cohort of the exchange, or did."""
    return set(TrainerAssignment.objects.filter(cohort=thread.enrolment.cohort_id).values_list("person", flat=True))


def still_waiting(reminder: Reminder) -> Waiting | None:
    if reminder.submission is not None:
        return _version(reminder.submission) if reminder.submission.is_live else None
    assert reminder.question is not None
    thread = reminder.question.thread
    later = thread.comments.filter(sent_at__isnull=False, pk__gt=reminder.question.pk)
    answered = later.filter(author__in=_trained(thread)).exists()
    return None if answered or thread.state != ThreadState.OPEN else _question(thread, reminder.question)


class Watch:
    """Everything that waits at one moment. Six queries, whatever its number; texts are not loaded."""

    def __init__(self, now: datetime) -> None:
        self.today = timezone.localdate(now)
        self.trainers: dict[int, list[User]] = defaultdict(list)
        for one in TrainerAssignment.objects.current(self.today).select_related("person").order_by("pk"):
            if one.person.is_active:
                self.trainers[one.cohort_id].append(one.person)
        self.ever: dict[int, set[int]] = defaultdict(set)
        for cohort, person in TrainerAssignment.objects.values_list("cohort", "person"):
            self.ever[cohort].add(person)
        self.members = set(Membership.objects.current(self.today).values_list("organisation", "person"))
        self.officers = officers_by_network()

    def waiting(self) -> Iterator[Waiting]:
        related = ("worksheet__organisation", "cohort__programme__network", "claimed_by")
        for submission in Submission.objects.live().select_related(*related).defer("snapshot").order_by("pk"):
            yield _version(submission, self.today)
        of_thread = ("worksheet__organisation", "enrolment__cohort__programme__network")
        asked = Thread.objects.filter(kind=ThreadKind.HELP, state=ThreadState.OPEN)
        for thread in asked.select_related(*of_thread).prefetch_related(sent_comments()).order_by("pk"):
            if (comment := unanswered(thread, self.ever[thread.enrolment.cohort_id])) is not None:
                yield _question(thread, comment, self.today)

    def to_tell(self, waits: Waiting) -> Iterator[tuple[Stage, User]]:
        """From four fifths of the delay on, who reads it; once the delay is over, who coordinates."""
        if waits.promise.reminded_on <= self.today:
            for trainer in self._readers(waits):
                yield Stage.REMINDER, trainer
        if waits.promise.late:
            for officer in self.officers(waits.cohort.programme.network):
                yield Stage.ESCALATION, officer

    def _readers(self, waits: Waiting) -> list[User]:
        """Who opened it, or has answered in the exchange; else whoever trains the cohort. Never a member of the organisation."""
        organisation = waits.worksheet.organisation_id
        found = [one for one in self.trainers[waits.cohort.pk] if (organisation, one.pk) not in self.members]
        if waits.submission is not None:
            own = {waits.submission.claimed_by_id}
        else:
            own = {comment.author_id for comment in waits.thread.sent} if waits.thread else set()
        return [one for one in found if one.pk in own] or found
