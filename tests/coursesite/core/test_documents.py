from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pytest
from PIL import Image

from coursesite.core import documents
from coursesite.core.documents import RenderError, missing_glyphs, read_asset, registered, store, stored, write_pdf

HTML = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><h1>Essai</h1>{}</body></html>'
)
ROOT = Path(__file__).resolve().parents[3]


def png(width: int = 8, height: int = 8) -> bytes:
    file = BytesIO()
    Image.new("1", (width, height), 1).save(file, "PNG")
    return file.getvalue()


def pdf_of(body: str = "<p>Bonjour</p>", css: str = "", **assets: bytes) -> bytes:
    return write_pdf(HTML.format(body), css=css, assets={name.replace("_", "."): data for name, data in assets.items()})


@pytest.fixture
def own_assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A copy of the assets that a test may spoil."""
    folder = tmp_path / "assets"
    shutil.copytree(documents.ASSETS, folder)
    monkeypatch.setattr(documents, "ASSETS", folder)
    forget()
    yield folder
    forget()


def forget() -> None:
    documents.registered.cache_clear()
    documents._style.cache_clear()
    documents._coverage.cache_clear()


def test_a_document_is_tagged_french_and_titled() -> None:
    pdf = pdf_of('<p>Un <strong>mot</strong></p><img src="asset:dot.png" alt="Un point">', dot_png=png())
    report = page.validate_pdf_bytes(pdf, profile="PDF_UA_1")
    assert report.is_compliant, report.failures
    assert b"/StructTreeRoot" in pdf or b"/ObjStm" in pdf


def test_same_input_same_bytes() -> None:
    first = pdf_of()
    documents._style.cache_clear()
    assert pdf_of() == first


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="ftp://127.0.0.1/x.png" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<img src="x.png" alt="x">',
        '<img src="asset:absent.png" alt="x">',
        '<img src="asset:../settings.py" alt="x">',
        '<img src="asset:/etc/hostname" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1:9/x.css)</style>",
        "<style>@font-face { font-family: X; src: url(file:///etc/hostname) }</style>",
        "<style>body { background: url(http://127.0.0.1:9/x.png) }</style>",
        '<object data="http://127.0.0.1:9/x.svg"></object>',
        '<embed src="http://127.0.0.1:9/x.svg">',
        '<p style="color: nonsense">x</p>',
    ],
)
def test_nothing_outside_the_registry_is_read(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a document went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(RenderError):
        pdf_of(body)


@pytest.mark.parametrize(
    "css",
    [
        "@font-face { font-family: X; src: url(file:///etc/hostname) }",
        "@import url(http://127.0.0.1:9/x.css);",
        "p { colour: red }",
        "p { color: }",
    ],
)
def test_a_stylesheet_reads_nothing_else_and_has_no_fault(css: str) -> None:
    with pytest.raises(RenderError):
        pdf_of(css=css)
    with pytest.raises(RenderError):  # said again: a faulty sheet is not remembered as good
        pdf_of(css=css)


def test_a_damaged_image_is_refused_before_it_leaves_a_hole() -> None:
    with pytest.raises(RenderError, match="damaged"):
        pdf_of('<img src="asset:dot.png" alt="x">', dot_png=png(200, 200)[:-30])
    with pytest.raises(RenderError, match="damaged"):
        pdf_of('<img src="asset:dot.png" alt="x">', dot_png=b"<svg/>")


def test_an_image_too_large_is_refused() -> None:
    with pytest.raises(RenderError, match="large"):
        pdf_of('<img src="asset:dot.png" alt="x">', dot_png=png(3_000, 3_000))


def test_a_missing_asset_stops_the_render(own_assets: Path) -> None:
    (own_assets / "fonts" / "NotoSans-Regular.ttf").unlink()
    with pytest.raises(RenderError):
        pdf_of()


def test_a_damaged_font_stops_the_render(own_assets: Path) -> None:
    font = own_assets / "fonts" / "AtkinsonHyperlegibleNext-Bold.ttf"
    font.write_bytes(font.read_bytes()[:-100])
    with pytest.raises(RenderError, match="not the file that was registered"):
        pdf_of()


def test_without_its_list_nothing_is_made(own_assets: Path) -> None:
    (own_assets / documents.MANIFEST).unlink()
    with pytest.raises(RenderError):
        pdf_of()


def test_assets_are_those_of_the_list() -> None:
    for name, digest in registered().items():
        assert hashlib.sha256(read_asset(name)).hexdigest() == digest
    listed = {Path(name).name for name in registered()}
    present = {file.name for file in documents.ASSETS.rglob("*") if file.suffix in {".ttf", ".otf", ".css", ".png"}}
    assert present == listed
    assert documents.renderer_faults() == []


def test_what_no_font_can_draw_is_named() -> None:
    assert missing_glyphs("Nguyễn Łukasz Žižek Αθηνά Ђорђевић e\u0301 «\u00a0L’été\u00a0»") == []
    assert missing_glyphs("Amina 😀 阿 😀") == ["😀", "阿"]
    with pytest.raises(RenderError, match="1F600"):
        pdf_of("<p>😀</p>")


def test_the_renderer_says_what_it_is() -> None:
    assert documents.engine().startswith("weasyprint ")


def test_a_template_and_its_stylesheet(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(
        '<!doctype html><html lang="{{ lang }}"><head><title>{{ title }}</title></head><body><h1>{{ name }}</h1></body></html>'
    )
    (tmp_path / "x.css").write_text("h1 { color: #17242B }")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    pdf = documents.render_pdf("x.html", {"name": "<b>Amina</b>"}, stylesheet="x.css", title="Essai", lang="fr")
    assert page.validate_pdf_bytes(pdf, profile="PDF_UA_1").is_compliant


def test_a_file_is_kept_by_its_content(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    digest = store(b"abc")
    assert stored(digest).read_bytes() == b"abc" and stored(digest).parent.name == digest[:2]
    assert store(b"abc") == digest
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [f"{digest}.pdf"]
    assert stored(digest).stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        stored("../../etc/passwd")


def test_a_full_disk_leaves_nothing(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_ROOT = tmp_path

    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(b"abc")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.slow
@pytest.mark.parametrize("point", ["before_rename", "after_render"])
def test_a_kill_leaves_no_truncated_file(point: str, tmp_path: Path) -> None:
    code = (
        "import django; django.setup();"
        "from coursesite.core.documents import store, write_pdf;"
        f"print(store(write_pdf({HTML.format('<p>Bonjour</p>')!r}, css='')))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATA_DIR": str(tmp_path), "TESTING_CHILD": "1"}

    def run(faults: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code], env=environment | {"FAULTS": faults}, capture_output=True, text=True, cwd=ROOT
        )

    assert run(f"{point}:kill").returncode == -9
    assert list(tmp_path.rglob("*.pdf")) == []

    done = run("")
    assert done.returncode == 0, done.stderr
    files = list(tmp_path.rglob("*.pdf"))
    assert [file.stem for file in files] == [done.stdout.strip()]
    assert hashlib.sha256(files[0].read_bytes()).hexdigest() == files[0].stem


def test_only_this_module_builds_documents() -> None:
    """No other file of ours names the renderer's classes, whatever it calls them."""
    for file in [
        *ROOT.glob("coursesite/**/*.py"),
        *ROOT.glob("modules/**/*.py"),
        *ROOT.glob("step_guides/**/*.py"),
        *ROOT.glob("certification/**/*.py"),
    ]:
        names = {
            alias.name.split(".")[0]
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {
            (node.module or "").split(".")[0]
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom)
        }
        assert "weasyprint" not in names or file.name == "documents.py", file
