"""The layouts of documents, kept in the database as they stood when certificates were issued with them."""

from __future__ import annotations

from certification.certificates.chain import digest
from certification.certificates.models import DocumentTemplate
from coursesite.core.documents import fonts, source_of

CERTIFICATE = "certificate"


def current_layout(language: str) -> DocumentTemplate:
    """The layout of the site today. The same files give the same row."""
    html, css = source_of(f"certificates/pdf/certificate.{language}.html"), source_of("certificates/pdf/certificate.css")
    sha256 = digest({"html": html, "css": css, "fonts": fonts()})
    layout, _created = DocumentTemplate.objects.get_or_create(
        sha256=sha256, defaults={"kind": CERTIFICATE, "language": language, "html": html, "css": css, "fonts": fonts()}
    )
    return layout
