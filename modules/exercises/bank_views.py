"""« Banque d'exercices » in the editing space: take exercises out as a spreadsheet, check a file, bring it in as drafts."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.core.errors import Invalid, TooLarge
from coursesite.core.http import form_view, reads, see_other
from modules.exercises import bank, sheets
from modules.exercises.models import Exercise


@form_view
def bring(request: HttpRequest) -> HttpResponse:
    """`do=check` says what the file would do, row by row, and writes nothing; `do=bring` does it when no row is wrong."""
    _editors_only(request)
    if request.method != "POST":
        return render(request, "exercises/admin/bank.html", {})
    file = request.FILES.get("file")
    if file is None:
        return _said(request, error=_("Choose a file, CSV or XLSX."))
    if file.size is None or file.size > sheets.LARGEST:
        return _said(request, error=_("This file is too large: 1 MB at most."))
    try:
        reading = bank.read(sheets.read(file.read(), file.name or ""))
    except (Invalid, TooLarge) as refused:
        return _said(request, error=str(refused))
    if reading.faults or request.POST.get("do") != "bring":
        return render(request, "exercises/admin/bank.html", {"reading": reading}, status=422 if reading.faults else 200)
    bank.bring_in(reading, by=request.user)  # type: ignore[arg-type]
    count = len(reading.exercises)
    said = ngettext(
        "%(count)d exercise is a draft now: publish it in its page.",
        "%(count)d exercises are drafts now: publish each in its page.",
        count,
    )
    messages.success(request, said % {"count": count})
    return see_other(reverse("exercise_bank"))


@reads
def take(request: HttpRequest, extension: str) -> HttpResponse:
    """Every exercise, as it was last saved by its editors."""
    _editors_only(request)
    if extension not in sheets.TYPES:
        raise Http404
    drafts = Exercise.objects.order_by("code").select_related("latest_revision")
    rows = bank.rows_of([one.get_latest_revision_as_object() if one.latest_revision_id else one for one in drafts])
    response = HttpResponse(sheets.write(rows, bank.columns_of(rows), extension), content_type=sheets.TYPES[extension])
    response.headers["Content-Disposition"] = f'attachment; filename="exercices.{extension}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _said(request: HttpRequest, *, error: str) -> HttpResponse:
    return render(request, "exercises/admin/bank.html", {"error": error}, status=422)


def _editors_only(request: HttpRequest) -> None:
    if not request.user.has_perm("exercises.add_exercise"):
        raise PermissionDenied
