"""What this room knows of a person. Other rooms tell theirs in a file of the same name:

KEPT                      what stays once the account is erased, and why, in one sentence
export(person) -> dict    what she may take away
erase(person)             optional: removes what is hers alone; what stays bears no name (see `accounts.erasing`)
roles(person) -> list     optional: what she still holds, in words; erasing waits until it is ended
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import F
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from coursesite.accounts.models import User
from coursesite.accounts.privileges import has_second_factor

KEPT = "An account without name or address, that opens nothing, so that what others rely on still has an author."
ERASED_NAME, ERASED_HOST = "Compte effacé", "efface.invalid"


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


def roles(person: User) -> list[str]:
    return ["administrator"] if person.is_superuser else []


def erase(person: User) -> None:
    """The row stays, with a random address that reaches nobody. Does not look at who else needs the account."""
    for of_hers in (EmailAddress, Authenticator, UserProfile):
        of_hers._default_manager.filter(user=person).delete()
    AccessAttempt.objects.filter(username=person.email).delete()
    about_her = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    about_her.update(label=ERASED_NAME, data={})
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    person.groups.clear()
    person.set_unusable_password()
    User.objects.filter(pk=person.pk).update(
        email=f"{person.public_id}@{ERASED_HOST}", full_name=ERASED_NAME, function="", password=person.password,
        is_active=False, is_staff=False, last_login=None, sign_outs=F("sign_outs") + 1,
    )  # fmt: skip
    person.refresh_from_db()


def rooms() -> Iterator[tuple[str, ModuleType]]:
    """(name, its `personal_data`) of each room that knows something of people, floors bottom up."""
    for room in settings.ROOMS:
        if find_spec(f"{room}.personal_data") is not None:
            yield room.rpartition(".")[2], import_module(f"{room}.personal_data")


def everything(person: User) -> dict[str, Any]:
    """What every room tells of this person, by room, and what would stay if she had her account erased."""
    return {name: {**told.export(person), "kept_once_erased": told.KEPT} for name, told in rooms()}
