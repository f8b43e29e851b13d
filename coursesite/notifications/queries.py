from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Count, QuerySet

from coursesite.core.prepared import Prepared, Slot
from coursesite.notifications.enums import NEEDED, Delivery, Topic
from coursesite.notifications.models import Message, Preference

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def wished(person: User, topic: str) -> Delivery:
    """How this person is told about it."""
    if topic in NEEDED:
        return Delivery.AT_ONCE
    found = Preference.objects.filter(person=person, topic=topic).values_list("delivery", flat=True).first()
    return Delivery(found or Delivery.AT_ONCE)


def wishes(person: User) -> dict[str, str]:
    """Every topic with a choice, in the order in which they are shown."""
    chosen = dict(Preference.objects.filter(person=person).values_list("topic", "delivery"))
    return {topic.value: chosen.get(topic, Delivery.AT_ONCE.value) for topic in Topic if topic not in NEEDED}


def unread_count(person: User) -> int:
    found = _unread().one(person=person.pk) if person.is_authenticated else None
    return found[0] if found else 0


@cache
def _unread() -> Prepared:
    """Asked by every page of a signed-in person."""

    def build() -> QuerySet:
        theirs = Message.objects.filter(person=Slot("person", BigIntegerField())).unread().order_by()
        return theirs.values("person").annotate(number=Count("pk")).values_list("number")

    return Prepared(build)
