"""What the worker does of a request: gathers, sets the document, closes the archive, keeps both; and says how far it is."""

from __future__ import annotations

import hashlib
import time
from datetime import date

from django.utils import timezone, translation

from certification.evidence import archive, document
from certification.evidence.enums import DossierState
from certification.evidence.gathering import gather
from certification.evidence.models import Dossier
from coursesite.core.kept_files import keep
from coursesite.core.rendering import write_pdf_apart

EVERY = 0.5  # seconds between two writes of how far it is
LANGUAGE = "fr"  # of the evidence: that of the law that asks for it


def make(dossier: Dossier) -> None:
    """Makes the files of this request; again: the same. Raises RenderError, OSError when the disk is full."""
    request = Dossier.objects.of(dossier)
    if not request.update(state=DossierState.MAKING):
        return
    for extension in ("zip", "pdf"):  # what was made before: whatever happens now, nobody takes it away any more
        dossier.path(extension).unlink(missing_ok=True)
    started = timezone.now()
    files = contents(dossier, timezone.localdate(started))
    whole = archive.zipped(files)
    if not request.exists():  # answered by another worker, or asked anew
        return
    keep(dossier.path("pdf"), files[archive.DOCUMENT])
    keep(dossier.path("zip"), whole)
    made = {"sha256": hashlib.sha256(whole).hexdigest(), "size": len(whole), "made_at": started}
    request.update(state=DossierState.READY, **made)


def contents(dossier: Dossier, on: date) -> dict[str, bytes]:
    """{name: content} of the archive. The same evidence on the same day gives the same bytes."""
    said = 0.0

    def on_page(number: int) -> None:
        nonlocal said
        if time.monotonic() - said > EVERY:
            Dossier.objects.of(dossier).update(pages=number)
            said = time.monotonic()

    with translation.override(LANGUAGE):
        facts, texts = gather(dossier)
        pdf = write_pdf_apart(document.html_of(facts, on), css=document.css(), on_page=on_page)
    return archive.files_of(facts, texts, pdf, on)


def give_up(dossier: Dossier) -> None:
    """It could not be made: the page says so, and it can be asked again."""
    Dossier.objects.of(dossier).update(state=DossierState.FAILED, pages=0)
