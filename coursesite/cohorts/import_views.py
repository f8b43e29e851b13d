from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.enums import ImportState
from coursesite.cohorts.forms import ImportForm
from coursesite.cohorts.importing import abandon, confirm, plan, prepare
from coursesite.cohorts.models import Import
from coursesite.cohorts.reading import Line, Reading, read
from coursesite.cohorts.views import cohort_page, officer_cohort
from coursesite.core.errors import TooLarge
from coursesite.core.http import form_view, reads, see_other, writes

LARGEST = 1024 * 1024  # 5,000 lines of 200 characters; below it, the file stays in memory


def _page(waiting: Import) -> str:
    return reverse("cohorts:import_preview", args=[waiting.cohort.public_id, waiting.public_id])


@form_view
def upload(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Reads the file. With a fault: the full report, nothing kept. Without: the lines wait for a confirmation."""
    cohort = officer_cohort(request, public_id)
    if request.method != "POST":
        return render(request, "cohorts/import_upload.html", {"cohort": cohort, "form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "cohorts/import_upload.html", {"cohort": cohort, "form": form}, status=422)
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise TooLarge(_("This file is too large: 1 MB at most, and 5,000 lines. Cut it in several."))
    content = file.read()
    reading = read(content)
    plans = plan(cohort, reading) if not reading.faults else []
    if reading.faults:
        context = {"cohort": cohort, "form": ImportForm(), "reading": reading, "plans": plans}
        return render(request, "cohorts/import_upload.html", context, status=422)
    waiting = prepare(cohort, content=content, reading=reading, by=request.user)
    if waiting.state == ImportState.DONE:
        messages.info(request, _("This very file has already been imported: nothing was done twice."))
    return see_other(_page(waiting))


def _visible(request: HttpRequest, public_id: UUID, waiting: UUID) -> Import:
    cohort = officer_cohort(request, public_id)
    found = Import.objects.filter(cohort=cohort).select_related("cohort__programme__network", "by")
    return get_object_or_404(found, public_id=waiting)


@reads
def preview(request: HttpRequest, public_id: UUID, waiting: UUID) -> HttpResponse:
    """Before the confirmation, what each line will do; after it, what was done."""
    found = _visible(request, public_id, waiting)
    if found.state == ImportState.DONE:
        return render(request, "cohorts/import_done.html", {"cohort": found.cohort, "import": found, "summary": found.summary})
    reading = Reading(lines=[Line(**row) for row in found.rows])
    plans = plan(found.cohort, reading)
    context = {
        "cohort": found.cohort,
        "import": found,
        "reading": reading,
        "plans": plans,
        "invited": sum(one.person == "invited" for one in plans),
        "new": sum(one.organisation == "new" for one in plans),
    }
    return render(request, "cohorts/import_preview.html", context)


@writes
def confirm_import(request: HttpRequest, public_id: UUID, waiting: UUID) -> HttpResponse:
    return see_other(_page(confirm(_visible(request, public_id, waiting), by=request.user)))


@writes
def abandon_import(request: HttpRequest, public_id: UUID, waiting: UUID) -> HttpResponse:
    found = _visible(request, public_id, waiting)
    abandon(found, by=request.user)
    messages.info(request, _("The file is forgotten. Nothing was imported."))
    return see_other(cohort_page(found.cohort))
