from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import page
import pytest
import segno
from PIL import Image

from certification.certificates import outbox
from certification.certificates.models import Certificate, Rendering
from certification.certificates.rendering import html_of, make, qr_code, render
from coursesite.core import documents
from coursesite.core.documents import RenderError, stored
from coursesite.core.errors import Invalid
from coursesite.core.outbox import Outage, drain
from tests.certification.ready import Network

pytestmark = pytest.mark.django_db
FORBIDDEN = [
    "certifiant", "certifiante", "diplôme", "diplômant", "titre professionnel", "titre à finalité professionnelle",
    "certification professionnelle", "rncp", "répertoire spécifique", "bloc de compétences", "agréé par l’état", "reconnu par l’état",
]  # fmt: skip
FIXED = ["attestation non certifiante au sens de l’article l6313-7 du code du travail"]
NAMES = [
    '<img src="http://169.254.169.254/x.png">',
    "{{7*7}} {% debug %}",
    "Nguyễn Thị Ánh",
    "Łukasz Žižek",
    "Αθηνά Παπαδοπούλου",
    "Ане Ђорђевић",
    "Adébáyọ̀ Ọlá",
    "Jose\u0301 Muñoz",
    "Anne-Élisabeth de la Tour du Pin de Montmorency-Bouteville " * 2,
    "M" * 120,
]
REFUSED = ["Amina \u202egnp.exe", "Amina 😀", "Amina \u200bHaddad", "أمينة حداد", "阿米娜", " ", "Amina\u00ad"]


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "text.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True).stdout


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def certificate(network: Network) -> Certificate:
    network.issue(network.world.amina)
    return Certificate.objects.whole().get()


def named(network: Network, name: str) -> Certificate:
    network.world.amina.full_name = name
    network.world.amina.save()
    network.issue(network.world.amina)
    return Certificate.objects.whole().get()


def test_it_is_valid_pdf_ua(certificate: Certificate) -> None:
    report = page.validate_pdf_bytes(render(certificate), profile="PDF_UA_1")
    assert report.is_compliant, report.failures


def test_the_same_certificate_gives_the_same_bytes(certificate: Certificate) -> None:
    first = render(certificate)
    documents._style.cache_clear()
    assert render(certificate) == first


def test_bundled_fonts_only_and_one_page(certificate: Certificate) -> None:
    pdf = render(certificate)
    assert fonts_of(pdf) <= {"Jalons", "Jalons-Bold", "Wide", "Wide-Bold", "Jalons-Italic"}
    assert pages_of(pdf) == 1


def fonts_of(pdf: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z-]+)", inflated(pdf))}


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", inflated(pdf)))


def inflated(pdf: bytes) -> bytes:
    """The file with every compressed stream readable after it.

    A stream's last byte may itself be a line end, so that what stands before ``endstream`` is given whole: a decompressor stops
    where its data stop, whatever follows.
    """
    import zlib

    found = pdf
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        try:
            found += zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("name", NAMES)
def test_any_honest_name_is_printed_as_text_on_one_page(network: Network, name: str, tmp_path: Path) -> None:
    certificate = named(network, name.strip()[:120])
    pdf = render(certificate)
    assert pages_of(pdf) == 1
    assert fonts_of(pdf) <= {"Jalons", "Jalons-Bold", "Wide", "Wide-Bold"}
    assert page.validate_pdf_bytes(pdf, profile="PDF_UA_1").is_compliant


@needs_poppler
@pytest.mark.parametrize("name", [NAMES[0], NAMES[1], NAMES[2], NAMES[4]])
def test_the_name_reads_back_as_it_was_typed(network: Network, name: str, tmp_path: Path) -> None:
    text = text_of(render(named(network, name)), tmp_path)
    assert "".join(name.split()) in "".join(text.split())


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_hides_or_cannot_be_drawn_is_refused(network: Network, name: str) -> None:
    network.world.amina.full_name = name
    network.world.amina.save()
    with pytest.raises(Invalid) as refused:
        network.issue(network.world.amina)
    assert str(refused.value) and not Certificate.objects.exists()


def test_a_cohort_that_cannot_be_printed_stops_the_issue_too(network: Network) -> None:
    network.world.cohort.name = "Promotion 🌊"
    network.world.cohort.save()
    with pytest.raises(Invalid, match="🌊"):
        network.issue(network.world.amina)


@needs_poppler
def test_printed_facts_are_those_of_the_payload_and_no_forbidden_word(certificate: Certificate, tmp_path: Path) -> None:
    text = " ".join(text_of(render(certificate), tmp_path).split())
    facts = certificate.payload
    for printed in [
        facts["document"],
        facts["holder"],
        facts["programme"],
        facts["cohort"],
        facts["serial"],
        "2 h",
        "3 h",
        "L6313-7",
        "Direction du réseau",
    ]:
        assert " ".join(printed.split()) in text, printed
    assert facts["address"].rpartition("/")[2] in text.replace(" ", "")
    assert "@" not in text and facts["salt"] not in text
    lower = text.lower().replace("'", "’")
    for sentence in FIXED:
        assert sentence in lower
        lower = lower.replace(sentence, "")
    assert [word for word in FORBIDDEN if word in lower] == []


