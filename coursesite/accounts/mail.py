"""A message to a person, promised. The room `notifications`, which stands above this one, renders and sends it."""

from __future__ import annotations

import hashlib
from typing import Any

from coursesite.accounts.models import User
from coursesite.accounts.sealing import seal
from coursesite.core.outbox import promise

LONGEST_ID = 100


def promise_mail(
    notification: str,
    *,
    to: User | None = None,
    email: str | None = None,
    language: str = "fr",
    payload: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    seconds: int | None = None,
    dedupe: str,
    awaited: bool = False,
) -> None:
    """Promises one mail to one recipient, once for the same `notification`, `dedupe` and recipient.

    `payload` holds ids only. `secret` is sealed and handed to the notification with the payload; with `seconds`, no
    mail leaves once they have passed. An address without account is sealed too. `awaited`: somebody waits for it in front of her screen, and
    it goes before all other mail.
    """
    if (to is None) == (email is None):
        raise ValueError("a message goes to a person or to an address")
    payload = payload or {}
    if not all(
        value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST_ID)
        for value in payload.values()
    ):
        raise ValueError(f"{notification}: the payload of a message holds ids only")
    sealed = dict(secret or {})
    envelope: dict[str, Any] = {"notification": notification, "payload": payload}
    if to is not None:
        recipient = str(to.pk)
        envelope["person"] = to.pk
    else:
        assert email is not None
        address = email.strip().lower()
        recipient = hashlib.sha256(address.encode()).hexdigest()[:16]
        envelope["language"] = language
        sealed["email"] = address
    if sealed:
        envelope |= {"sealed": seal(sealed), "seconds": seconds}
    kind = "awaited-mail" if awaited else "mail"
    promise(kind, key=_short(f"mail:{notification}:{dedupe}:{recipient}"), payload=envelope)


def _short(key: str) -> str:
    return key if len(key) <= 200 else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"
