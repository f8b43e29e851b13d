"""Days as people write them in full."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language


def written(day: date | datetime | None, form: str = "DATE_FORMAT") -> str:
    """« 12 mai 2026 », in the time of the site; `form` as Django writes them. French counts the first of a month, « 1er mai 2026 », and no
    format of Django says it. Nothing for no day."""
    if not day:
        return ""
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    is_counted = local.day == 1 and (get_language() or "").startswith("fr")
    return date_format(local, get_format(form).replace("j", r"j\e\r") if is_counted else form)
