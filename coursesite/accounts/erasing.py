"""Erasing a person: what is hers alone goes, what others rely on stays without her name.

Every room has its say (`personal_data.py`), from the top down, in one transaction. Frozen evidence is not touched: it points to the
account, which bears no name any more.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import ERASED_HOST, rooms
from coursesite.core.errors import WrongState


def roles_of(person: User) -> list[str]:
    """What she still holds, in words, room by room."""
    return [role for _name, told in rooms() if hasattr(told, "roles") for role in told.roles(person)]


@transaction.atomic
def erase(person: User) -> dict[str, str]:
    """{room: what it keeps}. Raises `WrongState` while she holds a role: somebody else takes over first. Twice changes nothing."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if held := roles_of(person):
        raise WrongState(_("This person still holds a role: %(roles)s.") % {"roles": ", ".join(held)}, code="holds_a_role")
    if not person.email.endswith(f"@{ERASED_HOST}"):
        for _name, told in reversed(list(rooms())):
            if hasattr(told, "erase"):
                told.erase(person)
    return {name: told.KEPT for name, told in rooms()}
