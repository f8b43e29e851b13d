"""Sheets and submissions for tests of this room and of the rooms above, made by the actions themselves."""

from __future__ import annotations

from coursesite.accounts.models import User
from coursesite.organisations.models import Organisation
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Kind, NodeKind
from step_guides.worksheets.models import Line, Node, Submission, Worksheet
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.words import method
from tests.step_guides.worksheets.theories import sound


def open_theory(organisation: Organisation, *, by: User) -> Worksheet:
    return actions.open_sheet(organisation, Kind.THEORY_OF_CHANGE, by=by)


def fill(sheet: Worksheet, document: Snapshot, *, by: User) -> dict[str, str]:
    """Writes a snapshot into the sheet, row by row. Gives {uid of the snapshot: anchor in the sheet}."""
    anchors: dict[str, str] = {}
    for key, text in document["entries"].items():
        actions.edit_row(sheet, f"field:{key}", {"text": text}, lock=0, by=by)
    for node in document["nodes"]:
        fields = {name: value for name, value in node.items() if name not in ("uid", "kind", "position")}
        anchors[node["uid"]] = actions.add_node(sheet, node["kind"], fields, by=by).anchor
    for link in document["links"]:
        fields = {name: link[name] for name in ("kind", "assumption", "evidence", "confidence")}
        anchors[link["uid"]] = actions.add_link(sheet, anchors[link["source"]], anchors[link["target"]], fields, by=by).anchor
    return anchors


def submitted(organisation: Organisation, *, by: User, document: Snapshot | None = None) -> Submission:
    sheet = open_theory(organisation, by=by)
    if document is not None or not sheet.revision_count:
        fill(sheet, document or sound(), by=by)
    return actions.submit(sheet, by=by, confirmed=True)


def validated(organisation: Organisation, *, by: User, trainer: User) -> Submission:
    submission = submitted(organisation, by=by)
    actions.claim(submission, by=trainer)
    return actions.validate(submission, by=trainer)


def write(sheet: Worksheet, document: Snapshot, *, by: User) -> None:
    """Fills a sheet of fields and tables from a snapshot, as a person would: field by field, line by line. The other sheets of the
    organisation are given first what the snapshot was written with."""
    lay_upstream(sheet, document, by=by)
    moved: dict[str, str] = {}  # a line has another identifier in the sheet than in the snapshot
    for key, text in document["entries"].items():
        actions.edit_row(sheet, f"field:{key}", {"text": text}, lock=0, by=by)
    for table in sheet.spec.tables:
        for line in document["tables"][table.key]:
            values = {name: moved.get(text, text) for name, text in line.items() if name not in ("uid", "position", "about")}
            if table.per:
                actions.edit_row(sheet, f"{table.key}:{line['uid']}", values, lock=0, by=by)
            else:
                moved[line["uid"]] = actions.add_line(sheet, table.key, values, by=by).anchor.partition(":")[2]


def lay_upstream(sheet: Worksheet, document: Snapshot, *, by: User) -> None:
    """What `document` was written with, in the other sheets of its organisation, under the same identifiers."""
    held = {name: found for name, found in document.get("upstream", {}).items() if name not in method()}
    elements = {one["uid"]: one for name in ("outcomes", "retained", "elements") for one in held.get(name, [])}
    outcomes = {one["uid"] for name in ("outcomes", "retained") for one in held.get(name, [])}
    for uid, one in elements.items():
        kind = NodeKind.OUTCOME if uid in outcomes else NodeKind.OUTPUT
        theory = open_theory(sheet.organisation, by=by)
        Node.objects.create(worksheet=theory, uid=uid, kind=kind, label=one["label"], audience=one["note"])
    if not held or sheet.kind == Kind.PRIORITIES:  # which writes its own lines
        return
    priorities = actions.open_sheet(sheet.organisation, Kind.PRIORITIES, by=by)
    for name, table in (("retained", "outcome"), ("questions", "question"), ("indicators", "indicator")):
        for position, one in enumerate(held.get(name, []), 1):
            values = {"retained": "yes", "text": one["label"], "title": one["label"]}
            Line.objects.create(worksheet=priorities, table=table, uid=one["uid"], values=values, position=position)
