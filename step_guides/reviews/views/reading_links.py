"""What an organisation does with the links of one of its sheets, and with what stakeholders said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from coursesite.core.http import form_view, see_other, writes
from step_guides.reviews import actions, queries
from step_guides.reviews.forms import ReadingLinkForm
from step_guides.reviews.models import ReaderComment, ReadingLink
from step_guides.reviews.reading import choices
from step_guides.reviews.views.answering import local_address
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.queries import snapshot


@form_view
def links(request: HttpRequest, worksheet: UUID) -> HttpResponseBase:
    """The links of a sheet, a form to make one, and what was said through them. A new link is shown on this page, once."""
    mine = Worksheet.objects.visible_to(request.user).non_polymorphic().select_related("organisation")
    sheet = get_object_or_404(mine, public_id=worksheet)
    now = snapshot(sheet)
    form = ReadingLinkForm(request.POST if request.method == "POST" else None, parts=choices(sheet.kind, now))
    status, made, address = 200, None, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, token = actions.make_link(sheet, **form.cleaned_data, by=request.user)
            except Invalid as refused:
                for name, errors in refused.errors.items():
                    form.add_error(name, [str(error) for error in errors])
            else:
                if not token:
                    messages.info(
                        request, _("This link is made already, and its address was shown then. It is in the list below.")
                    )
                    return see_other(reverse("reviews:reading_links", args=[sheet.public_id]))
                status, address = 200, settings.SITE_URL + reverse("reading:welcome", args=[token])
                form = ReadingLinkForm(parts=choices(sheet.kind, now))
    return render(
        request, "reviews/reading/links.html", _page(sheet, now, form) | {"made": made, "address": address}, status=status
    )


def _page(sheet: Worksheet, now: dict[str, Any], form: ReadingLinkForm) -> dict[str, Any]:
    return {
        "worksheet": sheet,
        "form": form,
        "written": len(choices(sheet.kind, now)) > 1,
        "names": [one for one in remarks(now) if one.code == "T25"],
        "links": queries.links_of(sheet),
    }


@writes
def withdraw(request: HttpRequest, link: UUID) -> HttpResponseBase:
    visible = ReadingLink.objects.visible_to(request.user).select_related("worksheet__organisation")
    found = actions.withdraw_link(get_object_or_404(visible, public_id=link), by=request.user)
    messages.success(request, _("The link is withdrawn: it opens nothing any more."))
    return see_other(reverse("reviews:reading_links", args=[found.worksheet.public_id]))


@writes
def heard(request: HttpRequest, comment: UUID) -> HttpResponseBase:
    """« C'est fait », « Écarter » with a reason, « Rouvrir », « Retirer »."""
    visible = ReaderComment.objects.visible_to(request.user).select_related("link__worksheet__organisation")
    found = get_object_or_404(visible, public_id=comment)
    wanted, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    actions.answer_heard(found, wanted, reason=reason, by=request.user)
    return see_other(local_address(request) or reverse("reviews:reading_links", args=[found.link.worksheet.public_id]))
