"""The outcome of each delivery of a round, and how it is written: one short transaction, fenced by the number of the claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from coursesite.core.leasing import FIRST_WAIT, REFUSALS_BEFORE_DEAD, wait
from coursesite.tracking.enums import Outcome
from coursesite.tracking.models import Delivery, Destination

LONGEST_ASIDE = timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    kind: str  # done, refused, compare, aside
    status: int | None = None
    outcome: Outcome | None = None
    message: str = ""

    @classmethod
    def done(cls, outcome: Outcome, status: int, message: str = "") -> Self:
        return cls("done", status, outcome, message)

    @classmethod
    def refused(cls, status: int | None, message: str) -> Self:
        """`status` None: refused by our own rules, never sent."""
        return cls("refused", status, None, message[:500])

    @classmethod
    def compare_again(cls) -> Self:
        return cls("compare", 409)

    @classmethod
    def set_aside(cls, status: int) -> Self:
        return cls("aside", status)

    @property
    def failed(self) -> bool:
        return self.kind == "aside"

    @property
    def from_store(self) -> bool:
        """The record store answered about this statement."""
        return self.kind != "refused" or self.status is not None

    @property
    def says_no(self) -> bool:
        """Refused for its content or size, not for being known."""
        return self.kind == "refused" and self.status not in {None, 409}


def write(destination: Destination, rows: list[Delivery], verdicts: dict[int, Verdict]) -> None:
    """Rows without verdict are given back as they were. A row that somebody else has claimed since is left to them."""
    groups: dict[tuple[Verdict | None, int], list[Delivery]] = defaultdict(list)
    for row in rows:
        groups[verdicts.get(row.pk), row.claims].append(row)
    with transaction.atomic():
        for (verdict, claims), members in groups.items():
            mine = Delivery.objects.filter(pk__in=[row.pk for row in members], claims=claims, done_at=None)
            if verdict is None:
                mine.update(lease_until=None)
            elif verdict.kind == "done":
                mine.update(
                    done_at=Now(),
                    lease_until=None,
                    outcome=verdict.outcome,
                    http_status=verdict.status,
                    message=verdict.message,
                    last_error="",
                )
            else:
                for row in members:
                    _keep(mine.filter(pk=row.pk), row, verdict)
        _remember(destination, verdicts)


def _keep(mine: Any, row: Delivery, verdict: Verdict) -> None:
    """The row stays, and waits on its own."""
    common = {"lease_until": None, "http_status": verdict.status, "message": verdict.message}
    if verdict.kind == "refused":
        error = f"Refused {verdict.status or 'here'}"
        mine.update(refusals=F("refusals") + 1, not_before=Now() + wait(row.refusals), last_error=error, **common)
        mine.filter(refusals__gte=REFUSALS_BEFORE_DEAD).update(dead_at=Now())
    elif verdict.kind == "compare":
        mine.update(comparisons=F("comparisons") + 1, not_before=Now() + FIRST_WAIT, last_error="NotReadableYet 409", **common)
    else:
        delay = min(FIRST_WAIT * 2 ** min(row.failures, 12), LONGEST_ASIDE)
        mine.update(failures=F("failures") + 1, not_before=Now() + delay, last_error=f"ServerError {verdict.status}", **common)


def _remember(destination: Destination, verdicts: dict[int, Verdict]) -> None:
    there = [verdict for verdict in verdicts.values() if verdict.kind == "done"]
    if not there:
        return
    odd = next((verdict.message for verdict in there if verdict.message), "")
    news: dict[str, Any] = {"last_error": odd, "last_error_at": Now()} if odd else {}
    Destination.objects.filter(pk=destination.pk).update(
        outages=0, out_since=None, last_success_at=Now(), stuck_on=None, stuck_times=0, **news
    )
    destination.stuck_on, destination.stuck_times, destination.outages = None, 0, 0
