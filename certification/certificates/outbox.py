from __future__ import annotations

from typing import Any

from certification.certificates.actions import PDF
from certification.certificates.models import Certificate
from certification.certificates.rendering import make
from coursesite.core.file_requests import a_full_disk_waits
from coursesite.core.outbox import Lane, handles


@handles(PDF, lane=Lane.DOCUMENTS)
def make_pdf(payload: dict[str, Any], *, key: str) -> None:
    """Makes the file of a certificate, once. A full disk is an outage: the row waits, and nothing truncated is left."""
    certificate = Certificate.objects.select_related("template").get(pk=payload["certificate"])
    with a_full_disk_waits():
        make(certificate)
