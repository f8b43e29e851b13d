"""What the administrators' pages show, and what a person may take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from coursesite.core.models import Outbox
from coursesite.tracking import vocabulary as v
from coursesite.tracking.enums import Outcome
from coursesite.tracking.models import Delivery, Destination, InvalidStatement, Statement

if TYPE_CHECKING:
    from coursesite.accounts.models import User

PAGE = 50
COUNTED = ("pending", "sent", "duplicate", "dead", "aside", "oldest")
LONG_OUTAGE = timedelta(hours=24)


@dataclass(frozen=True)
class Line:
    """A statement in words."""

    statement: Statement
    verb: str
    thing: str
    voided: bool


@dataclass(frozen=True)
class Lines:
    lines: list[Line]
    older: str  # cursor, empty at the end


@dataclass(frozen=True)
class Backlog:
    """One destination and its counters."""

    destination: Destination
    pending: int = 0
    sent: int = 0
    duplicate: int = 0
    dead: int = 0
    aside: int = 0
    oldest: datetime | None = None

    @property
    def long_out(self) -> bool:
        since = self.destination.out_since
        return bool(since and since < timezone.now() - LONG_OUTAGE)


def verb_label(verb: v.Verb) -> str:
    return verb.en if get_language() == "en" else verb.fr


def lines(statements: QuerySet[Statement], *, verb: str = "", before: str = "") -> Lines:
    """A page of statements, newest first. `before` is the cursor of the page before; an unreadable one starts at the top."""
    if verb in v.VERBS:
        statements = statements.filter(verb=v.VERBS[verb].iri)
    if cursor := _cursor(before):
        stored, pk = cursor
        statements = statements.filter(Q(stored__lt=stored) | Q(stored=stored, pk__lt=pk))
    found = list(statements.select_related("voided_by").order_by("-stored", "-id")[: PAGE + 1])
    older = f"{found[PAGE - 1].stored.isoformat()}_{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return Lines([_line(statement) for statement in found[:PAGE]], older)


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    stored, _, pk = text.partition("_")
    try:
        moment = datetime.fromisoformat(stored.replace(" ", "+"))
        return (moment, UUID(pk)) if moment.tzinfo else None
    except ValueError:
        return None


def _line(statement: Statement) -> Line:
    verb = v.VERBS_BY_IRI.get(statement.verb)
    names = statement.body.get("object", {}).get("definition", {}).get("name", {})
    return Line(
        statement=statement,
        verb=verb_label(verb) if verb else statement.verb,
        thing=names.get(get_language() or "fr") or names.get("fr") or "",
        voided=hasattr(statement, "voided_by"),
    )


def line(statement: Statement) -> Line:
    return _line(statement)


def backlogs(destinations: Iterable[Destination]) -> list[Backlog]:
    """Counters of each destination, in one query."""
    waiting = Q(done_at=None, dead_at=None)
    rows: Any = Delivery.objects.values("destination").annotate(
        pending=Count("pk", filter=waiting),
        sent=Count("pk", filter=Q(outcome=Outcome.SENT)),
        duplicate=Count("pk", filter=Q(outcome__in=[Outcome.DUPLICATE, Outcome.UNVERIFIED])),
        dead=Count("pk", filter=~Q(dead_at=None)),
        aside=Count("pk", filter=waiting & Q(failures__gt=0)),
        oldest=Min("created_at", filter=waiting),
    )
    found = {row["destination"]: {name: row[name] for name in COUNTED} for row in rows}
    return [Backlog(destination, **found.get(destination.pk, {})) for destination in destinations]


def needing_attention(destination: Destination) -> QuerySet[Delivery]:
    """Refused rows, and those set aside because they make the record store fail."""
    rows = Delivery.objects.filter(destination=destination, done_at=None)
    return rows.filter(~Q(dead_at=None) | Q(failures__gt=0)).select_related("statement").order_by("pk")


@dataclass(frozen=True)
class Health:
    """For the administrator's card."""

    today: int
    oldest_pending: datetime | None
    dead_deliveries: int
    dead_effects: int
    invalid: int
    stopped: list[Destination]  # paused, or out for more than a day

    @property
    def calm(self) -> bool:
        return not (self.dead_deliveries or self.dead_effects or self.invalid or self.stopped)


def health() -> Health:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    deliveries = Delivery.objects.filter(done_at=None).aggregate(
        dead=Count("pk", filter=~Q(dead_at=None)), oldest=Min("created_at", filter=Q(dead_at=None))
    )
    long_out = Q(out_since__lt=timezone.now() - LONG_OUTAGE)
    return Health(
        today=Statement.objects.filter(stored__gte=midnight).count(),
        oldest_pending=deliveries["oldest"],
        dead_deliveries=deliveries["dead"],
        dead_effects=Outbox.objects.dead().count(),
        invalid=InvalidStatement.objects.count(),
        stopped=list(Destination.objects.filter(~Q(paused_reason="") | long_out)),
    )


def statements_about(person: User) -> list[dict[str, Any]]:
    """Bodies of all statements of which this person is the subject, oldest first; a voided one says so by another that follows it."""
    return list(Statement.objects.about(person).order_by("stored", "id").values_list("body", flat=True))
