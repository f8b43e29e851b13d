"""« Ouverture des modules » of a cohort, for those who train it and those who act for its network."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import may_follow
from coursesite.cohorts.views import refuse, visible_cohort
from coursesite.core.errors import Invalid
from coursesite.core.http import form_view, see_other
from modules.catalogue.outline import outline
from modules.progress.forms import OpeningsForm
from modules.progress.models import ModuleOpening
from modules.progress.openings import set_openings


@form_view
def openings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = visible_cohort(request, public_id)
    may_follow(request.user, cohort)
    days = dict(ModuleOpening.objects.filter(cohort=cohort).values_list("module", "opens_on"))
    form = OpeningsForm(request.POST if request.method == "POST" else None, modules=outline(), days=days)
    if request.method == "POST" and form.is_valid():
        try:
            set_openings(cohort, form.days(), by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The days are kept. Learners see them on “Your course”."))
            return see_other(reverse("progress:openings", args=[cohort.public_id]))
    context = {"cohort": cohort, "form": form}
    return render(request, "progress/pages/openings.html", context, status=422 if form.errors else 200)
