"""What the views of a sheet share: finding it, showing its page, saying no without losing a word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.core.errors import Refusal
from step_guides.worksheets.enums import Confidence, Evidence, Horizon, LinkKind, NodeKind
from step_guides.worksheets.models import Link, Worksheet
from step_guides.worksheets.naming import label_of
from step_guides.worksheets.narrative import column_label
from step_guides.worksheets.presenters.editor_row import Trouble, dom
from step_guides.worksheets.presenters.pages import SheetPage, sheet_page
from step_guides.worksheets.queries import with_its_page

VIEWS = ("liste", "schema", "recit")
ABOUT_LINKS = ("link", "assumption", "evidence", "confidence")
NEW_ELEMENTS = ("outcome:short", "outcome:medium", "outcome:long", "output", "impact", "activity")


def visible_sheet(request: HttpRequest, public_id: UUID) -> Worksheet:
    """404 to whoever is not a member of its organisation today."""
    return get_object_or_404(_visible(request), public_id=public_id)


def sheet_to_show(request: HttpRequest, public_id: UUID) -> Worksheet:
    """The same, with what its page says around its text."""
    found = with_its_page(_visible(request).filter(public_id=public_id), request.user).first()
    if found is None:
        raise Http404
    return found


def _visible(request: HttpRequest) -> QuerySet[Worksheet]:
    found: QuerySet[Worksheet] = Worksheet.objects.visible_to(request.user).non_polymorphic().select_related("organisation")
    return found


def choices() -> dict[str, list[tuple[str, Any]]]:
    """What the lists of the editor offer. Values are strings, as forms send them."""
    return {
        "horizon": [("", _("to be said")), *Horizon.choices],
        "kind": list(LinkKind.choices),
        "evidence": [("", _("to be said")), *Evidence.choices],
        "confidence": [("", _("to be said")), *((str(value), label) for value, label in Confidence.choices)],
        "new": [(f"new:{column}", column_label(column)) for column in NEW_ELEMENTS],
    }


def address(worksheet: Worksheet, anchor: str = "", **query: str) -> str:
    """The page of the sheet, open at a row."""
    page = reverse("worksheets:detail", args=[worksheet.public_id])
    asked = urlencode({**query, **({"ligne": anchor} if anchor else {})}, safe=":")
    return page + (f"?{asked}" if asked else "") + (f"#{dom(anchor)}" if anchor else "")


def anchor_of(worksheet: Worksheet, key: str) -> str:
    """`?ligne=`: an anchor, a field, a kind of element, or what lessons call « link », « assumption », « dismissed »."""
    if ":" in key or not key:
        return key[:60]
    if worksheet.spec.field(key):
        return f"field:{key}"
    if worksheet.spec.table(key):
        return f"table:{key}"
    if not worksheet.spec.rows:
        return ""
    if key in NodeKind.values:
        return f"kind:{key}"
    if key in ABOUT_LINKS:
        link = Link.objects.filter(worksheet=worksheet.pk).first()
        return link.anchor if link else f"kind:{NodeKind.OUTCOME}"
    return "pistes" if key == "dismissed" else ""


def editor(request: HttpRequest, page: SheetPage, *, status: int = 200) -> HttpResponse:
    template = "worksheets/detail.html" if page.worksheet.is_editable else "worksheets/frozen.html"
    return render(request, template, {"page": page, "worksheet": page.worksheet, "choices": choices()}, status=status)


def refused(request: HttpRequest, worksheet: Worksheet, refusal: Refusal, *, trouble: Trouble | None = None) -> HttpResponse:
    """The page again, with the reason and everything that was typed."""
    messages.error(request, str(refusal.message))
    worksheet = sheet_to_show(request, worksheet.public_id)
    page = sheet_page(worksheet, trouble=trouble, focus=trouble.anchor if trouble else "")
    if trouble is not None and not _is_shown(page, trouble):
        page.kept = [
            (label_of(worksheet.kind, trouble.anchor, name), text)
            for name, text in trouble.values.items()
            if isinstance(text, str) and text.strip()
        ]
    return editor(request, page, status=refusal.status)


def _is_shown(page: SheetPage, trouble: Trouble) -> bool:
    """Whether the row, or the form that makes one, is still on the page to hold what was typed."""
    kind, _colon, rest = trouble.anchor.partition(":")
    if page.content is None:
        return False
    there = {row.anchor for row in page.content.rows}
    return trouble.anchor in there or kind == "add" or (kind == "from" and rest in there)