def test_no_forbidden_word_on_our_pages() -> None:
    root = Path(__file__).resolve().parents[3]
    files = [*root.glob("templates/certificates/**/*.*"), root / "certification" / "certificates" / "setup.py"]
    for file in files:
        text = file.read_text().lower().replace("'", "’")
        for sentence in FIXED:
            text = text.replace(sentence, "")
        assert [word for word in FORBIDDEN if word in text] == [], file


def test_the_qr_code_holds_the_exact_address(certificate: Certificate, tmp_path: Path) -> None:
    from io import BytesIO

    with Image.open(BytesIO(qr_code(certificate.address))) as image:
        drawn = [[0 if image.getpixel((x, y)) else 1 for x in range(image.width)] for y in range(image.height)]
    symbol = segno.make_qr(certificate.address, error="m", mask=4, boost_error=False)
    assert drawn == [list(row) for row in symbol.matrix_iter(border=4)]
    assert symbol.mask == 4 and symbol.error == "M"


def test_a_template_cannot_reach_out(network: Network, certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a document went to the network")

    html = html_of(certificate)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert documents.write_pdf(html, css=certificate.template.css, assets={"qr.png": qr_code("x")})
    with pytest.raises(RenderError):
        documents.write_pdf(html.replace("asset:qr.png", "http://127.0.0.1/qr.png"), css=certificate.template.css)


def test_the_worker_makes_the_file_once(certificate: Certificate) -> None:
    tally = drain()
    assert tally.refused == 0
    rendering = Rendering.objects.get()
    assert stored(rendering.sha256).stat().st_size == rendering.size
    outbox.make_pdf({"certificate": certificate.pk}, key="again")
    assert Rendering.objects.count() == 1 and rendering.engine.startswith("weasyprint")


def test_a_lost_file_is_made_again_with_the_same_content(certificate: Certificate) -> None:
    rendering = make(certificate)
    stored(rendering.sha256).unlink()
    assert make(certificate).sha256 == rendering.sha256 and stored(rendering.sha256).exists()


def test_a_full_disk_is_an_outage_and_leaves_nothing(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Outage):
        outbox.make_pdf({"certificate": certificate.pk}, key="x")
    monkeypatch.undo()

    assert not Rendering.objects.exists() and not list(Path(stored("0" * 64)).parent.parent.rglob("*.p*"))
    outbox.make_pdf({"certificate": certificate.pk}, key="x")
    assert Rendering.objects.exists()


def test_a_missing_font_makes_no_document(certificate: Certificate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(documents.ASSETS, tmp_path / "assets")
    (tmp_path / "assets" / "fonts" / "NotoSans-Bold.ttf").unlink()
    monkeypatch.setattr(documents, "ASSETS", tmp_path / "assets")
    documents._style.cache_clear()
    with pytest.raises(RenderError):
        make(certificate)
    documents._style.cache_clear()
    assert not Rendering.objects.exists()


def test_two_processes_give_the_same_bytes(certificate: Certificate, tmp_path: Path) -> None:
    html, css, png = tmp_path / "a.html", tmp_path / "a.css", tmp_path / "qr.png"
    html.write_text(html_of(certificate))
    css.write_text(certificate.template.css)
    png.write_bytes(qr_code(certificate.address))
    code = (
        "import sys, hashlib, django; django.setup(); from pathlib import Path; from coursesite.core.documents import write_pdf;"
        "a, b, c = (Path(p) for p in sys.argv[1:]);"
        "print(hashlib.sha256(write_pdf(a.read_text(), css=b.read_text(), assets={'qr.png': c.read_bytes()})).hexdigest())"
    )
    import hashlib
    import os

    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TESTING_CHILD": "1"}
    command = [sys.executable, "-c", code, str(html), str(css), str(png)]
    other = subprocess.run(
        command, capture_output=True, text=True, check=True, env=env, cwd=Path(__file__).resolve().parents[3]
    ).stdout.strip()
    assert other == hashlib.sha256(render(certificate)).hexdigest()


def test_the_longest_facts_stay_on_one_page(network: Network) -> None:
    network.world.programme.name = "Programme au très long nom " * 5
    network.world.programme.save()
    network.world.cohort.name = "Promotion longue " * 7
    network.world.cohort.save()
    network.world.passerelle.name = "Association au nom si long " * 5
    network.world.passerelle.save()
    objective = "Écrire des hypothèses, des preuves, des effets négatifs et des facteurs externes"
    network.achievement.objectives = "\n".join([objective] * 7)
    network.achievement.save()

    pdf = render(named(network, "Anne-Élisabeth de la Tour du Pin de Montmorency-Bouteville " * 2))

    assert pages_of(pdf) == 1
    assert page.validate_pdf_bytes(pdf, profile="PDF_UA_1").is_compliant
