"""What this room knows of a person. Other rooms tell theirs in a file of the same name: `export(person) -> dict`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from coursesite.accounts.models import User
from coursesite.accounts.privileges import has_second_factor


def export(person: User) -> dict[str, Any]:
    return {
        "purpose": "Sign-in, and telling people apart in shared work.",
        "full_name": person.full_name,
        "email": person.email,
        "function": person.function,
        "language": person.language,
        "joined": person.date_joined.isoformat(),
        "last_sign_in": person.last_login.isoformat() if person.last_login else None,
        "second_factor": has_second_factor(person),
        "groups": list(person.groups.order_by("name").values_list("name", flat=True)),
    }


def everything(person: User) -> dict[str, Any]:
    """What every room tells of this person, by room."""
    rooms = [room for room in settings.ROOMS if find_spec(f"{room}.personal_data") is not None]
    return {room.rpartition(".")[2]: import_module(f"{room}.personal_data").export(person) for room in rooms}
