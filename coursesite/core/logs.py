"""JSON lines without bodies, answers or tokens."""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
# Addresses whose last part opens something, as they are or quoted inside another (`?next=%2Fv%2F…`).
TOKENS = re.compile(
    r"((?:/|%2F)(?:v|invitations?|lecture|key|confirm-email|desabonnement)(?:/|%2F)|\b(?:token|code|key|password)=)(?!%2F)[^\s/?&%\"']+",
    re.IGNORECASE,
)
SECRET_PARTS, LEAST = {"token", "key", "code"}, 10  # parts of the address of this request; shorter ones are no secret
secrets: ContextVar[tuple[str, ...]] = ContextVar("secrets", default=())
STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request", "server_time", "taskName"}


def keep_secret(parts: dict[str, Any]) -> None:
    """What the address of the request being answered holds: it is hidden wherever it turns up, an error's own words included."""
    secrets.set(tuple(str(value) for name, value in parts.items() if name in SECRET_PARTS and len(str(value)) >= LEAST))


def hidden(text: str) -> str:
    for secret in secrets.get():
        text = text.replace(secret, "…")
    return TOKENS.sub(r"\1…", text)


class WithoutTokens(logging.Filter):
    """What opens something (invitation, new password, certificate) never reaches a log: not by the message, nor the traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = hidden(record.exc_text or logging.Formatter().formatException(record.exc_info))
        for name, value in record.__dict__.items():
            if name not in STANDARD and isinstance(value, str):
                record.__dict__[name] = hidden(value)
        return True


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        if rid := request_id.get():
            line["request_id"] = rid
        line |= {key: str(value) for key, value in record.__dict__.items() if key not in STANDARD}
        if record.exc_info:
            line["error"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
