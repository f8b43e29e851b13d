from __future__ import annotations

from typing import TYPE_CHECKING

from coursesite.organisations.models import NetworkRole

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def needs_mfa(user: User) -> bool:
    return NetworkRole.objects.current().filter(person=user).exists()
