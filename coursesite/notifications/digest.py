"""Once a day and a person, one mail with what she wished to be told in this way. A row stands for each: run twice, it sends one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.notifications.actions import notify
from coursesite.notifications.enums import Delivery
from coursesite.notifications.models import Digest, Message

LEAVES_AT = time(7)
# A message is forgotten so long after it was read, and so long after it was sent if nobody read it.
KEPT_READ, KEPT_UNREAD, KEPT_DIGEST = timedelta(days=90), timedelta(days=365), timedelta(days=30)


def send_digests(now: datetime | None = None) -> int:
    """What was there at seven in the morning; later messages wait for the next day. Returns how many mails it promised."""
    local = timezone.localtime(now)
    if local.time() < LEAVES_AT:
        return 0
    seven = timezone.make_aware(datetime.combine(local.date(), LEAVES_AT))
    waiting = Message.objects.unread().filter(delivery=Delivery.DAILY, digest=None, at__lt=seven)
    people = User.objects.filter(is_active=True, pk__in=waiting.values("person")).order_by("pk")
    return sum(_gather(person, waiting.filter(person=person), local) for person in people)


@transaction.atomic
def _gather(person: User, waiting: object, local: datetime) -> bool:
    digest, created = Digest.objects.get_or_create(person=person, day=local.date())
    if not created or not waiting.update(digest=digest):  # type: ignore[attr-defined]
        return False
    notify("notifications.digest", to=person, payload={"digest": digest.pk}, dedupe=str(digest.pk))
    return True


def forget_old(now: datetime | None = None) -> int:
    """Messages, then the daily mails that hold none any more. Returns how many messages."""
    now = now or timezone.now()
    old = Message.objects.filter(Q(read_at__lt=now - KEPT_READ) | Q(read_at=None, at__lt=now - KEPT_UNREAD))
    forgotten = old.delete()[0]
    Digest.objects.filter(day__lt=(now - KEPT_DIGEST).date(), messages=None).delete()
    return forgotten
