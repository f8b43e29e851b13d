"""The messages of sign-in, promised by `accounts`, which stands below this room and cannot import it; and the daily one."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Delivery, Topic
from coursesite.notifications.links import absolute
from coursesite.notifications.models import Digest


@register
class SignInCode(Notification):
    key = "accounts.sign_in_code"
    topic, in_site = Topic.ACCOUNT, False
    template = "accounts/emails/sign_in_code"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        return {"code": payload["code"], "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60}


@register
class UnknownAddress(Notification):
    """Somebody asked for a code or a new password with an address that has no account. The page did not tell them so."""

    key = "accounts.unknown_address"
    topic, in_site = Topic.ACCOUNT, False
    template = "accounts/emails/unknown_address"


@register
class PasswordReset(Notification):
    key = "accounts.password_reset"
    topic, in_site = Topic.ACCOUNT, False
    template = "accounts/emails/password_reset"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        person = User.objects.get(pk=payload["person"])
        token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
        return {"url": absolute("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})}


@register
class SecurityNotice(Notification):
    """Something that protects the account has changed: its holder is told, wherever it was done from."""

    key = "accounts.security_notice"
    topic = Topic.ACCOUNT
    template = "accounts/emails/security_notice"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        told = {
            "password_changed": _("The password of your account was changed."),
            "second_factor_added": _("An authenticator app now protects your account."),
            "second_factor_removed": _("The authenticator app was removed from your account."),
            "recovery_codes": _("New recovery codes were made for your account. The older ones no longer work."),
        }
        return {"told": told[payload["event"]], "url": absolute("account_reset_password")}


@register
class Daily(Notification):
    """What was not read in the site meanwhile."""

    key = "notifications.digest"
    template = "notifications/emails/digest"
    topic, in_site = Topic.EXCHANGES, False
    stoppable = Delivery.DAILY.value

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        digest = Digest.objects.get(pk=payload["digest"])
        found = list(digest.messages.unread().order_by("at", "pk"))
        if not found:
            raise NoLongerDue
        return {"messages": found, "number": len(found), "url": absolute("notifications:list")}
