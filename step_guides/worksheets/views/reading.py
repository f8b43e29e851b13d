from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from coursesite.core.errors import NotAllowed
from coursesite.core.http import reads
from coursesite.core.offline import kept_offline
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.kinds import KindSpec
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.presenters.home import organisations_of, sheets_of
from step_guides.worksheets.presenters.pages import SheetPage, sheet_page
from step_guides.worksheets.views.sheets import VIEWS, anchor_of, editor, sheet_to_show


@reads
def home(request: HttpRequest) -> HttpResponse:
    lines = sheets_of(request.user, organisations_of(request.user))
    begun = {line.organisation.pk for line in lines if line.is_begun}
    return render(request, "worksheets/home.html", {"lines": lines, "begun": begun})


@gzip_page  # 200 KB of forms weigh 25 on the wire; Django pads the answer at random, tokens are masked
@reads
@kept_offline("sheet", most=1)
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = sheet_to_show(request, public_id)
    focus = anchor_of(worksheet, request.GET.get("ligne", ""))
    page = sheet_page(worksheet, focus=focus, linking=request.GET.get("lier", ""))
    view = request.GET.get("vue", "")
    page.view = view if view in VIEWS else "liste"
    page.deleted = request.GET.get("efface", "") == str(page.steps.undo)
    return editor(request, page)


@gzip_page
@reads
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What changes after a save: the remarks, the picture, the buttons, and a token that is still good after a new sign-in."""
    page: SheetPage = sheet_page(sheet_to_show(request, public_id), focus=request.GET.get("ligne", ""))
    page.view = request.GET.get("vue", "")
    return render(request, "worksheets/_parts/_panel.html", {"page": page, "worksheet": page.worksheet})


@gzip_page
@reads
def printable(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = sheet_to_show(request, public_id)
    page = sheet_page(worksheet)
    context = {"page": page, "worksheet": worksheet, "frozen": page.frozen}
    return render(request, "worksheets/print.html", context)


@reads
def example(request: HttpRequest, spec: KindSpec) -> HttpResponse:
    filled = filled_example(spec.kind)
    context = {
        "spec": spec,
        "example": filled,
        "frozen": freeze(filled.snapshot),
        "mine": Worksheet.objects.visible_to(request.user).non_polymorphic().filter(kind=spec.kind).first(),
    }
    return render(request, "worksheets/example.html", context)


@reads
def submission(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A version as it was sent, for the people of the organisation. Trainers read it through the reviews: here, 403 to them."""
    mine = Worksheet.objects.visible_to(request.user).non_polymorphic().values("pk")
    found = Submission.objects.filter(worksheet__in=mine).select_related(
        "worksheet__organisation", "submitted_by", "decided_by", "cohort"
    )
    sent = found.filter(public_id=public_id).first()
    if sent is None:
        get_object_or_404(Submission.objects.visible_to(request.user), public_id=public_id)
        raise NotAllowed(_("Trainers open this version from their list of worksheets to read."))
    context = {"submission": sent, "worksheet": sent.worksheet, "frozen": freeze(sent.snapshot)}
    return render(request, "worksheets/submission.html", context)
