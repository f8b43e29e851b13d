"""What happens to a personal link, whatever it opens: sent, sent again, cancelled, used once by the person it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import NotAllowed, TooOften, WrongState
from coursesite.core.throttle import times
from coursesite.notifications.actions import notify
from coursesite.organisations.personal_links import MOST_SENDINGS, PersonalLink

if TYPE_CHECKING:
    from coursesite.accounts.models import User

Link = TypeVar("Link", bound=PersonalLink)


HOUR, DAY = 3600, 24 * 3600
MOST_AN_HOUR = 60  # messages that one person has sent
MOST_A_DAY = 6  # messages to one address, whoever asks


def send(link: PersonalLink, *, to: str, by: User | None) -> None:
    """Promises the message whose key is `to`. It holds ids only: the worker derives the link when it writes the message.

    Counted for who has it sent (`by`; None for a file, which was confirmed as a whole) and for the address. Raises `TooOften`.
    """
    if by is not None and times("invitations-by", str(by.pk), seconds=HOUR) > MOST_AN_HOUR:
        raise TooOften(_("You have sent many invitations within the hour. Wait an hour before the next ones."), wait=HOUR)
    if times("invitations-to", link.email, seconds=DAY) > MOST_A_DAY:
        message = _("%(email)s has already received several invitations today. Wait until tomorrow before writing there again.")
        raise TooOften(message % {"email": link.email}, wait=DAY)
    payload = {"invitation": link.pk, "sending": link.sendings}
    notify(to, email=link.email, language=settings.LANGUAGE_CODE, payload=payload, dedupe=f"{link.pk}:{link.sendings}")


def renew_link(link: Link, *, to: str, by: User) -> Link:
    """A new token and a new term, once for each number of sendings read. Whoever sends again is the one who invites from now on."""
    if link.sendings >= MOST_SENDINGS:
        raise WrongState(_("This invitation was sent %(count)d times. Check the address, or cancel it and write another one.") % {"count": link.sendings}, code="sent_enough")  # fmt: skip
    before = link.sendings
    link.sendings += 1
    link.seal()
    waiting = type(link)._default_manager.filter(pk=link.pk, accepted_at=None, revoked_at=None, sendings=before)
    changed = waiting.update(
        sendings=F("sendings") + 1, token_hash=link.token_hash, sent_at=link.sent_at, expires_at=link.expires_at, invited_by=by
    )
    link.refresh_from_db()
    if changed:
        send(link, to=to, by=by)
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
    """Raises what the holder of the link should read: for somebody else (403); used, cancelled, expired or no longer vouched for (409)."""
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
    elif not link.may_be_offered():
        raise WrongState(
            _("The person who invited you can no longer do so. Ask the people in charge for another invitation."),
            code="inviter_left",
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
