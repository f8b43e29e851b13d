"""The corpus of files that officers, spreadsheets and others send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from coursesite.cohorts.reading import MOST_LINES, read

HEAD = "structure;ville;secteur;nom;courriel\n"
LINE = "Les Amis du Port;Saint-Malo;enfance;Jéhanne Œil;jeanne@port.example\n"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def messages(content: bytes | str) -> list[tuple[int | None, str]]:
    content = content.encode() if isinstance(content, str) else content
    return [(fault.line, fault.message) for fault in read(content).faults]


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + LINE).encode(),
        (HEAD + LINE).encode("utf-8-sig"),
        (HEAD + LINE).encode("cp1252"),
        (HEAD + LINE).replace("\n", "\r\n").encode("cp1252"),
        (HEAD + LINE).replace(";", ",").encode(),
        ("sep=;\r\n" + HEAD + LINE).encode(),
        (HEAD.upper() + LINE).encode(),
        ("Nom de la structure;Commune;Secteur d’activité;Prénom et nom;Adresse e-mail\n" + LINE).encode(),
        (HEAD + "\n;;;;\n" + LINE + "\n").encode(),
        (HEAD + LINE.replace("\n", ";;\n")).encode(),
        (HEAD.strip() + ";rôle\n" + LINE.strip() + ";Responsable\n").encode(),
        (HEAD + LINE.replace("enfance", "Protection de l’enfance")).encode(),
        (HEAD + LINE.replace("jeanne@", "  JEANNE@")).encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "cp1252",
        "crlf",
        "comma",
        "sep",
        "upper",
        "words",
        "blank lines",
        "trailing",
        "role",
        "sector words",
        "email case",
    ],
)
def test_what_spreadsheets_write_is_read(content):
    reading = read(content)

    assert reading.faults == []
    [line] = reading.lines
    assert (line.organisation, line.city, line.sector) == ("Les Amis du Port", "Saint-Malo", "childhood")
    assert (line.full_name, line.email) == ("Jéhanne Œil", "jeanne@port.example")


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", " =cmd|' /C calc'!A0"])
@pytest.mark.parametrize("column", range(5))
def test_a_formula_is_refused_wherever_it_stands(cell, column):
    cells = ["Port", "Brest", "autre", "Jeanne", "j@port.example"]
    cells[column] = cell
    found = messages(HEAD + ";".join(cells) + "\n")
    assert any(line == 2 and "formula" in message for line, message in found)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "empty"),
        (b"\n\n", None, "empty"),
        (HEAD.encode(), None, "no line"),
        (b"PK\x03\x04whatever", None, "workbook"),
        ("\ufeff".encode("utf-16-le") + HEAD.encode("utf-16-le"), None, "UTF-16"),
        (HEAD.encode() + b"Port;Brest;autre;Jeanne \x81;j@port.example\n", 2, "unreadable"),
        (HEAD + LINE.encode().decode("cp1252", "replace"), 2, "accents"),
        (HEAD + "Port\0;Brest;autre;Jeanne;j@port.example\n", 2, "NUL"),
        (HEAD + "Port;Brest;autre;Je\u202eanne;j@port.example\n", 2, "cannot be kept"),
        (HEAD + 'Port;Brest;autre;"Jeanne;j@port.example\n', 2, "quotation"),
        (HEAD + 'Port;Brest;autre;"Jeanne" X;j@port.example\n', 2, "quotation"),
        (HEAD + '"Port\nneuf";Brest;autre;Jeanne;j@port.example\n', 2, "line break"),
        (HEAD + "P" * 161 + ";Brest;autre;Jeanne;j@port.example\n", 2, "too long"),
        (HEAD + "P" * 140_000 + ";Brest;autre;Jeanne;j@port.example\n", 2, "too long"),
        (HEAD + "Port;Brest;autre;Jeanne\n", 2, "4 cells for 5"),
        (HEAD + "Port;Brest;autre;Jeanne;j@port.example;plus\n", 2, "6 cells for 5"),
        (HEAD + ";Brest;autre;Jeanne;j@port.example\n", 2, "name of the organisation"),
        (HEAD + "Port;Brest;autre;Jeanne;\n", 2, "address is missing"),
        (HEAD + "Port;Brest;autre;Jeanne;jeanne arobase port\n", 2, "not an e-mail"),
        (HEAD + "Port;Brest;pêche;Jeanne;j@port.example\n", 2, "unknown sector"),
        (HEAD.strip() + ";role\nPort;Brest;autre;Jeanne;j@port.example;superuser\n", 2, "unknown role"),
        (HEAD.strip() + ";téléphone\nPort;Brest;autre;Jeanne;j@port.example;06\n", 1, "unknown column"),
        (HEAD.strip() + ";courriel\nPort;Brest;autre;Jeanne;j@port.example;\n", 1, "twice"),
        ("structure;ville\nPort;Brest\n", 1, "missing"),
        ("Port;Brest;autre;Jeanne;j@port.example\n", 1, "unknown column"),
        (HEAD + LINE + "Autre;;;;JEANNE@port.example\n", 3, "line 2"),
        (HEAD + LINE + "LES AMIS  DU PORT;;;;autre@port.example\n", 3, "line 2"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(content, line, words):
    found = messages(content)
    assert any(number == line and words in message for number, message in found), found


def test_the_number_is_the_one_of_the_editor_even_after_blank_lines():
    found = messages(HEAD + LINE + "\n\nPort;Brest;autre;Jeanne;nowhere\n")
    assert [line for line, _message in found] == [5]


def test_all_faults_are_told_at_once():
    found = messages(HEAD + "=A;Brest;autre;Jeanne;nowhere\nPort;Brest;pêche;;x\n")
    assert [line for line, _message in found] == [2, 2, 3, 3]


def test_five_thousand_lines_and_not_one_more():
    lines = [f"Structure {n};;;;lead{n}@port.example\n" for n in range(MOST_LINES + 1)]
    assert messages(HEAD + "".join(lines[:-1])) == []
    reading = read((HEAD + "".join(lines)).encode())
    assert len(reading.lines) == MOST_LINES
    assert [fault.line for fault in reading.faults] == [None]


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)), b"\xff" * 1000, b";" * 5000, b'"' * 999, b"a\0b;c\n\0;\0", b"\x00" * 64, "\u2028;\x85\n".encode()],
)
def test_noise_is_refused_and_never_raises(content):
    assert read(content).faults
