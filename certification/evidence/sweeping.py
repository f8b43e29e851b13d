"""The files do not stay: what they prove stays in the rooms, and is gathered again."""

from __future__ import annotations

import time

from django.db.models import Q
from django.utils import timezone

from certification.evidence.enums import DossierState
from certification.evidence.models import KEPT, Dossier, folder

BEING_WRITTEN = 3600  # seconds: a file younger than this may be one whose row is about to say so


def sweep() -> int:
    """Removes what was made or failed too long ago, and every file that no request claims. Returns how many files went."""
    limit = timezone.now() - KEPT
    ended = Q(state=DossierState.READY, made_at__lt=limit) | Q(state=DossierState.FAILED, asked_at__lt=limit)
    Dossier.objects.filter(ended).delete()
    claimed = {str(public_id) for public_id in Dossier.objects.values_list("public_id", flat=True)}
    removed = 0
    for file in folder().glob("*") if folder().exists() else []:
        if file.stem not in claimed and file.stat().st_mtime < time.time() - BEING_WRITTEN:
            file.unlink(missing_ok=True)
            removed += 1
    return removed
