from __future__ import annotations

from typing import TYPE_CHECKING

from coursesite.cohorts.models import TrainerAssignment

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def needs_mfa(user: User) -> bool:
    return TrainerAssignment.objects.current().filter(person=user).exists()
