"""The outbox: every effect outside the database is promised here, in the transaction of the change that causes it.

    promise("mail", key="mail:reviews.returned:12:34", payload={...})

A room handles the kinds it promises in its own `outbox.py`:

    @handles("mail")
    def send(payload: dict, *, key: str) -> None: ...   # idempotent; raises `Outage` when the other side is down
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from coursesite.core.leasing import Outage, Tally, work
from coursesite.core.models import Outbox

__all__ = ["Outage", "drain", "handles", "promise"]

logger = logging.getLogger(__name__)
Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        if kind in _handlers and _handlers[kind] is not handler:
            raise ValueError(f"two handlers for {kind!r}")
        _handlers[kind] = handler
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


def drain(limit: int = 100) -> Tally:
    """Does what is due. Kinds that nobody here handles stay: a newer release may know them."""
    autodiscover_modules("outbox")
    rows = Outbox.objects.filter(kind__in=list(_handlers))
    return work(rows, _handle, limit=limit)


def _handle(row: Outbox) -> None:
    _handlers[row.kind](row.payload, key=row.key)


_on_its_way = threading.Lock()


def poke() -> None:
    """Wakes the worker sooner than its sweep would. Never waited for, never relied upon; one knock at a time is enough."""
    if _on_its_way.acquire(blocking=False):
        threading.Thread(target=_poke, daemon=True).start()


def _poke() -> None:
    try:
        from coursesite.core.tasks import drain_outbox

        drain_outbox.apply_async(retry=False, expires=60)
    except Exception as error:  # whatever the broker does, the row is there and the sweep will find it
        logger.warning("outbox.poke_failed", extra={"reason": type(error).__name__})
    finally:
        _on_its_way.release()
