"""What the worker does of a request: gathers, sets the document, closes the archive, keeps both; and says how far it is."""

from __future__ import annotations

import hashlib
from datetime import date

from django.utils import timezone, translation

from certification.evidence import archive, document
from certification.evidence.gathering import gather, told_of
from certification.evidence.models import Dossier
from coursesite.core.file_requests import FileState, Progress
from coursesite.core.kept_files import keep
from coursesite.core.rendering import write_pdf_apart

LANGUAGE = "fr"  # of the evidence: that of the law that asks for it


def make(dossier: Dossier) -> None:
    """Makes the files of this request; again: the same. Raises RenderError, OSError when the disk is full."""
    request = Dossier.objects.of(dossier)
    if not request.update(state=FileState.MAKING):
        return
    for extension in ("zip", "pdf"):  # what was made before: whatever happens now, nobody takes it away any more
        dossier.path(extension).unlink(missing_ok=True)
    started = timezone.now()
    dossier.cohorts.set(told_of(dossier))
    files = contents(dossier, timezone.localdate(started))
    whole = archive.zipped(files)
    if not request.exists():  # answered by another worker, or asked anew
        return
    keep(dossier.path("pdf"), files[archive.DOCUMENT])
    keep(dossier.path("zip"), whole)
    made = {"sha256": hashlib.sha256(whole).hexdigest(), "size": len(whole), "made_at": started}
    request.update(state=FileState.READY, **made)


def contents(dossier: Dossier, on: date) -> dict[str, bytes]:
    """{name: content} of the archive. The same evidence on the same day gives the same bytes."""
    with translation.override(LANGUAGE):
        facts, texts = gather(dossier)
        pdf = write_pdf_apart(document.html_of(facts, on), css=document.css(), on_page=Progress(dossier).page)
    return archive.files_of(facts, texts, pdf, on)
