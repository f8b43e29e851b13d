"""The past of a sheet: its history, two versions compared, moments with a name, and the way back."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from coursesite.core.errors import Invalid, WrongState
from coursesite.core.http import reads, see_other, writes
from step_guides.worksheets import actions
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.presenters.compare import comparison_of
from step_guides.worksheets.presenters.history import moves_of, past_of, points_of
from step_guides.worksheets.versions import versions_of
from step_guides.worksheets.views.editing import lock_of
from step_guides.worksheets.views.sheets import address, visible_sheet

SAVES_A_PAGE = 50


@reads
def history(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _history(request, visible_sheet(request, public_id))


def _history(request: HttpRequest, worksheet: Worksheet, *, typed: str = "", error: str = "", status: int = 200) -> HttpResponse:
    saves = Paginator(worksheet.revisions.select_related("by").order_by("-number"), SAVES_A_PAGE)
    page = saves.get_page(request.GET.get("page"))
    versions = versions_of(worksheet, request.user)
    context = {
        "worksheet": worksheet,
        "pages": page,
        "past": past_of(worksheet, page),
        "moves": moves_of(worksheet),
        "points": points_of(worksheet),
        "versions": versions,
        "older": versions[1],
        "newer": versions[0],
        "typed": typed,
        "error": error,
    }
    return render(request, "worksheets/history.html", context, status=status)


@gzip_page
@reads
def compare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For members, anything they may go back to; for trainers, the versions that were sent to them."""
    return _compare(request, _readable(request, public_id), request.GET.get("de", ""), request.GET.get("a", ""))


def _readable(request: HttpRequest, public_id: UUID) -> Worksheet:
    mine = Worksheet.objects.visible_to(request.user).non_polymorphic().values("pk")
    read = Submission.objects.visible_to(request.user).values("worksheet")
    found = Worksheet.plain.filter(Q(pk__in=mine) | Q(pk__in=read)).select_related("organisation")
    return get_object_or_404(found, public_id=public_id)


def _compare(request: HttpRequest, worksheet: Worksheet, older: str, newer: str, *, status: int = 200) -> HttpResponse:
    page = comparison_of(worksheet, request.user, older=older, newer=newer)
    return render(request, "worksheets/compare.html", {"page": page, "worksheet": worksheet}, status=status)


@writes
def name_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = visible_sheet(request, public_id)
    name = request.POST.get("name", "")
    try:
        point = actions.name_point(worksheet, name, by=request.user)
    except Invalid as refusal:
        return _history(request, worksheet, typed=name, error=str(refusal.message), status=refusal.status)
    messages.success(request, _("This moment is kept: “%(name)s”.") % {"name": point.name})
    return see_other(reverse("worksheets:history", args=[worksheet.public_id]))


@writes
def remove_point(request: HttpRequest, public_id: UUID, point: UUID) -> HttpResponse:
    worksheet = visible_sheet(request, public_id)
    gone = actions.remove_point(worksheet, point, by=request.user)
    messages.success(request, _("“%(name)s” is no longer kept.") % {"name": gone.name})
    return see_other(reverse("worksheets:history", args=[worksheet.public_id]))


@writes
def go_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = visible_sheet(request, public_id)
    version, seen = request.POST.get("version", ""), lock_of(request.POST.get("seen"))
    try:
        op_id = uuid.UUID(request.POST.get("op_id", ""))
    except ValueError:
        op_id = uuid.uuid4()
    try:
        actions.go_back(worksheet, version, seen=seen, by=request.user, op_id=op_id)
    except (WrongState, Invalid) as refusal:
        messages.error(request, str(refusal.message))
        return _compare(request, visible_sheet(request, public_id), "maintenant", version, status=refusal.status)
    messages.success(request, _("The worksheet is again as it was then. “Undo” takes this back."))
    return see_other(address(worksheet))
