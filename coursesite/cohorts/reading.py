"""A CSV file of organisations, read without trusting it: bytes in, lines and faults out. Nothing is written, nothing raises."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text
from coursesite.organisations.enums import Sector
from coursesite.organisations.queries import name_key

MOST_LINES = 5_000
LIMITS = {"organisation": 160, "city": 80, "sector": 60, "full_name": 120, "email": 254, "role": 60}
REQUIRED = ("organisation", "email")
HEADS = {
    "organisation": {"structure", "organisation", "association", "nom de la structure", "nom structure", "organization"},
    "city": {"ville", "commune", "city", "town"},
    "sector": {"secteur", "sector", "secteur d activite"},
    "full_name": {"nom", "prenom et nom", "nom et prenom", "prenom nom", "nom prenom", "responsable", "nom du responsable", "referent", "name", "lead"},
    "email": {"courriel", "email", "e mail", "mail", "mel", "adresse mail", "adresse e mail", "adresse email", "adresse courriel"},
    "role": {"role"},
}  # fmt: skip
SECTORS = {
    Sector.JUSTICE: {"justice", "reinsertion", "justice et reinsertion", "justice and reintegration"},
    Sector.CHILDHOOD: {"childhood", "enfance", "protection de l enfance", "enfance protegee", "child protection"},
    Sector.DISABILITY: {"disability", "handicap", "handicaps"},
    Sector.OTHER: {"", "other", "autre", "autres"},
}
LEAD = {"", "lead", "responsable", "referent", "referente", "pilote"}
FORMULA = ("=", "+", "-", "@")
MISREAD = re.compile("Ã[\u0080-\u00bf©¨ª«´¢§¹»®¯]|â€")  # UTF-8 read as if it were cp1252


@dataclass(frozen=True)
class Fault:
    """`line` is the line of the file as a text editor counts them, or None for the file as a whole."""

    line: int | None
    message: str


@dataclass
class Line:
    number: int
    organisation: str = ""
    city: str = ""
    sector: str = Sector.OTHER
    full_name: str = ""
    email: str = ""
    is_wrong: bool = False

    @property
    def sector_label(self) -> str:
        return str(Sector(self.sector).label) if self.sector in Sector.values else self.sector

    def as_row(self) -> dict[str, object]:
        names = ("number", "organisation", "city", "sector", "full_name", "email")
        return {name: getattr(self, name) for name in names}


@dataclass
class Reading:
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    encoding: str = "UTF-8"

    def fault(self, line: Line | int | None, message: str) -> None:
        if isinstance(line, Line):
            line.is_wrong = True
            line = line.number
        self.faults.append(Fault(line, message))


def read(content: bytes) -> Reading:
    reading = Reading()
    text = _decode(content, reading)
    if text is None:
        return reading
    rows = _rows(text, reading)
    head = next(rows, None)
    if head is None:
        if not reading.faults:
            reading.fault(None, _("The file is empty."))
        return reading
    names = _heads(*head, reading)
    if names is None:
        return reading
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows:
        if len(reading.lines) == MOST_LINES:
            reading.fault(
                None,
                _("More than %(limit)s lines: cut the file in several.") % {"limit": f"{MOST_LINES:,}".replace(",", "\u202f")},
            )
            break
        reading.lines.append(_line(number, cells, names, seen, reading))
    if not reading.lines and not reading.faults:
        reading.fault(None, _("The file has a head and no line."))
    return reading


def _decode(content: bytes, reading: Reading) -> str | None:
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        reading.fault(
            None, _("This is a workbook, not a CSV file. In your spreadsheet: « Save as », then « CSV (separator: semicolon) ».")
        )
        return None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        reading.fault(None, _("This file is encoded in UTF-16. Save it as « CSV UTF-8 »."))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
            reading.encoding = "Windows-1252"
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            reading.fault(line, _("unreadable character. Save the file as « CSV UTF-8 »."))
            return None
    for number, one in enumerate(text.splitlines(), 1):
        if "\ufffd" in one or MISREAD.search(one):
            reading.fault(number, _("the accents are damaged. Save the file as « CSV UTF-8 »."))
            return None
    return text


def _rows(text: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells) of each row that is not blank. A file that breaks the format ends there, with a fault."""
    first = text.split("\n", 1)[0]
    if re.fullmatch(r"sep=[;,]\s*", first):  # a habit of spreadsheets
        text = text.replace(first, "sep", 1)
        first = text.split("\n", 2)[1] if "\n" in text else ""
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            long = "field limit" in str(error)
            reading.fault(
                number, _("field too long.") if long else _("a quotation mark is not closed, or stands where it should not.")
            )
            return
        if cells != ["sep"] and any(cell.strip() for cell in cells):
            yield number, cells
        number = reader.line_num + 1


