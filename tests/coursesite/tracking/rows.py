"""What tests look at after a run of deliveries."""

from __future__ import annotations

from collections import Counter

from coursesite.tracking.models import Delivery, Destination
from coursesite.tracking.projection import project


def states() -> Counter:
    """How many rows are pending, sent, duplicate, unverified, dead."""
    return Counter("dead" if row.dead_at else row.outcome if row.done_at else "pending" for row in Delivery.objects.all())


def bodies(destination: Destination) -> list[dict]:
    return [project(row.statement, destination) for row in Delivery.objects.filter(destination=destination).order_by("pk")]


def fresh(destination: Destination) -> Destination:
    return Destination.objects.get(pk=destination.pk)


def nothing_held() -> bool:
    return not Delivery.objects.exclude(lease_until=None).exists()
