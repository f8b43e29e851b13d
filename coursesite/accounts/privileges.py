"""Who must use a second factor: asked of every room through the socket `privileges.py`, so that accounts knows no role."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache

from coursesite.accounts.roles import EDITORS

if TYPE_CHECKING:
    from coursesite.accounts.models import User

SECONDS = 60


def holds_site_role(user: Any) -> bool:
    return user.is_superuser or user.groups.filter(name=EDITORS).exists()


def needs_mfa(user: Any) -> bool:
    """True for trainers, network officers, editors and administrators."""
    if holds_site_role(user):
        return True
    for room in settings.ROOMS:
        if (
            room != "coursesite.accounts"
            and find_spec(f"{room}.privileges") is not None
            and import_module(f"{room}.privileges").needs_mfa(user)
        ):
            return True
    return False


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def lacks_second_factor(user: User) -> bool:
    """Whether this person has to set one up before anything else.

    « No » is remembered for a minute, so that pages cost no query for it; « yes » is never remembered. An action that gives
    somebody a role calls `role_changed`, and the next request asks again.
    """
    if not settings.MFA_ENFORCED:
        return False
    key = _key(user)
    if cache.get(key):
        return False
    if needs_mfa(user) and not has_second_factor(user):
        return True
    cache.set(key, True, SECONDS)
    return False


def role_changed(user: User) -> None:
    """Forgets what was remembered of this person. To be called by every action that gives a role."""
    cache.delete_many([_key(user, superuser=False), _key(user, superuser=True)])


def _key(user: User, superuser: bool | None = None) -> str:
    return f"second-factor:{user.public_id}:{user.is_superuser if superuser is None else superuser}"
