"""The two codes of a certificate: the secret one of its address, and the number printed on it."""

from __future__ import annotations

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
TOKEN_LENGTH = 26  # 128 bits
GROUPS = (5, 5, 5, 5, 6)
SERIAL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_token() -> str:
    """128 random bits: the first character holds three of them."""
    bits = secrets.randbits(128)
    return "".join(CROCKFORD[(bits >> shift) & 31] for shift in range(125, -1, -5))


def grouped(token: str) -> str:
    """« 7ZQ4M-0R8XK-5T3VD-9H2JC-W6PNA1 »."""
    parts, start = [], 0
    for length in GROUPS:
        parts.append(token[start : start + length])
        start += length
    return "-".join(parts)


def normalised(text: str) -> str | None:
    """The token that somebody typed, whatever the case, spaces, hyphens and look-alikes. None when it cannot be one."""
    if len(text) > 200:
        return None
    kept = "".join(char for char in text if not char.isspace() and char not in "-‐‑–—−_.")
    token = kept.upper().translate(_LOOK_ALIKES)
    return token if len(token) == TOKEN_LENGTH and all(char in CROCKFORD for char in token) else None


def check_character(text: str) -> str:
    """ISO 7064, MOD 37,36: one wrong character, or two neighbours exchanged, never passes."""
    sum_ = 36
    for char in text:
        sum_ = (sum_ + SERIAL.index(char)) % 36 or 36
        sum_ = sum_ * 2 % 37
    return SERIAL[(37 - sum_) % 36]


def serial(prefix: str, year: int, number: int) -> str:
    """« RES-2026-000123-K »."""
    body = f"{prefix}-{year}-{number:06d}"
    return f"{body}-{check_character(body.replace('-', ''))}"


def is_serial(text: str) -> bool:
    """Whether the check character fits the rest."""
    body = "".join(char for char in text.upper() if char.isalnum())
    if len(body) < 2 or any(char not in SERIAL for char in body):
        return False
    return check_character(body[:-1]) == body[-1]
