"""What pages show of peer review: rounds, what somebody has to read, what was given and received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from coursesite.cohorts.models import Enrolment, Participation
from coursesite.organisations.models import Membership, Organisation
from step_guides.reviews.models import Criterion, PeerReading, PeerRefusal, PeerRound, PeerScore
from step_guides.worksheets.kinds import spec_of

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Worksheet


@dataclass
class Announced:
    """A round that concerns an organisation of somebody. `refused`: it does not take part."""

    round: PeerRound
    organisation: Organisation
    refused: bool

    @property
    def sheet(self) -> Any:
        return spec_of(self.round.kind).title


@dataclass
class Figures:
    """What one learner gave, and her organisation received, in a round."""

    enrolment: Enrolment
    given: int = 0
    asked: int = 0
    received: int = 0
    refused: bool = False


@dataclass
class Followed:
    """A round, as who trains the cohort follows it."""

    round: PeerRound
    figures: list[Figures] = field(default_factory=list)
    opinions: list[PeerReading] = field(default_factory=list)

    @property
    def sheet(self) -> Any:
        return spec_of(self.round.kind).title


@dataclass(frozen=True)
class Line:
    """One criterion. `level`, `comment`: what the form shows; `other`: what another window has kept meanwhile, if it says something else."""

    criterion: Criterion
    level: int | None
    comment: str
    other: PeerScore | None
    choices: list[tuple[int, str, str]]
    errors: list[str]


def whole(readings: QuerySet[PeerReading]) -> QuerySet[PeerReading]:
    """With all that a page shows of an opinion, but for the version."""
    related = (
        "round__rubric",
        "round__cohort",
        "reader__person",
        "reader__organisation",
        "submission__worksheet__organisation",
        "useful_by",
    )
    return readings.select_related(*related).defer("submission__snapshot").prefetch_related("scores__criterion")


def announced_to(user: User) -> list[Announced]:
    """Rounds to come or under way, for each organisation of the person that takes part. Three queries."""
    mine = {
        one.organisation_id: one.organisation
        for one in Membership.objects.current().filter(person=user).select_related("organisation")
    }
    taking = Participation.objects.filter(organisation__in=mine, left_on=None).values_list("cohort", "organisation")
    by_cohort: dict[int, list[int]] = {}
    for cohort, organisation in taking:
        by_cohort.setdefault(cohort, []).append(organisation)
    rounds = list(PeerRound.objects.coming().filter(cohort__in=by_cohort).select_related("cohort").order_by("opens_on"))
    refused = set(PeerRefusal.objects.filter(round__in=rounds).values_list("round", "organisation"))
    return [
        Announced(one, mine[place], (one.pk, place) in refused) for one in rounds for place in sorted(by_cohort[one.cohort_id])
    ]


def announced_for(worksheet: Worksheet) -> PeerRound | None:
    """The round in which the version that is about to be sent will be read. One query."""
    taking = Participation.objects.filter(organisation=worksheet.organisation_id, left_on=None).values("cohort")
    found = PeerRound.objects.coming().filter(cohort__in=taking, kind=worksheet.kind)
    return found.exclude(refusals__organisation=worksheet.organisation_id).first()


def to_read(user: User) -> QuerySet[PeerReading]:
    """Asked of the person, the round being open."""
    mine = PeerReading.objects.asked().filter(
        reader__in=Enrolment.objects.open().filter(person=user), submission__withdrawn_at=None
    )
    return whole(mine.filter(round__in=PeerRound.objects.running())).order_by("round__due_on", "pk")


def given_by(user: User) -> QuerySet[PeerReading]:
    return whole(PeerReading.objects.filter(reader__person=user, sent_at__isnull=False)).order_by("-sent_at")


def received_by(user: User) -> QuerySet[PeerReading]:
    mine = Membership.objects.current().filter(person=user).values("organisation")
    sent = PeerReading.objects.filter(sent_at__isnull=False, submission__worksheet__organisation__in=mine)
    return whole(sent).order_by("-sent_at")


def followed(cohort: Any, user: User) -> list[Followed]:
    """The rounds of a cohort with their figures, learner by learner, and the opinions that the person may read: whoever acts for the
    network schedules rounds and reads none. Six queries, whatever their number."""
    rounds = list(PeerRound.objects.filter(cohort=cohort).select_related("rubric", "scheduled_by").order_by("-opens_on", "-pk"))
    people = list(
        Enrolment.objects.open()
        .filter(cohort=cohort)
        .select_related("person", "organisation")
        .order_by("organisation__name", "pk")
    )
    refused = set(PeerRefusal.objects.filter(round__in=rounds).values_list("round", "organisation"))
    readings = list(whole(PeerReading.objects.filter(round__in=rounds, cancelled_at=None)))
    readable = set(PeerReading.objects.visible_to(user).filter(round__in=rounds).values_list("pk", flat=True))
    found = []
    for one in rounds:
        mine = [reading for reading in readings if reading.round_id == one.pk]
        sent = [reading for reading in mine if reading.sent_at]
        given, asked = Counter(reading.reader_id for reading in sent), Counter(reading.reader_id for reading in mine)
        received = Counter(reading.submission.worksheet.organisation_id for reading in sent)
        figures = [
            Figures(her, given[her.pk], asked[her.pk], received[her.organisation_id], (one.pk, her.organisation_id) in refused)
            for her in people
        ]
        found.append(Followed(one, figures, [reading for reading in sent if reading.pk in readable]))
    return found


def counts(enrolments: list[Enrolment]) -> dict[int, tuple[int, int]]:
    """enrolment id → (opinions given, asked or given). One query."""
    rows = PeerReading.objects.filter(reader__in=enrolments, cancelled_at=None).values_list("reader")
    return {
        pk: (given, asked)
        for pk, given, asked in rows.annotate(given=Count("pk", filter=Q(sent_at__isnull=False)), asked=Count("pk"))
    }


def lines_of(
    reading: PeerReading, errors: dict[str, list[str]] | None = None, typed: dict[str, tuple[int | None, str]] | None = None
) -> list[Line]:
    """The three criteria with what was chosen so far; or with what was `typed`, beside what is kept."""
    scores = {score.criterion_id: score for score in reading.scores.all()}
    names = reading.round.rubric.level_names
    lines = []
    for one in reading.round.criteria:
        kept = scores.get(one.pk)
        said = (kept.level, kept.comment) if kept else (None, "")
        level, comment = typed.get(one.code, said) if typed else said
        other = kept if typed and (level, comment) != said else None
        choices = [(n, names[n - 1], text) for n, text in enumerate(one.levels, 1)]
        lines.append(Line(one, level, comment, other, choices, (errors or {}).get(one.code, [])))
    return lines


def days_left(one: PeerRound) -> int:
    return (one.due_on - timezone.localdate()).days


def opinions_sent(enrolments: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """enrolment id → public ids of the opinions she sent, in order. One query."""
    found: dict[int, tuple[str, ...]] = {}
    rows = PeerReading.objects.filter(reader__in=list(enrolments)).exclude(sent_at=None).order_by("sent_at", "pk")
    for enrolment, public_id in rows.values_list("reader", "public_id"):
        found[enrolment] = (*found.get(enrolment, ()), str(public_id))
    return found
