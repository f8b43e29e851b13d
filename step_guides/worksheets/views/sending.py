from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.http import form_view, see_other, writes
from step_guides.worksheets import actions
from step_guides.worksheets.forms import ReopenForm
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.presenters.pages import sheet_page
from step_guides.worksheets.queries import enrolment_for
from step_guides.worksheets.views.sheets import address, refused, sheet_to_show, visible_sheet


@form_view
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sends; with remarks to correct that nobody answered, lists them and asks once."""
    worksheet = visible_sheet(request, public_id)
    if request.method != "POST":
        return _ask(request, worksheet) if worksheet.is_editable else see_other(address(worksheet))
    try:
        sent = actions.submit(worksheet, by=request.user, confirmed=request.POST.get("confirmed") == "1")
    except WrongState as refusal:
        if refusal.code == "confirm":
            return _ask(request, worksheet, status=refusal.status)
        return refused(request, worksheet, refusal)
    except NotAllowed as refusal:
        return refused(request, worksheet, refusal)
    messages.success(request, _("Your worksheet is sent. It is version %(number)d.") % {"number": sent.number})
    return see_other(address(worksheet))


def _ask(request: HttpRequest, worksheet: Worksheet, *, status: int = 200) -> HttpResponse:
    page = sheet_page(sheet_to_show(request, worksheet.public_id))
    enrolment = enrolment_for(request.user, worksheet.organisation)
    context = {
        "page": page,
        "worksheet": page.worksheet,
        "pending": [hint for hint in page.hints if hint.mark == "problem"],
        "programme": enrolment.cohort.programme if enrolment else None,
    }
    return render(request, "worksheets/send.html", context, status=status)


@writes
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = visible_sheet(request, public_id)
    try:
        actions.withdraw(worksheet, by=request.user)
    except WrongState as refusal:
        return refused(request, worksheet, refusal)
    messages.success(request, _("You have taken your worksheet back. It is a draft again."))
    return see_other(address(worksheet))


@form_view
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = visible_sheet(request, public_id)
    form = ReopenForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.reopen(worksheet, by=request.user, reason=form.cleaned_data["reason"])
            except Invalid as refusal:
                form.add_error("reason", str(refusal.message))
            except WrongState as refusal:
                return refused(request, worksheet, refusal)
            else:
                messages.success(request, _("The sheet is open again. The validated version is kept."))
                return see_other(address(worksheet))
    return render(request, "worksheets/reopen.html", {"form": form, "worksheet": worksheet}, status=status)
