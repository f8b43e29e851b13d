"""Sending deliveries: what each answer of a record store means for the rows of a batch.

A batch is all or nothing on the other side, so halving is safe. Only an answer about one statement that says no counts as a
refusal. An outage belongs to the destination: its back-off kills no row.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from coursesite.core.faults import fault
from coursesite.core.leasing import Outage, wait
from coursesite.tracking.comparison import find, same
from coursesite.tracking.credentials import NoKey
from coursesite.tracking.delivery import NOT_JSON, Answer, RecordStore, WrongEndpoint
from coursesite.tracking.enums import Outcome, Pause
from coursesite.tracking.models import Delivery, Destination
from coursesite.tracking.projection import project_all
from coursesite.tracking.validation import validate
from coursesite.tracking.verdicts import Verdict, write

logger = logging.getLogger(__name__)
RUN = 70.0  # seconds: with one last call of 45 s, below the time limit of tasks (120 s), itself below the lease (300 s)
BATCH = 50
ENOUGH = 5  # refusals in a row that accuse the address or the header rather than the statements
COMPARISONS = 3
STUCK = 3  # the same batch, three times a 500: one of its statements is the cause
GATEWAY = {502, 503, 504}


class Late(Exception):
    """The time of this run is over; what is not judged stays."""


class Misconfigured(Exception):
    def __init__(self, reason: Pause, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass
class Parcel:
    """A claimed row and the body to send."""

    row: Delivery
    body: dict


def deliver_all(*, seconds: float | None = None) -> int:
    """One run: every destination that is neither paused nor waiting. Returns how many rows were settled."""
    until = time.monotonic() + (seconds or RUN)
    settled = 0
    for destination in Destination.objects.ready().order_by("next_try"):
        try:
            settled += deliver(destination, until=until)
        except Exception:  # one destination's surprise holds up no other; its rows come back when their lease ends
            logger.exception("tracking.run_failed", extra={"destination": destination.slug})
            if settings.TESTING:
                raise
    return settled


def deliver(destination: Destination, *, until: float) -> int:
    settled = 0
    try:
        with RecordStore(destination) as store:
            while time.monotonic() < until and (rows := claim_batch(destination)):
                settled += Round(destination, store, until).work(rows)
    except NoKey:
        pause(destination, Pause.KEYS, "")
    except Misconfigured as error:
        pause(destination, error.reason, str(error))
    except WrongEndpoint as error:
        pause(destination, Pause.ENDPOINT, str(error))
    except Outage as outage:
        back_off(destination, outage)
    except Late:
        pass
    return settled


def claim_batch(destination: Destination) -> list[Delivery]:
    """Up to 50 due rows, oldest first: the conditional UPDATE of leased rows, for many at once."""
    rows = Delivery.objects.filter(destination=destination)
    with transaction.atomic():
        due = rows.due().order_by("not_before", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        chosen = list(due.values_list("pk", flat=True)[:BATCH])
        lease = Now() + timedelta(seconds=settings.LEASE)
        rows.due().filter(pk__in=chosen).update(lease_until=lease, claims=F("claims") + 1)
    return list(rows.filter(pk__in=chosen).select_related("statement").order_by("pk"))


class Round:
    """One claim of rows: sends them, halves what is refused, judges each."""

    def __init__(self, destination: Destination, store: RecordStore, until: float) -> None:
        self.destination, self.store, self.until = destination, store, until
        self.verdicts: dict[int, Verdict] = {}
        self.dissecting = False

    def work(self, rows: list[Delivery]) -> int:
        """Whatever happens, what was judged is written and what was not is given back."""
        try:
            self._send(self._parcels(rows))
            self._suspect_everything(rows)
        finally:
            write(self.destination, rows, self.verdicts)
        return len(self.verdicts)

    def _parcels(self, rows: list[Delivery]) -> list[Parcel]:
        bodies = project_all([row.statement for row in rows], self.destination)
        parcels = []
        for row, body in zip(rows, bodies, strict=True):
            if faults := validate(body, self.destination.version):
                self.verdicts[row.pk] = Verdict.refused(None, faults[0])
            else:
                parcels.append(Parcel(row, body))
        return parcels

    def _send(self, parcels: list[Parcel]) -> None:
        together = [parcel for parcel in parcels if not parcel.row.alone]
        if together:
            self._halve(together)
            self._not_all_failed(together)
        self.dissecting = False
        for parcel in parcels:
            if parcel.row.alone:
                self._halve([parcel])

    def _halve(self, parcels: list[Parcel]) -> None:
        if time.monotonic() > self.until:
            raise Late
        answer = self.store.post([parcel.body for parcel in parcels])
        fault("before_mark_done")
        if self._settled(parcels, answer):
            return
        if len(parcels) > 1:
            middle = len(parcels) // 2
            self._halve(parcels[:middle])
            self._halve(parcels[middle:])
        else:
            self._judge(parcels[0], answer)

    def _settled(self, parcels: list[Parcel], answer: Answer) -> bool:
        """True when the answer settles all of them; False when each must be asked about; raises when it says nothing about them."""
        status = answer.status
        if 200 <= status < 300:
            if answer.content is NOT_JSON or (status != 204 and answer.content is None):
                raise Misconfigured(Pause.ENDPOINT, f"{status}, not JSON")
            expected = {parcel.body["id"] for parcel in parcels}
            told = answer.content if isinstance(answer.content, list) else []
            self.store.accepted = True
            odd = status != 204 and {str(one).lower() for one in told if isinstance(one, str)} != expected
            for parcel in parcels:
                self.verdicts[parcel.row.pk] = Verdict.done(Outcome.SENT, status, "unexpected ids" if odd else "")
            return True
        if status in {401, 403}:
            raise Misconfigured(Pause.CREDENTIALS, str(status))
        if 300 <= status < 400 or status in {404, 405, 410}:
            raise Misconfigured(Pause.ENDPOINT, str(status))
        if status in {408, 425, 429} or status in GATEWAY:
            raise Outage(str(status), retry_after=answer.retry_after)
        if status >= 500:
            self._server_error(parcels, answer)
        return False

    def _server_error(self, parcels: list[Parcel], answer: Answer) -> None:
        """A 500 is an outage, unless the same batch keeps drawing it while the record store answers otherwise."""
        alone = parcels[0].row.alone
        if self.dissecting or (alone and (parcels[0].row.failures or self.store.accepted)):
            return
        first = parcels[0].row.pk
        times = self.destination.stuck_times + 1 if self.destination.stuck_on == first else 1
        self.destination.stuck_on, self.destination.stuck_times = first, times
        self.destination.save(update_fields=["stuck_on", "stuck_times"])
        if times < STUCK or self.store.about().status >= 500:
            raise Outage(str(answer.status), retry_after=answer.retry_after)
        self.dissecting = True

    def _not_all_failed(self, together: list[Parcel]) -> None:
        verdicts = [self.verdicts.get(parcel.row.pk) for parcel in together]
        if len(verdicts) >= ENOUGH and all(verdict and verdict.failed for verdict in verdicts):
            self._forget(together)
            raise Outage("500")

    def _judge(self, parcel: Parcel, answer: Answer) -> None:
        """One statement, and an answer that says no to it."""
        if answer.status == 409:
            verdict = self._compare(parcel)
        elif answer.status >= 500:
            verdict = Verdict.set_aside(answer.status)
        else:
            verdict = Verdict.refused(answer.status, answer.text)
        self.verdicts[parcel.row.pk] = verdict

    def _compare(self, parcel: Parcel) -> Verdict:
        """409: the id is known there. Equal is as good as sent; different is for a person to look at."""
        for voided in (False, True):
            answer = self.store.read(parcel.body["id"], voided=voided)
            if answer.status == 200 and (theirs := find(answer.content, parcel.body["id"])):
                if same(parcel.body, theirs):
                    return Verdict.done(Outcome.DUPLICATE, 409)
                logger.error("tracking.different_there", extra={"destination": self.destination.slug, "delivery": parcel.row.pk})
                return Verdict.refused(409, "different content under the same id")
            if answer.status in {429, *GATEWAY} or answer.status >= 500:
                raise Outage(str(answer.status), retry_after=answer.retry_after)
            if answer.status not in {200, 404}:
                return Verdict.done(Outcome.UNVERIFIED, 409)
        if parcel.row.comparisons < COMPARISONS:
            return Verdict.compare_again()
        return Verdict.done(Outcome.UNVERIFIED, 409)

    def _suspect_everything(self, rows: list[Delivery]) -> None:
        """When every one of at least five is refused, the header or the address is wrong: none is counted."""
        answers = [verdict for verdict in self.verdicts.values() if verdict.from_store]
        unproven = self.destination.last_success_at is None or not any(row.refusals for row in rows)
        if len(answers) >= ENOUGH and unproven and all(verdict.says_no for verdict in answers):
            self.verdicts.clear()
            raise Misconfigured(Pause.EVERYTHING_REFUSED, str(len(answers)))

    def _forget(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            self.verdicts.pop(parcel.row.pk, None)


def pause(destination: Destination, reason: Pause, detail: str) -> None:
    logger.error("tracking.destination_paused", extra={"destination": destination.slug, "reason": reason.value, "detail": detail})
    Destination.objects.filter(pk=destination.pk, paused_reason="").update(
        paused_reason=reason, paused_at=Now(), last_error=detail[:300], last_error_at=Now()
    )


def back_off(destination: Destination, outage: Outage) -> None:
    """×2 with jitter from 60 s, at most an hour, or what the record store asked for."""
    delay = timedelta(seconds=outage.retry_after) if outage.retry_after else wait(destination.outages)
    logger.warning(
        "tracking.outage", extra={"destination": destination.slug, "reason": str(outage), "seconds": int(delay.total_seconds())}
    )
    Destination.objects.filter(pk=destination.pk).update(
        next_try=Now() + delay, outages=F("outages") + 1, out_since=Coalesce("out_since", Now()), last_error=str(outage)[:300],
        last_error_at=Now(),
    )  # fmt: skip
