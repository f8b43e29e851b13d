from __future__ import annotations

from typing import Any

from coursesite.accounts.mail import promise_mail
from coursesite.accounts.models import User
from coursesite.notifications.base import registered


def notify(
    key: str,
    *,
    to: User | None = None,
    email: str | None = None,
    language: str = "fr",
    payload: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    seconds: int | None = None,
    dedupe: str,
) -> None:
    """Promises one mail, in the caller's transaction: `to` a person, or to an `email` that has no account.

    `payload`: ids only. `secret`: what the mail alone may know (the token of a link), sealed in the outbox; with `seconds`,
    the mail is dropped if it could not leave in that time. A person reads it in her own language, an address in `language`.
    The same `dedupe` for the same recipient sends nothing more.
    """
    if key not in registered():
        raise LookupError(f"no notification named {key!r}: is it in the notifications.py of its room?")
    promise_mail(key, to=to, email=email, language=language, payload=payload, secret=secret, seconds=seconds, dedupe=dedupe)
