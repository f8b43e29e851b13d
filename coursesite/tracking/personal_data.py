"""What this room knows of a person: the traces of which she is the subject."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from coursesite.tracking.models import Pseudonym
from coursesite.tracking.queries import statements_about

KEPT = "The traces, under a random name that nothing here leads back from any more."


def export(person: User) -> dict[str, Any]:
    return {
        "purpose": "Following a course: what was opened, answered, sent. Under a random name, without anything typed.",
        "statements": statements_about(person),
    }


def erase(person: User) -> None:
    """The way from a random name to a person; what was traced is then about nobody."""
    Pseudonym.objects.filter(person=person).delete()
