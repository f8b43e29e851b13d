"""The child process in which documents of free text are made."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
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


def test_the_child_holds_two_pipes_and_nothing_else_of_the_site(tmp_path: Path) -> None:
    """Neither the input, the output and the log of its parent, nor a file or a socket that the parent has open."""
    with (tmp_path / "secret").open("w") as ours, socket.socket() as listening:
        os.set_inheritable(ours.fileno(), True)
        listening.bind(("127.0.0.1", 0))
        write_pdf_apart(HTML.format("<p>Mot</p>"), css="")
        held = {int(one.name): str(one.readlink()) for one in Path(f"/proc/{child_pid()}/fd").iterdir()}
    assert {held.pop(number) for number in (0, 1, 2)} == {"/dev/null"}
    assert sorted(what.split(":")[0] for what in held.values()) == ["pipe", "pipe"], held


PROBE = """
import json, sys
from coursesite.core.rendering_child import confine
confine()
import os, socket, subprocess
found = {}
def tried(name, act):
    try:
        act()
        found[name] = "done"
    except OSError as error:
        found[name] = type(error).__name__
tried("a socket", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1])), 2))
tried("a name", lambda: socket.getaddrinfo("localhost", 80))
tried("a program", lambda: subprocess.run(["true"]))
tried("another process", lambda: os.fork())
tried("a command", lambda: os.system("true"))
tried("a file of the machine", lambda: open("/etc/hostname"))
tried("a file of the site", lambda: open(sys.argv[2]))
tried("a file through a link", lambda: open(sys.argv[3]))
tried("writing beside its code", lambda: open("coursesite/core/written", "w"))
tried("its own code", lambda: open("coursesite/core/rendering_child.py").close())
print(json.dumps(found))
"""


def test_the_child_reaches_no_network_no_program_and_no_file_but_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = Path(__file__).resolve().parents[3]
    scratch = tmp_path_factory.mktemp("scratch")
    link = scratch / "link"
    link.symlink_to("/etc/hostname")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-c", PROBE, str(listening.getsockname()[1]), str(root / "pyproject.toml"), str(link)]
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(scratch)}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("its own code") == "done"
    assert set(found.values()) == {"PermissionError"}, found


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf_apart(HTML.format("<p>Mot</p>"), css="")
    lines = Path(f"/proc/{child_pid()}/limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split() for line in lines}
    assert limits["Max address space"][0] == "1500000000"
    assert int(limits["Max cpu time"][0]) <= 120
    assert [limits[name][0] for name in ("Max file size", "Max open files", "Max core file size")] == ["100000000", "128", "0"]
