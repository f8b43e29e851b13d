"""JSON lines without bodies, answers or tokens."""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
TOKENS = re.compile(r"(/v/|/invitations?/|/reset/key/|token=|code=)[^\s/?&\"']+", re.IGNORECASE)
STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request", "server_time", "taskName"}


class WithoutTokens(logging.Filter):
    """Secret parts of addresses never reach a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = TOKENS.sub(r"\1…", record.getMessage())
        record.args = ()
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
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
