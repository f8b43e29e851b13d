"""What this room knows of a person: what she was told, and how she wishes to be."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from coursesite.accounts.models import User
from coursesite.notifications.models import Digest, Message, Preference
from coursesite.notifications.queries import wishes

KEPT = "Nothing."


def export(person: User) -> dict[str, Any]:
    return {
        "purpose": "Telling a person what concerns her, in the way she chose. A message is forgotten three months after it was read, and a year after it was sent.",
        "preferences": wishes(person),
        "messages": [
            {
                "subject": one.subject,
                "link": one.link,
                "at": one.at.isoformat(),
                "read": one.read_at.isoformat() if one.read_at else None,
            }
            for one in Message.objects.filter(person=person)
        ],
    }


@transaction.atomic
def erase(person: User) -> None:
    """Everything: none of it is evidence."""
    for model in (Message, Digest, Preference):
        model._default_manager.filter(person=person).delete()
