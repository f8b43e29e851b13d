"""What this room knows of a person: the traces of which she is the subject."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from coursesite.tracking.queries import statements_about


def export(person: User) -> dict[str, Any]:
    return {
        "purpose": "Following a course: what was opened, answered, sent. Under a random name, without anything typed.",
        "statements": statements_about(person),
    }
