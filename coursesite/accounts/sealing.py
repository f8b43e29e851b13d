"""Short-lived secrets of a message (a sign-in code, the link of an invitation) on their way through the outbox.

The outbox holds ids only. What the message alone may know is sealed: unreadable in the table, in its copies and to
whoever lists it, and worthless after its time.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unsealable(Exception):
    """Too old, or sealed under another SECRET_KEY."""


def seal(secrets: dict[str, Any]) -> str:
    return _fernet().encrypt(json.dumps(secrets).encode()).decode()


def unseal(sealed: str, *, seconds: int | None = None) -> dict[str, Any]:
    """The secrets, if they were sealed at most `seconds` ago (ever, without). Raises `Unsealable`."""
    try:
        return json.loads(_fernet().decrypt(sealed.encode(), ttl=seconds))
    except InvalidToken as error:
        raise Unsealable from error


def _fernet() -> Fernet:
    key = hashlib.sha256(b"accounts.sealing:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
