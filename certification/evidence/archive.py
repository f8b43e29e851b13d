"""The files of a dossier, and the archive that holds them. Pure: the same facts on the same day give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from certification.evidence.gathering import Facts
from coursesite.cohorts.export import cell_text

DOCUMENT, DATA, MANIFEST = "dossier-de-preuves.pdf", "donnees.json", "MANIFEST.sha256"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can say: the files have no date of their own


def files_of(facts: Facts, texts: Mapping[str, bytes], pdf: bytes, on: date) -> dict[str, bytes]:
    """{name: content}, the manifest among them: a line a file, as `sha256sum -c` reads it.

    The SHA-256 of the text of a version is the one that was written down when it was sent.
    """
    files = {DOCUMENT: pdf, DATA: _json({"made_on": on.isoformat(), **facts}), **texts, **_tables(facts)}
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return files | {MANIFEST: "".join(lines).encode()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return out.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _tables(facts: Facts) -> dict[str, bytes]:
    by_learner = {
        f"{name}.csv": [{"name": one["name"], "cohort": one["cohort"], **row} for one in facts["learners"] for row in one[key]]
        for name, key in (("lecons", "lessons"), ("modules", "modules"), ("exercices", "exercises"))
    }
    whole = {"versions.csv": facts["versions"], "echanges.csv": facts["exchanges"]}
    return {name: _csv(rows) for name, rows in (by_learner | whole).items() if rows}


def _csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows([cell_text("" if value is None else value) for value in row.values()] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
