"""Leased rows: promises of an effect outside the database, kept whatever crashes.

A row is written in the same transaction as the change that promises the effect. A worker claims it by a conditional UPDATE,
does the effect outside any transaction, then marks it done, naming the claim it won so that a late worker cannot overwrite a
newer one. Handlers are idempotent: the guarantee is *at least once*, with duplicates that the receiver can recognise.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from coursesite.core.faults import fault

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
REFUSALS_BEFORE_DEAD = 12


class Outage(Exception):
    """The other side did not answer, or asked to wait. Counts no attempt: a week of outage kills no row."""

    def __init__(self, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class LeasedQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Neither done nor dead."""
        return self.filter(done_at=None, dead_at=None)

    def due(self) -> Self:
        """Waiting, not leased to anybody, and its time has come. The clock is the database's, never the worker's."""
        free = Q(lease_until=None) | Q(lease_until__lt=Now())
        return self.waiting().filter(free, not_before__lte=Now())

    def dead(self) -> Self:
        return self.exclude(dead_at=None)

    def revive(self) -> int:
        """« Réessayer »: dead rows start again with a fresh count. Returns how many."""
        return self.dead().update(dead_at=None, refusals=0, lease_until=None, not_before=Now())


class LeasedRow(models.Model):
    not_before = models.DateTimeField(db_default=Now(), db_index=True)
    lease_until = models.DateTimeField(null=True, editable=False)
    claims = models.PositiveIntegerField(default=0, editable=False)  # rises with each claim: back-off, fence against late workers
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)  # answers that said no; an outage is not an answer
    done_at = models.DateTimeField(null=True, editable=False)
    dead_at = models.DateTimeField(null=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)  # class and code, never a body
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LeasedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(dead_at=None), name="%(app_label)s_%(class)s_done_or_dead"),
        ]
        indexes = [
            models.Index(fields=["not_before"], name="%(app_label)s_%(class)s_due", condition=Q(done_at=None, dead_at=None)),
        ]


@dataclass
class Tally:
    done: int = 0
    outages: int = 0
    refused: int = 0


def claim(rows: LeasedQuerySet, pk: object) -> int | None:
    """The number of the claim for exactly one caller, None for the others."""
    lease = timedelta(seconds=settings.LEASE)
    if rows.due().filter(pk=pk).update(lease_until=Now() + lease, claims=F("claims") + 1) != 1:
        return None
    return rows.filter(pk=pk).values_list("claims", flat=True).first()


def wait(times: int) -> timedelta:
    """×2 each time, with jitter, at most an hour."""
    doubled = min(FIRST_WAIT * 2 ** min(times, 10), LONGEST_WAIT)
    return doubled * random.uniform(0.75, 1.0)  # noqa: S311 (jitter, not a secret)


def finish(rows: LeasedQuerySet, pk: object, claims: int, **outcome: object) -> bool:
    """Marks done. False when another worker has claimed the row since: its outcome counts, not ours."""
    return rows.filter(pk=pk, claims=claims).update(done_at=Now(), lease_until=None, last_error="", **outcome) == 1


def postpone(rows: LeasedQuerySet, pk: object, claims: int, outage: Outage) -> None:
    delay = timedelta(seconds=outage.retry_after) if outage.retry_after else wait(claims - 1)
    rows.filter(pk=pk, claims=claims).update(lease_until=None, not_before=Now() + delay, last_error=describe(outage))


def refuse(rows: LeasedQuerySet, pk: object, claims: int, error: BaseException) -> None:
    mine = rows.filter(pk=pk, claims=claims)
    mine.update(refusals=F("refusals") + 1, lease_until=None, not_before=Now() + wait(claims - 1), last_error=describe(error))
    mine.filter(refusals__gte=REFUSALS_BEFORE_DEAD, done_at=None).update(dead_at=Now())


def describe(error: BaseException) -> str:
    code = getattr(error, "code", "") or getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def work(rows: LeasedQuerySet, handle: Callable[[Any], dict | None], *, limit: int = 50) -> Tally:
    """Claims due rows one by one and hands each to `handle`, which may return fields to write with the outcome."""
    tally = Tally()
    for pk in list(rows.due().order_by("not_before", "pk").values_list("pk", flat=True)[:limit]):
        claims = claim(rows, pk)
        if claims is None:
            continue
        try:
            outcome = handle(rows.get(pk=pk)) or {}
        except Outage as outage:
            postpone(rows, pk, claims, outage)
            tally.outages += 1
        except Exception as error:  # a handler's failure of any class is a refusal, never the end of the sweep
            logger.exception("leased_row.refused", extra={"row": str(pk), "table": rows.model._meta.label})
            refuse(rows, pk, claims, error)
            tally.refused += 1
        else:
            fault("before_mark_done")
            finish(rows, pk, claims, **outcome)
            tally.done += 1
    return tally
