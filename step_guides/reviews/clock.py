"""By when an answer is promised, and how long answers have taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from coursesite.cohorts.calendar import after_working_days, reminder_day, working_days_between
from coursesite.cohorts.models import TrainerAssignment
from step_guides.reviews.enums import ThreadKind
from step_guides.reviews.models import Comment, Thread
from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coursesite.cohorts.models import Programme

MEASURED = 20  # the last answers of a programme
ENOUGH = 5  # fewer say nothing yet, and would point at somebody


@dataclass(frozen=True)
class Promise:
    """What was promised for one version or one question. `left`: working days that remain, negative when late, 0 on the last day."""

    due: date
    left: int
    reminded_on: date

    @property
    def late(self) -> bool:
        return self.left < 0

    @property
    def days(self) -> int:
        return abs(self.left)


def _promise(asked_at: datetime, days: int, today: date | None) -> Promise:
    start = timezone.localdate(asked_at)
    due = after_working_days(start, days)
    return Promise(due, working_days_between(today or timezone.localdate(), due), reminder_day(start, days))


def promise_for(submission: Submission, today: date | None = None) -> Promise:
    """Asks for `cohort__programme` to be loaded."""
    return _promise(submission.submitted_at, submission.cohort.programme.review_days, today)


def promise_for_question(thread: Thread, asked_at: datetime | None = None, today: date | None = None) -> Promise:
    """`asked_at`: when somebody of the organisation last asked. Asks for `enrolment__cohort__programme` to be loaded."""
    return _promise(asked_at or thread.opened_at, thread.enrolment.cohort.programme.message_days, today)


@dataclass(frozen=True)
class Measured:
    """The median of the last answers of a programme, in working days: 0 is the day itself."""

    days: float
    number: int

    @property
    def whole(self) -> int:
        """Rounded up: what is told is kept more often than not."""
        return -int(-self.days // 1)


def _median(spans: Iterable[tuple[datetime, datetime]]) -> Measured | None:
    days = [working_days_between(timezone.localdate(start), timezone.localdate(end)) for start, end in spans]
    return Measured(median(days), len(days)) if len(days) >= ENOUGH else None


def measured_reviews(programme: Programme) -> Measured | None:
    """From sending to the answer. None while too few were given. One query."""
    answered = Submission.objects.filter(cohort__programme=programme, decided_at__isnull=False).order_by("-decided_at")
    return _median(answered.values_list("submitted_at", "decided_at")[:MEASURED])


def measured_answers(programme: Programme) -> Measured | None:
    """From a question to the first word of a trainer. None while too few were given. One query."""
    trainers = TrainerAssignment.objects.filter(cohort=OuterRef("thread__enrolment__cohort")).values("person")
    said = Comment.objects.filter(thread=OuterRef("pk"), sent_at__isnull=False, author__in=trainers).exclude(
        author=F("thread__opened_by")
    )
    asked = Thread.objects.filter(kind=ThreadKind.HELP, enrolment__cohort__programme=programme)
    asked = asked.annotate(answered_at=Subquery(said.order_by("pk").values("sent_at")[:1])).filter(answered_at__isnull=False)
    return _median(asked.order_by("-answered_at").values_list("opened_at", "answered_at")[:MEASURED])