def _plain(text: str) -> str:
    """« Prénom et  nom » → « prenom et nom »."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.casefold()).split())


def _heads(number: int, cells: list[str], reading: Reading) -> list[str] | None:
    """The name of each column, or None when the lines cannot be read."""
    names = []
    for cell in cells:
        name = next((name for name, known in HEADS.items() if _plain(cell) in known), "")
        if not name:
            wanted = _("Columns understood: structure, ville, secteur, nom, courriel.")
            said = (
                _("column without a name.")
                if not cell.strip()
                else _("unknown column « %(name)s ».") % {"name": _shown(cell)[:60]}
            )
            reading.fault(number, f"{said} {wanted}")
        elif name in names:
            reading.fault(number, _("the column « %(name)s » stands twice.") % {"name": _shown(cell)[:60]})
        names.append(name)
    for name, french in zip(REQUIRED, ("structure", "courriel"), strict=True):
        if name not in names:
            reading.fault(number, _("the column « %(name)s » is missing.") % {"name": french})
    return names if not reading.faults else None


def _shown(text: str) -> str:
    """A cell as it may be shown: without what a page cannot hold."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _line(number: int, cells: list[str], names: list[str], seen: dict[tuple[str, str], int], reading: Reading) -> Line:
    line = Line(number)
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(names):
        reading.fault(line, _("%(found)d cells for %(expected)d columns.") % {"found": len(cells), "expected": len(names)})
    values = {name: _cell(line, name, cell, reading) for name, cell in zip(names, cells, strict=False)}
    line.organisation, line.city = values.get("organisation", ""), values.get("city", "")
    line.full_name, line.email = values.get("full_name", ""), values.get("email", "").lower()
    said = values.get("sector", "")
    line.sector = next((sector.value for sector, known in SECTORS.items() if _plain(said) in known), said)
    if line.sector not in Sector.values:
        reading.fault(line, _("unknown sector « %(name)s ». Write justice, enfance, handicap or autre.") % {"name": said})
    if _plain(values.get("role", "")) not in LEAD:
        reading.fault(
            line, _("unknown role « %(name)s »: this file invites those who lead their organisation.") % {"name": values["role"]}
        )
    if not line.organisation:
        reading.fault(line, _("the name of the organisation is missing."))
    _check_email(line, reading)
    for key, message in (
        (("email", line.email), _("this address already stands on line %(line)d.")),
        (("organisation", name_key(line.organisation)), _("this organisation already stands on line %(line)d: one line each.")),
    ):
        if key[1] and key in seen:
            reading.fault(line, message % {"line": seen[key]})
        seen.setdefault(key, number)
    return line


def _cell(line: Line, name: str, text: str, reading: Reading) -> str:
    label = next(iter(sorted(HEADS[name], key=len)), name) if name == "role" else {"organisation": "structure", "city": "ville",
        "sector": "secteur", "full_name": "nom", "email": "courriel"}[name]  # fmt: skip
    text = text.strip(" \u00a0\u202f")
    if "\0" in text:
        reading.fault(line, _("the cell « %(name)s » holds an invisible character (NUL).") % {"name": label})
    elif text.startswith((*FORMULA, "\t", "\r")):
        reading.fault(
            line, _("the cell « %(name)s » begins with « %(sign)s », like a formula.") % {"name": label, "sign": _shown(text[0])}
        )
    elif len(text) > LIMITS[name]:
        reading.fault(
            line, _("the cell « %(name)s » is too long: %(limit)d characters at most.") % {"name": label, "limit": LIMITS[name]}
        )
        return _shown(text[:60]) + "…"
    elif "\n" in text or "\r" in text:
        reading.fault(line, _("the cell « %(name)s » holds a line break.") % {"name": label})
    else:
        try:
            return " ".join(clean_text(text).split())
        except Invalid:
            reading.fault(line, _("the cell « %(name)s » holds a character that cannot be kept.") % {"name": label})
    return _shown(text)


def _check_email(line: Line, reading: Reading) -> None:
    if not line.email:
        reading.fault(line, _("the e-mail address is missing."))
        return
    try:
        validate_email(line.email)
    except ValidationError:
        if not line.email.startswith(FORMULA):
            reading.fault(line, _("« %(email)s » is not an e-mail address.") % {"email": line.email[:80]})
