"""The whole sheet, to keep or to read again: canonical, so that the same sheet gives the same bytes."""

from __future__ import annotations

from coursesite.core.errors import Malformed
from coursesite.core.http import strict_json
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.kinds import KINDS
from step_guides.worksheets.snapshots import VERSION as SNAPSHOT
from step_guides.worksheets.snapshots import Snapshot, canonical

FORMAT, VERSION = "jalons/worksheet", 1
LIMIT = 8 * 1024 * 1024


def write(document: Document) -> bytes:
    return canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "kind": document.snapshot["kind"],
            "organisation": document.organisation,
            "date": document.on.isoformat(),
            "state": document.state,
            "draft": document.draft,
            "cautions": cautions_of(document.snapshot),
            "sheet": document.snapshot,
        }
    )


def read(data: bytes) -> Snapshot:
    """The snapshot that `write` was given. Raises `Malformed`."""
    found = strict_json(data, limit=LIMIT)
    if (found.get("format"), found.get("version")) != (FORMAT, VERSION):
        raise Malformed(f"not {FORMAT} {VERSION}", code="not_a_worksheet")
    sheet, kind = found.get("sheet"), found.get("kind")
    if (
        not isinstance(sheet, dict)
        or not isinstance(kind, str)
        or kind not in KINDS
        or (sheet.get("kind"), sheet.get("v")) != (kind, SNAPSHOT)
    ):
        raise Malformed("a sheet of an unknown kind or version", code="not_a_worksheet")
    return sheet
