"""Days as people write them in full."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def written(day: date | datetime) -> str:
    """« 12 mai 2026 », in the time of the site. French counts the first of a month, « 1er mai 2026 », and no format of Django says it."""
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    said = date_format(local, "DATE_FORMAT")
    return f"1er{said[1:]}" if local.day == 1 and (get_language() or "").startswith("fr") else said
