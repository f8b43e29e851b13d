"""Rows of text to and from a spreadsheet, CSV or XLSX, read without trusting it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from coursesite.core.errors import Invalid, TooLarge
from modules.exercises import bank_words

LARGEST, UNPACKED = 1024 * 1024, 20 * 1024 * 1024  # bytes of a file, and of what a zip holds
MOST_ROWS, MOST_COLUMNS, LONGEST = 5_000, 60, 5_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Row = dict[str, str]


def write(rows: list[Row], columns: list[str], extension: str) -> bytes:
    """Text stays text, whatever it begins with: an apostrophe goes before what a spreadsheet would compute, and `read` takes it off."""
    cells = ([_guarded(bank_words.cell(name, row.get(name, ""))) for name in columns] for row in rows)
    table = [[bank_words.column(name) for name in columns], *cells]
    if extension == "csv":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
        return b"\xef\xbb\xbf" + out.getvalue().encode()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("exercices")
    for line in table:
        sheet.append(line)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def read(data: bytes, name: str) -> list[tuple[int, Row]]:
    """The rows that say something, with their numbers. Raises TooLarge, Invalid."""
    if len(data) > LARGEST:
        raise TooLarge(_("This file is too large: 1 MB at most."))
    lines = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    columns: list[str] = []
    found: list[tuple[int, Row]] = []
    for number, line in enumerate(_whole(lines), 1):
        if number > MOST_ROWS:
            raise TooLarge(_("This file has too many rows: %(most)d at most.") % {"most": MOST_ROWS})
        cells = [_plain(cell) for cell in line[:MOST_COLUMNS]]
        if long := next((cell for cell in cells if len(cell) > LONGEST), None):
            raise Invalid(
                _("Row %(row)d: a cell is too long (“%(text)s…”).") % {"row": number, "text": long[:40]}, code="cell_too_long"
            )
        if not columns:
            columns = [bank_words.column_of(cell) for cell in cells]
            if "part" not in columns or "code" not in columns:
                needed = {name: bank_words.column(name) for name in ("part", "code")}
                raise Invalid(
                    _("The first row names the columns; “%(part)s” and “%(code)s” are needed.") % needed, code="no_columns"
                )
        elif any(cells):
            found.append((number, bank_words.row_of({name: cell for name, cell in zip(columns, cells, strict=False) if name})))
    return found


def _whole(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from lines
    except csv.Error as error:
        raise Invalid(_("This file is not a spreadsheet that can be read."), code="not_a_sheet") from error


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    yield from csv.reader(
        io.StringIO(text.replace("\x00", ""), newline=""), delimiter=";" if first.count(";") >= first.count(",") else ","
    )


def _xlsx(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > UNPACKED:
                raise TooLarge(_("This file is too large once unpacked."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for line in book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS):
            yield ["" if cell is None else _text(cell) for cell in line]
    except TooLarge:
        raise
    except Exception as error:  # encrypted, packed in another way, broken in the middle: its readers raise whatever they like
        raise Invalid(_("This file is not a spreadsheet that can be read."), code="not_a_sheet") from error


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _guarded(text: str) -> str:
    text = "".join(char for char in text if char.isprintable() or char in "\t\n\r\u00a0\u202f")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def _plain(text: str) -> str:
    bare = text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA) else text
    return bare.replace("\r\n", "\n").strip(" ")
