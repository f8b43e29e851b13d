"""Passwords of external record stores, encrypted with keys that are not SECRET_KEY so that each can be changed by itself."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class NoKey(Exception):
    """CREDENTIAL_KEYS is empty, malformed, or lacks the key of this password."""


def seal(password: str) -> str:
    return _keys().encrypt(password.encode()).decode()


def unseal(token: str) -> str:
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise NoKey from error


def reseal(token: str) -> str:
    """The same password under the newest key."""
    try:
        return _keys().rotate(token.encode()).decode()
    except InvalidToken as error:
        raise NoKey from error


def _keys() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])
    except ValueError as error:
        raise NoKey from error
