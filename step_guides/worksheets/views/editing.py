from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, Malformed, NotFound, Refusal, WrongState
from coursesite.core.guard import LABELS, places
from coursesite.core.http import parse_json, see_other, writes
from step_guides.worksheets import actions
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.presenters.editor_row import Trouble
from step_guides.worksheets.rows import rules_at
from step_guides.worksheets.typing_rules import ManyFromSource, ManyOf, typed_freely
from step_guides.worksheets.views.sheets import address, refused, visible_sheet

LONGEST_TEXT = 20_000  # of a field; what is longer is refused, or was blank
MOVES = ("up", "down", "left", "right")
ENDS = ("source", "target")


def lock_of(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def typed(request: HttpRequest, worksheet: Worksheet, anchor: str) -> dict[str, str]:
    """The fields of the row that the form holds. The ends of a link are chosen when it is made; boxes of one name make one value."""
    rules = rules_at(worksheet.spec, anchor)
    return {
        name: ",".join(filter(None, request.POST.getlist(name)))
        if isinstance(rule, (ManyOf, ManyFromSource))
        else request.POST[name]
        for name, rule in rules.items()
        if name in request.POST and name not in ENDS
    }


def trouble_of(worksheet: Worksheet, anchor: str, values: dict[str, Any], refusal: Refusal) -> Trouble:
    kind = worksheet.kind
    errors = {name: [str(one) for one in found] for name, found in refusal.errors.items()} if isinstance(refusal, Invalid) else {}
    if refusal.code == "stale_lock":
        found = refusal.details
        return Trouble(kind, anchor, {**values, **found["yours"]}, errors, found["theirs"], found["lock"], str(refusal.message))
    return Trouble(kind, anchor, values, errors, message=str(refusal.message))


@writes
def row(request: HttpRequest, public_id: UUID, anchor: str) -> HttpResponse:
    """A row's own form: saves what it holds, then moves or deletes the row if asked."""
    worksheet = visible_sheet(request, public_id)
    do, values, lock = request.POST.get("do", ""), typed(request, worksheet, anchor), lock_of(request.POST.get("lock"))
    try:
        if do == "delete":
            saved = actions.delete_row(worksheet, anchor, by=request.user, lock=lock)
            return see_other(address(worksheet, efface=str(saved.revision)) + "#outline")
        saved = actions.edit_row(worksheet, anchor, values, lock=lock, by=request.user)
        moves = do in MOVES or do.startswith(actions.PLACES)
        if moves:
            move = actions.move_line if worksheet.spec.table(anchor.partition(":")[0]) else actions.move_node
            move(worksheet, anchor, do, by=request.user)
    except (Invalid, WrongState, NotFound) as refusal:
        return refused(
            request, worksheet, refusal, trouble=trouble_of(worksheet, anchor, {} if do == "delete" else values, refusal)
        )
    if not moves:
        messages.success(request, _("Saved at %(time)s") % {"time": time_format(localtime(saved.at))})
    return see_other(address(worksheet, anchor, **_same_view(request)))


def _same_view(request: HttpRequest) -> dict[str, str]:
    return {"vue": "recit"} if request.POST.get("vue") == "recit" else {}


@writes
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new line of a table, a new element in its column, or a link from an element to another, existing or new."""
    worksheet = visible_sheet(request, public_id)
    table = request.POST.get("table", "")
    if not worksheet.spec.rows or worksheet.spec.table(table):
        return _add_line(request, worksheet, table)
    source, target = request.POST.get("source", ""), request.POST.get("target", "")
    column, label = (
        target.removeprefix("new:") if target.startswith("new:") else request.POST.get("column", ""),
        request.POST.get("label", ""),
    )
    try:
        if source and not target.startswith("new:"):
            assumption = {"assumption": request.POST["assumption"]} if request.POST.get("assumption") else None
            saved = actions.add_link(worksheet, source, _chosen(target), assumption, by=request.user)
            return see_other(address(worksheet, saved.anchor))
        kind, _colon, horizon = column.partition(":")
        wording = {"label": _worded(label), **({"horizon": horizon} if horizon else {})}
        saved = actions.add_node(worksheet, kind, wording, by=request.user, after=source)
    except (Invalid, WrongState) as refusal:
        where = f"from:{source}" if source else f"add:{column}"
        kept = {"label": label, "target": target, "assumption": request.POST.get("assumption", "")}
        return refused(request, worksheet, refusal, trouble=trouble_of(worksheet, where, kept, refusal))
    return see_other(address(worksheet, saved.anchor))


def _add_line(request: HttpRequest, worksheet: Worksheet, table: str) -> HttpResponse:
    try:
        saved = actions.add_line(worksheet, table, by=request.user)
    except (Invalid, WrongState) as refusal:
        return refused(request, worksheet, refusal, trouble=trouble_of(worksheet, f"add:{table}", {}, refusal))
    return see_other(address(worksheet, saved.anchor))


def _chosen(target: str) -> str:
    if not target:
        message = _("Choose an element from the list.")
        raise Invalid(message, errors={"target": [message]})
    return target


def _worded(label: str) -> str:
    if not label.strip():
        message = _("Write a few words.")
        raise Invalid(message, errors={"label": [message]})
    return label


@writes
def autosave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changed fields of one row: {"anchor", "fields", "lock", "op_id"}. The same `op_id` again gives the same answer."""
    anchor, fields, lock, op_id = _save_asked(parse_json(request))
    worksheet = visible_sheet(request, public_id)
    saved = actions.edit_row(worksheet, anchor, fields, lock=lock, by=request.user, op_id=op_id)
    return JsonResponse(
        {
            "anchor": saved.anchor,
            "lock": saved.lock,
            "revision": saved.revision,
            "at": time_format(localtime(saved.at)),
            "warnings": [
                {"field": name, "what": str(LABELS[place.kind]), "start": place.start, "end": place.end}
                for name in typed_freely(rules_at(worksheet.spec, anchor))
                if isinstance(text := fields.get(name), str)
                for place in places(text[:LONGEST_TEXT])
            ],
        }
    )


def _save_asked(body: dict[str, Any]) -> tuple[str, dict[str, Any], int, uuid.UUID]:
    anchor, fields, lock = body.get("anchor"), body.get("fields"), body.get("lock")
    if not isinstance(anchor, str) or not isinstance(fields, dict) or not isinstance(lock, int) or isinstance(lock, bool):
        raise Malformed(_("The request could not be read."), code="malformed_save")
    if any(name in ENDS for name in fields):
        raise Malformed(_("The request could not be read."), code="malformed_save")
    try:
        return anchor, fields, lock, uuid.UUID(str(body.get("op_id")))
    except ValueError as error:
        raise Malformed(_("The request could not be read."), code="malformed_save") from error


@writes
def remark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """« C'est voulu », and its contrary."""
    worksheet = visible_sheet(request, public_id)
    code, anchor, reason = (request.POST.get(name, "") for name in ("code", "anchor", "reason"))
    try:
        if request.POST.get("do") == "undo":
            actions.undismiss(worksheet, code, anchor, by=request.user)
        else:
            actions.dismiss(worksheet, code, anchor, reason=reason, by=request.user)
    except (Invalid, WrongState, NotFound) as refusal:
        return refused(request, worksheet, refusal, trouble=Trouble(worksheet.kind, f"remark:{anchor}", {"reason": reason}))
    return see_other(address(worksheet, anchor if anchor != "sheet" else "") + ("#pistes" if anchor == "sheet" else ""))


def _turn(request: HttpRequest, worksheet: Worksheet, turn: Any, said: str) -> HttpResponse:
    try:
        saved = turn(worksheet, by=request.user, number=lock_of(request.POST.get("number")) or None)
    except (WrongState, Invalid, NotFound) as refusal:
        return refused(request, worksheet, refusal)
    messages.success(request, said)
    return see_other(address(worksheet, saved.anchor))


@writes
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _turn(request, visible_sheet(request, public_id), actions.undo, _("Your last change is taken back."))


@writes
def redo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _turn(request, visible_sheet(request, public_id), actions.redo, _("Your change is written again."))
