"""How words that an editor tries would be read: the sheet of an organisation that has not begun, and every remark once."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coursesite.organisations.enums import Sector
from coursesite.organisations.models import Organisation
from step_guides.worksheets import words
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.forms import GuidedForm
from step_guides.worksheets.kinds import KindSpec, Table, spec_of
from step_guides.worksheets.models import MODELS, Node, Wording
from step_guides.worksheets.presenters.form import form_of, tables_of
from step_guides.worksheets.presenters.rows import outline_of
from step_guides.worksheets.rows import FieldRow, LineRow, Rows
from step_guides.worksheets.slots import accepted, chapters
from step_guides.worksheets.upstream import Reference


def preview(request: HttpRequest, wording: Wording, mode: str) -> HttpResponse:
    """Nothing is read from an organisation, and nothing can be sent."""
    spec, sector = spec_of(wording.kind), wording.sector
    changes = {(spec.kind, sector): accepted(spec.kind, sector, wording.texts)}
    with words.tried(changes):
        context: dict[str, Any] = {"spec": spec, "mode": mode, "wording": wording}
        if mode == "hints":
            context["hints"] = _hints(spec)
        elif mode == "start":
            context["form"] = GuidedForm(sector=sector)
        else:
            context |= _sheet(spec, sector)
        return render(request, "worksheets/cms/preview.html", context)


def _sheet(spec: KindSpec, sector: str) -> dict[str, Any]:
    organisation = Organisation(name=filled_example(spec.kind).organisation, sector=sector or Sector.OTHER)
    rows = _blank(spec)
    page: dict[str, Any] = {"hints": [], "progress": 0, "view": "liste"}
    if spec.rows:
        page["outline"] = outline_of(rows, [], sector=sector)
        page["outline"].tables = tables_of(spec, rows, [], sector=sector)
    else:
        page["form"] = form_of(spec, rows, [], sector=sector)
    return {
        "page": page,
        "worksheet": MODELS[spec.kind](kind=spec.kind, organisation=organisation, state=""),
        "start": words.start_of(spec.kind),
        "choices": {},
    }


def _blank(spec: KindSpec) -> Rows:
    """One line in each table and one element of each kind; where there is a line for a thing of another sheet, those of the filled example."""
    snapshot = filled_example(spec.kind).snapshot
    held = snapshot.get("upstream", {})
    upstream = {name: [Reference(**one) for one in held.get(name, [])] for name in spec.sources}

    def lines(table: Table) -> list[LineRow]:
        about = upstream[table.per][:2] if table.per else [None]
        return [LineRow(table, one.uid if one else str(uuid.uuid4()), {}, 0, about=one) for one in about]

    first = {node["kind"]: node for node in reversed(snapshot.get("nodes", []))}
    return Rows(
        [FieldRow(field, "", 0) for field in spec.fields],
        {table.key: lines(table) for table in spec.tables},
        [Node(pk=number, kind=kind, label=node["label"]) for number, (kind, node) in enumerate(first.items())],
        upstream=upstream,
    )


def _hints(spec: KindSpec) -> list[dict[str, str]]:
    """Those whose words belong to this kind, with what the site fills in left open."""
    codes = {
        slot.path.split(".")[1]
        for one in chapters(spec.kind)
        for group in one.groups
        for slot in group.slots
        if slot.path.startswith("check.")
    }
    return [told for code, told in words.check_words().items() if code in codes]
