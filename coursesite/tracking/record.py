"""Writing traces: `record` is called by an action, inside its own transaction. Nothing here reaches the network."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import WrongState
from coursesite.tracking import builder
from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Event
from coursesite.tracking.models import Delivery, Destination, InvalidStatement, Pseudonym, Statement, Voiding
from coursesite.tracking.pseudonyms import own_pseudonym, pseudonyms
from coursesite.tracking.validation import validate

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from coursesite.accounts.models import User

logger = logging.getLogger(__name__)
VERSIONS = ("1.0.3", "2.0.0")


@dataclass(frozen=True)
class Known:
    """What recording asks first, for an action that has asked it in a query of its own, and whose events are all new: each is about a row
    made in the same transaction, or a step that this row never made before."""

    names: Mapping[int, UUID]  # primary key of each person → her pseudonym
    has_receivers: bool  # somebody gets copies

    @staticmethod
    def names_of(people: Iterable[int]) -> QuerySet[Pseudonym]:
        return Pseudonym.objects.filter(person__in=people, destination=None)

    @staticmethod
    def receivers() -> QuerySet[Destination]:
        return Destination.objects.receiving()


class InvalidBody(AssertionError):
    """A body built by us is refused by our own rules: a bug, raised in tests only."""


def statement_id(subject: User, key: str) -> UUID:
    """The id of the statement of an event about `subject`: the same on every call, to nobody's guess once her pseudonym is gone."""
    return uuid.uuid5(own_pseudonym(subject.pk), key)


def record(event: Event) -> UUID:
    """Builds, validates and stores the statement of an event, with one delivery per destination. Twice changes nothing.

    A body that our rules refuse raises `InvalidBody` in tests; on a real site it is kept aside and the action goes on.
    """
    return record_all([event])[0]


@transaction.atomic(savepoint=False)
def record_all(events: Sequence[Event], *, known: Known | None = None) -> list[UUID]:
    """The same for what was done at once: as many queries for twelve statements as for one. With what is known already, one query."""
    people = {person.pk for event in events for person in _people(event)}
    names = known.names if known and people <= known.names.keys() else pseudonyms(people)
    found = {uuid.uuid5(names[event.subject.pk], event.key): event for event in events}
    there = () if known else set(Statement.objects.filter(pk__in=list(found)).values_list("pk", flat=True))
    built = [_built(identifier, event, names) for identifier, event in found.items() if identifier not in there]
    _store([one for one in built if one is not None], has_receivers=known is None or known.has_receivers)
    return list(found)


def _people(event: Event) -> list[User]:
    people = [event.subject, event.actor, event.instructor, None if isinstance(event.object, Activity) else event.object]
    return [person for person in people if person is not None]


def _built(identifier: UUID, event: Event, names: Mapping[Any, UUID]) -> Statement | None:
    """None for a body that our rules refuse: it is kept aside."""
    subject = names[event.subject.pk]
    at = min(event.at, timezone.now())  # never in the future
    try:
        body = builder.build(event, statement=identifier, names=names)
        body["timestamp"] = builder.timestamp(at)
        faults = faults_of(body)
    except Exception as error:
        if settings.TESTING:
            raise
        body, faults = {}, [f"$: not built, {type(error).__name__}"]
    if faults:
        _set_aside(event.key, str(subject), body, faults)
        return None
    object_key = event.object.iri if isinstance(event.object, Activity) else str(names[event.object.pk])
    return Statement(
        id=identifier, timestamp=at, verb=event.verb.iri, object_key=object_key, actor_key=str(names[event.actor.pk]),
        subject_key=str(subject), registration=event.registration, body=body,
    )  # fmt: skip


@transaction.atomic
def void(statement: UUID, *, by: User | None, reason: str, at: datetime | None = None) -> UUID:
    """Takes a statement back: the site says so in another one. The reason stays here. To correct, record again under a new key (#2).

    A statement that was never stored (set aside, purged) needs no taking back: the action goes on.
    """
    identifier = uuid.uuid5(statement, "voided")
    wrong = Statement.objects.filter(pk=statement).first()
    if wrong is None:
        logger.warning("tracking.nothing_to_void", extra={"statement": str(statement)})
        return identifier
    if wrong.verb == v.VOIDED.iri:
        raise WrongState(_("A trace that takes another back cannot be taken back."), code="voiding_statement")
    if Voiding.objects.filter(voided=wrong).exists():
        return identifier
    at = at or timezone.now()
    body = builder.build_voiding(statement, statement=identifier, at=at)
    if faults := faults_of(body):
        raise InvalidBody(faults)
    voiding = Statement(
        id=identifier, timestamp=at, verb=v.VOIDED.iri, object_key=str(statement), actor_key=v.SYSTEM,
        subject_key=wrong.subject_key, body=body,
    )  # fmt: skip
    _store([voiding])
    Voiding.objects.bulk_create([Voiding(voided=wrong, voiding_id=identifier, by=by, reason=reason)], ignore_conflicts=True)
    return identifier


def faults_of(body: dict) -> list[str]:
    """One body for both versions of the specification."""
    return [f"{version} {fault}" for version in VERSIONS for fault in validate(body, version)]


def _store(statements: list[Statement], *, has_receivers: bool = True) -> None:
    if not statements:
        return
    Statement.objects.bulk_create(statements, ignore_conflicts=True)
    if not has_receivers:
        return
    rows = [
        Delivery(statement=statement, destination=destination)
        for destination in Destination.objects.receiving()
        for statement in statements
        if not destination.verbs or v.VERBS_BY_IRI[statement.verb].name in {*destination.verbs, v.VOIDED.name}
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _set_aside(key: str, subject: str, body: dict, faults: list[str]) -> None:
    if settings.TESTING:
        raise InvalidBody(faults)
    logger.error("tracking.invalid_statement", extra={"key": key, "faults": faults[:5]})
    storable = json.loads(json.dumps(body, default=str), parse_constant=str)  # NaN is no JSON for a database
    row = InvalidStatement(key=key[:200], subject_key=subject, body=storable, faults=faults)
    InvalidStatement.objects.bulk_create([row], ignore_conflicts=True)
