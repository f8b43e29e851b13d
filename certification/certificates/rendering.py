"""From the frozen payload to the file. Nothing else than the payload is printed."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import segno
from django.template import engines
from django.utils import timezone, translation
from PIL import Image

from certification.certificates.codes import grouped
from certification.certificates.models import Certificate, Rendering
from coursesite.core import documents

QR = "qr.png"
FEW = 3  # modules, beyond which each has one line
DENSE = 900  # characters of names and lists, beyond which the layout draws closer to stay on one page


def html_of(certificate: Certificate) -> str:
    """The document, in its own language and by its own layout."""
    facts = certificate.payload
    with translation.override(facts["language"]):
        template = engines["django"].from_string(certificate.template.html)
        return template.render(context_of(facts))


def context_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The payload with its dates as dates, and its code in groups."""
    total = sum(facts["minutes"].values())
    return facts | {
        "starts": date.fromisoformat(facts["starts"]),
        "ends": date.fromisoformat(facts["ends"]),
        "issued": timezone.localtime(datetime.fromisoformat(facts["issued"])),
        "total": total,
        "dense": _length(facts) > DENSE or len(facts["modules"]) > FEW,
        "code": grouped(facts["address"].rpartition("/")[2]),
        "qr": documents.SCHEME + QR,
    }


def _length(facts: dict[str, Any]) -> int:
    lines = [facts[name] for name in ("holder", "title", "organisation", "programme", "cohort", "issuer", "on_behalf_of")]
    lines += [*facts["objectives"], *facts["criteria"], *(one["name"] + one["function"] for one in facts["signatories"])]
    return sum(len(line) for line in lines)


def qr_code(address: str) -> bytes:
    """One pixel a module, quiet zone included; a fixed mask costs four times less and reads as well."""
    symbol = segno.make_qr(address, error="m", mask=4, boost_error=False)
    rows = [[0 if module else 255 for module in row] for row in symbol.matrix_iter(scale=1, border=4)]
    image = Image.new("L", (len(rows[0]), len(rows)))
    image.putdata([value for row in rows for value in row])
    file = BytesIO()
    image.convert("1").save(file, "PNG", optimize=False)
    return file.getvalue()


def render(certificate: Certificate) -> bytes:
    """The PDF. Raises RenderError rather than give a document with a hole."""
    return documents.write_pdf(html_of(certificate), css=certificate.template.css, assets={QR: qr_code(certificate.address)})


def make(certificate: Certificate) -> Rendering:
    """Renders, keeps the file, then says it is ready. Again: nothing more."""
    ready = certificate.renderings.filter(kind="plain").first()
    if ready is not None and documents.stored(ready.sha256).exists():
        return ready
    pdf = render(certificate)
    sha256 = documents.store(pdf)
    rendering, _created = Rendering.objects.get_or_create(
        certificate=certificate, kind="plain", defaults={"sha256": sha256, "size": len(pdf), "engine": documents.engine()}
    )
    return rendering
