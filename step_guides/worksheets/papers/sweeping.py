"""Documents do not stay: their text lives in the sheets."""

from __future__ import annotations

import time

from django.db.models import Q
from django.utils import timezone

from step_guides.worksheets.enums import PaperState
from step_guides.worksheets.models import Paper
from step_guides.worksheets.models.paper import KEPT, folder

BEING_WRITTEN = 3600  # seconds: a file younger than this may be one whose row is about to say so


def sweep() -> int:
    """Removes what was made or failed too long ago, and every file that no document claims. Returns how many files went."""
    limit = timezone.now() - KEPT
    ended = Q(state=PaperState.READY, made_at__lt=limit) | Q(state=PaperState.FAILED, asked_at__lt=limit)
    Paper.objects.filter(ended).delete()
    claimed = {str(public_id) for public_id in Paper.objects.values_list("public_id", flat=True)}
    removed = 0
    for file in folder().glob("*") if folder().exists() else []:
        if file.stem not in claimed and file.stat().st_mtime < time.time() - BEING_WRITTEN:
            file.unlink(missing_ok=True)
            removed += 1
    return removed
