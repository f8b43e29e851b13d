"""The mail of a demonstration: what the file backend wrote, read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SEPARATOR = b"\n" + b"-" * 79 + b"\n"  # as django.core.mail.backends.filebased writes it after each message
NAME = re.compile(r"^[0-9]{8}-[0-9]{6}-[0-9]+$")


@dataclass(frozen=True)
class Letter:
    """`key` names the file and the message in it."""

    key: str
    subject: str
    to: str
    sent_at: datetime | None
    text: str
    html: str


def letters(limit: int = 200) -> list[Letter]:
    """The newest first."""
    files = sorted(
        (path for path in folder().glob("*.log") if NAME.match(path.stem)), key=lambda path: path.stat().st_mtime_ns, reverse=True
    )
    found: list[Letter] = []
    for path in files:
        found += reversed(list(_read(path)))
        if len(found) >= limit:
            break
    return found[:limit]


def letter(key: str) -> Letter | None:
    name, _dot, number = key.partition(".")
    path = folder() / f"{name}.log"
    if not NAME.match(name) or not number.isdigit() or not path.is_file():
        return None
    return next((one for one in _read(path) if one.key == key), None)


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(path: Path) -> Iterator[Letter]:
    for number, raw in enumerate(path.read_bytes().split(SEPARATOR)):
        if raw.strip():
            yield _parse(f"{path.stem}.{number}", raw)


def _parse(key: str, raw: bytes) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(raw.lstrip())
    assert isinstance(message, EmailMessage)
    date = message["Date"]
    return Letter(
        key=key,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sent_at=_moment(str(date)) if date else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _moment(written: str) -> datetime:
    """Django writes « -0000 », which is UTC without a place: read as it is, it would be shown an hour or two early."""
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
