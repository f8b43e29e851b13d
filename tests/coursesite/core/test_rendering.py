"""The child process in which documents of free text are made."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursesite.core import rendering
from coursesite.core.documents import RenderError, write_pdf
from coursesite.core.rendering import end_child, write_pdf_apart

HTML = '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body>{}</body></html>'


@pytest.fixture(autouse=True)
def own_child() -> Iterator[None]:
    end_child()
    yield
    end_child()


def child_pid() -> int:
    assert rendering._child is not None
    return rendering._child.process.pid


def test_the_child_makes_the_same_bytes_and_says_each_page() -> None:
    html, pages = HTML.format("<h1>Un</h1>" + '<h2 class="next">Deux</h2>' * 3), []
    css = ".next { break-before: page }"
    assert write_pdf_apart(html, css=css, on_page=pages.append) == write_pdf(html, css=css)
    assert pages == [1, 2, 3, 4]


def test_one_child_serves_document_after_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "DOCUMENTS", 2)
    write_pdf_apart(HTML.format("<p>Un</p>"), css="")
    first = child_pid()
    write_pdf_apart(HTML.format("<p>Deux</p>"), css="")
    assert child_pid() == first
    write_pdf_apart(HTML.format("<p>Trois</p>"), css="")
    assert child_pid() != first


def test_what_it_refuses_is_said_and_the_next_one_is_made() -> None:
    with pytest.raises(RenderError, match="registered assets only"):
        write_pdf_apart(HTML.format('<img src="file:///etc/hostname" alt="x">'), css="")
    assert write_pdf_apart(HTML.format("<p>Après</p>"), css="").startswith(b"%PDF")


def test_a_document_that_takes_too_long_ends_with_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf_apart(HTML.format("<p>Avant</p>"), css="")
    slow = child_pid()
    monkeypatch.setattr(rendering, "PATIENCE", 0.5)
    with pytest.raises(RenderError, match="too long"):
        write_pdf_apart(HTML.format("<p>mot</p>" * 20_000), css="")
    with pytest.raises(ProcessLookupError):
        os.kill(slow, 0)
    monkeypatch.setattr(rendering, "PATIENCE", 90.0)
    assert write_pdf_apart(HTML.format("<p>Après</p>"), css="").startswith(b"%PDF")


def test_a_child_that_falls_in_the_middle_is_an_error_and_not_a_wait() -> None:
    def fell(page: int) -> None:
        os.kill(child_pid(), signal.SIGKILL)

    with pytest.raises(RenderError, match="ended with -9"):
        write_pdf_apart(HTML.format('<p class="n">mot</p>' * 300), css=".n { break-before: page }", on_page=fell)


def test_the_child_holds_no_secret_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canari")
    monkeypatch.setenv("DATABASE_URL", "postgres://canari")
    write_pdf_apart(HTML.format("<p>Mot</p>"), css="")
    assert b"canari" not in Path(f"/proc/{child_pid()}/environ").read_bytes()


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf_apart(HTML.format("<p>Mot</p>"), css="")
    lines = Path(f"/proc/{child_pid()}/limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split() for line in lines}
    assert limits["Max address space"][0] == "1500000000"
    assert int(limits["Max cpu time"][0]) <= 120
