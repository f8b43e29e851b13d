from __future__ import annotations

from typing import Any

from certification.certificates.actions import PDF
from certification.certificates.models import Certificate
from certification.certificates.rendering import make
from coursesite.core.kept_files import FULL
from coursesite.core.outbox import Outage, handles


@handles(PDF)
def make_pdf(payload: dict[str, Any], *, key: str) -> None:
    """Makes the file of a certificate, once. A full disk is an outage: the row waits, and nothing truncated is left."""
    certificate = Certificate.objects.select_related("template").get(pk=payload["certificate"])
    try:
        make(certificate)
    except OSError as error:
        if error.errno in FULL:
            raise Outage(type(error).__name__) from error
        raise
