from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "coursesite.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import m2m_changed

        from coursesite.accounts.models import User

        authenticator_added.connect(_second_factor_added, dispatch_uid="accounts.second_factor_added")
        authenticator_removed.connect(_person_changed, dispatch_uid="accounts.second_factor_removed")
        user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
        m2m_changed.connect(_groups_changed, sender=User.groups.through, dispatch_uid="accounts.groups_changed")


def _second_factor_added(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """The sessions that signed in without it end: from now on, each session of this person has passed it."""
    from coursesite.accounts.actions import sign_out_elsewhere

    if authenticator.type == authenticator.Type.TOTP:
        sign_out_elsewhere(user, by=user, request=request)


def _person_changed(user: Any, **kwargs: Any) -> None:
    from coursesite.accounts.privileges import role_changed

    role_changed(user)


def _signed_in(user: Any, **kwargs: Any) -> None:
    """Asked once now, so that the pages that follow do not have to."""
    from coursesite.accounts.privileges import lacks_second_factor

    lacks_second_factor(user)


def _groups_changed(instance: Any, reverse: bool, pk_set: set | None, **kwargs: Any) -> None:
    from coursesite.accounts.models import User
    from coursesite.accounts.privileges import role_changed

    for user in User.objects.filter(pk__in=pk_set or []) if reverse else [instance]:
        role_changed(user)
