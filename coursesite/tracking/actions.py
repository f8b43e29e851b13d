"""What an administrator does with destinations. The views let nobody else in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coursesite.core.errors import WrongState
from coursesite.tracking.credentials import seal
from coursesite.tracking.endpoints import check_endpoint
from coursesite.tracking.enums import Outcome, Pause
from coursesite.tracking.models import Delivery, Destination, Statement


@transaction.atomic
def save_destination(destination: Destination, *, password: str) -> Destination:
    """Creates or changes. An empty password keeps the one that is there. A destination that was paused by its settings tries again.

    Raises `Invalid` for a server that this site may not send to.
    """
    check_endpoint(destination.endpoint)
    if password:
        destination.password_token = seal(password)
    if not destination.slug:
        destination.slug = _free_slug(destination.name)
    destination.save()
    if destination.paused_reason and destination.paused_reason != Pause.BY_HAND:
        resume(destination)
    return destination


@transaction.atomic
def pause_by_hand(destination: Destination) -> None:
    paused = Destination.objects.filter(pk=destination.pk, paused_reason="").update(paused_reason=Pause.BY_HAND, paused_at=Now())
    if not paused:
        raise WrongState(_("This destination is already paused."), code="already_paused")


@transaction.atomic
def resume(destination: Destination) -> None:
    resumed = (
        Destination.objects.filter(pk=destination.pk)
        .exclude(paused_reason="")
        .update(paused_reason="", paused_at=None, next_try=Now(), outages=0, out_since=None, stuck_on=None, stuck_times=0)
    )
    if not resumed:
        raise WrongState(_("This destination is not paused."), code="not_paused")


@transaction.atomic
def resend(destination: Destination, deliveries: Iterable[int]) -> int:
    """« Renvoyer »: the count of refusals starts again."""
    rows = Delivery.objects.filter(destination=destination, pk__in=list(deliveries)).dead()
    return rows.update(dead_at=None, refusals=0, comparisons=0, failures=0, lease_until=None, not_before=Now(), message="")


@transaction.atomic
def give_up(delivery: Delivery) -> None:
    """« Abandonner » a statement that makes the record store fail."""
    waiting = Delivery.objects.set_aside().filter(pk=delivery.pk)
    if not waiting.update(done_at=Now(), lease_until=None, outcome=Outcome.GIVEN_UP):
        raise WrongState(_("This trace is no longer set aside."), code="not_set_aside")


@dataclass
class Replay:
    missing: int = 0  # statements that had no delivery to this destination
    again: int = 0  # deliveries to send once more


def replay(destination: Destination, *, since: datetime, until: datetime | None, verb: str | None, dry_run: bool) -> Replay:
    """Sends the chosen statements (again). Ids being the same, those that are known there come back as sent or already there."""
    chosen = Statement.objects.filter(timestamp__gte=since)
    if until:
        chosen = chosen.filter(timestamp__lt=until)
    if verb:
        chosen = chosen.filter(verb=verb)
    known = Delivery.objects.filter(destination=destination, statement__in=chosen).exclude(done_at=None, dead_at=None)
    missing = chosen.exclude(deliveries__destination=destination)
    found = Replay(missing=missing.count(), again=known.count())
    if dry_run:
        return found
    known.update(
        done_at=None,
        dead_at=None,
        outcome="",
        refusals=0,
        comparisons=0,
        failures=0,
        message="",
        lease_until=None,
        not_before=Now(),
    )
    while pks := list(missing.values_list("pk", flat=True)[:1000]):
        rows = [Delivery(statement_id=pk, destination=destination) for pk in pks]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return found


def _free_slug(name: str) -> str:
    base = slugify(name)[:34] or "destination"
    taken = set(Destination.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{number}" for number in range(2, 10_000))] if slug not in taken)
