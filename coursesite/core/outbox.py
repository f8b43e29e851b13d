"""The outbox: every effect outside the database is promised here, in the transaction of the change that causes it.

    promise("mail", key="mail:reviews.returned:12:34", payload={...})

A room handles the kinds it promises in its own `outbox.py`:

    @handles("mail")
    def send(payload: dict, *, key: str) -> None: ...   # idempotent; raises `Outage` when the other side is down

A kind stands in a lane. What somebody waits for in front of her screen goes before the mail of everybody, and documents, which take a
minute, have a worker of their own: no code waits behind a rendering.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from coursesite.core.leasing import Outage, Tally, work
from coursesite.core.models import Outbox

__all__ = ["Lane", "Outage", "drain", "handles", "promise"]

logger = logging.getLogger(__name__)


class Lane(StrEnum):
    AT_ONCE = "at once"  # somebody waits for it: the code of a sign-in
    MAIL = "mail"  # seconds, or minutes when there are thousands
    DOCUMENTS = "documents"  # a minute or two each


Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_lanes: dict[str, Lane] = {}


def handles(kind: str, *, lane: Lane = Lane.MAIL) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        if kind in _handlers and _handlers[kind] is not handler:
            raise ValueError(f"two handlers for {kind!r}")
        _handlers[kind], _lanes[kind] = handler, lane
        return handler

    return register


def promise(kind: str, *, key: str, payload: dict[str, Any], not_before: datetime | None = None) -> None:
    """Promises an effect once: the same key again changes nothing. Call it inside the action's transaction."""
    row = Outbox(kind=kind, key=key, payload={"v": 1, **payload})
    if not_before:
        row.not_before = not_before
    Outbox.objects.bulk_create([row], ignore_conflicts=True)
    if settings.OUTBOX_POKE:
        transaction.on_commit(poke)


def drain(*lanes: Lane, limit: int = 100) -> Tally:
    """Does what is due, of these lanes or of all. Kinds that nobody here handles stay: a newer release may know them."""
    rows = Outbox.objects.filter(kind__in=kinds(*lanes or Lane))
    return work(rows, _handle, limit=limit)


def kinds(*lanes: Lane) -> list[str]:
    autodiscover_modules("outbox")
    return [kind for kind, lane in _lanes.items() if lane in lanes]


def _handle(row: Outbox) -> None:
    _handlers[row.kind](row.payload, key=row.key)


_on_its_way = threading.Lock()


def poke() -> None:
    """Wakes the workers sooner than their sweeps would. Never waited for, never relied upon; one knock at a time is enough."""
    if _on_its_way.acquire(blocking=False):
        threading.Thread(target=_poke, daemon=True).start()


def _poke() -> None:
    try:
        from coursesite.core.tasks import drain_outbox, make_documents

        for task in (drain_outbox, make_documents):
            task.apply_async(retry=False, expires=60)
    except Exception as error:  # whatever the broker does, the row is there and the sweep will find it
        logger.warning("outbox.poke_failed", extra={"reason": type(error).__name__})
    finally:
        _on_its_way.release()
