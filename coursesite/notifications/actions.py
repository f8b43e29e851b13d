from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.mail import promise_mail
from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed
from coursesite.notifications.base import Notification, registered
from coursesite.notifications.enums import Delivery
from coursesite.notifications.models import Message, Preference
from coursesite.notifications.queries import wished, wishes


def notify(
    key: str,
    *,
    to: User | None = None,
    email: str | None = None,
    language: str = "fr",
    payload: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    seconds: int | None = None,
    dedupe: str,
) -> None:
    """Promises one message, in the caller's transaction: `to` a person, or to an `email` that has no account.

    `payload`: ids only. `secret`: what the mail alone may know (the token of a link), sealed in the outbox; with `seconds`,
    the mail is dropped if it could not leave in that time. A person reads it in her own language, an address in `language`.
    The same `dedupe` for the same recipient sends nothing more.
    """
    if key not in registered():
        raise LookupError(f"no notification named {key!r}: is it in the notifications.py of its room?")
    promise_mail(key, to=to, email=email, language=language, payload=payload, secret=secret, seconds=seconds, dedupe=dedupe)


def keep(notification: Notification, *, person: User, subject: str, link: str, promise: str) -> Delivery:
    """The message as it is read in the site, made once for a promise. Says how the person wishes to be told."""
    if not notification.in_site:
        return Delivery.AT_ONCE
    path = link.removeprefix(settings.SITE_URL) if link.startswith(f"{settings.SITE_URL}/") else ""
    fields = {
        "person": person,
        "topic": notification.topic,
        "subject": subject[:300],
        "link": path if len(path) <= 300 and not path.startswith("//") else "",
        "delivery": wished(person, notification.topic),
    }
    message, _created = Message.objects.get_or_create(promise=promise, defaults=fields)
    return Delivery(message.delivery)


@transaction.atomic
def choose(person: User, wanted: dict[str, str], *, by: User) -> None:
    """`{topic: delivery}`. What was made before keeps the way it was to leave by."""
    if by.pk != person.pk:
        raise NotAllowed(_("Only the person herself chooses how she is told."))
    for topic, delivery in wanted.items():
        if topic not in wishes(person) or delivery not in Delivery.values:
            raise Invalid(_("This choice does not exist."), errors={topic: [_("This choice does not exist.")]})
        Preference.objects.update_or_create(person=person, topic=topic, defaults={"delivery": delivery})


@transaction.atomic
def stop_mail(person: User, what: str) -> None:
    """No more mail about a topic, or no more daily mail (« daily »): whoever holds the link may ask, and nothing else."""
    topics = [topic for topic, delivery in wishes(person).items() if topic == what or delivery == what == Delivery.DAILY]
    for topic in topics:
        Preference.objects.update_or_create(person=person, topic=topic, defaults={"delivery": Delivery.SITE})
    waiting = Message.objects.filter(person=person, topic__in=topics, delivery=Delivery.DAILY, digest=None)
    waiting.update(delivery=Delivery.SITE)


def mark_read(message: Message, *, by: User) -> Message:
    if message.person_id != by.pk:
        raise NotAllowed(_("This message is somebody else's."))
    Message.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())
    return message


def mark_all_read(person: User) -> int:
    return Message.objects.unread().filter(person=person).update(read_at=timezone.now())
