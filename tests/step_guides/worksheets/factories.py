"""Sheets and submissions for tests of this room and of the rooms above, made by the actions themselves."""

from __future__ import annotations

from coursesite.accounts.models import User
from coursesite.organisations.models import Organisation
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.snapshots import Snapshot
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
