"""What happens to a personal link, whatever it opens: sent, sent again, cancelled, used once by the person it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import NotAllowed, WrongState
from coursesite.notifications.actions import notify
from coursesite.organisations.personal_links import MOST_SENDINGS, PersonalLink

if TYPE_CHECKING:
    from coursesite.accounts.models import User

Link = TypeVar("Link", bound=PersonalLink)


def send(link: PersonalLink, *, to: str) -> None:
    """Promises the message whose key is `to`. It holds ids only: the worker derives the link when it writes the message."""
    payload = {"invitation": link.pk, "sending": link.sendings}
    notify(to, email=link.email, language=settings.LANGUAGE_CODE, payload=payload, dedupe=f"{link.pk}:{link.sendings}")


def renew_link(link: Link, *, to: str) -> Link:
    """A new token and a new term, once for each number of sendings read."""
    if link.sendings >= MOST_SENDINGS:
        raise WrongState(_("This invitation was sent %(count)d times. Check the address, or cancel it and write another one.") % {"count": link.sendings}, code="sent_enough")  # fmt: skip
    before = link.sendings
    link.sendings += 1
    link.seal()
    waiting = type(link)._default_manager.filter(pk=link.pk, accepted_at=None, revoked_at=None, sendings=before)
    changed = waiting.update(
        sendings=F("sendings") + 1, token_hash=link.token_hash, sent_at=link.sent_at, expires_at=link.expires_at
    )
    link.refresh_from_db()
    if changed:
        send(link, to=to)
    elif link.accepted_at or link.revoked_at:
        raise WrongState(_("This invitation has been used or cancelled."), code="not_waiting")
    return link


def revoke_link(link: Link) -> Link:
    """Cancelling twice is cancelling once; a used invitation is not cancelled."""
    type(link)._default_manager.filter(pk=link.pk, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    link.refresh_from_db()
    if link.accepted_at:
        raise WrongState(_("This invitation has already been used. Remove the person instead."), code="already_used")
    return link


def check_open(link: PersonalLink, *, person: User | None = None) -> None:
    """Raises what the holder of the link should read: for somebody else (403), used, cancelled or expired (409)."""
    if person is not None and person.email != link.email:
        message = _("This invitation is for another address, %(address)s. Sign out, then open the link again.")
        raise NotAllowed(message % {"address": link.masked_email}, code="other_person")
    if link.accepted_at is not None:
        if person is None or link.accepted_by_id != person.pk:
            raise WrongState(_("This invitation has already been used. If it was you, sign in."), code="already_used")
    elif link.revoked_at is not None:
        raise WrongState(
            _("This invitation was cancelled. Ask the person who invited you to write to you again."), code="revoked"
        )
    elif link.is_expired:
        raise WrongState(
            _("This invitation has expired: it was valid for 72 hours. Ask the person who invited you for another one."),
            code="expired",
        )


def accept_link(link: PersonalLink, *, person: User) -> bool:
    """Uses the link: exactly one call wins. False when this same person had already used it. Raises as `check_open`."""
    now = timezone.now()
    unused = type(link)._default_manager.filter(
        pk=link.pk, email=person.email, accepted_at=None, revoked_at=None, expires_at__gt=now
    )
    if unused.update(accepted_at=now, accepted_by=person) == 1:
        link.accepted_at, link.accepted_by = now, person
        return True
    link.refresh_from_db()
    check_open(link, person=person)
    return False
