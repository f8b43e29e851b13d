"""« Calendrier » of a cohort, for those who train it and those who act for its network."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts import timetable
from coursesite.cohorts.forms import BreakForm, ExtensionForm
from coursesite.cohorts.models import Break, Cohort, Enrolment, Extension
from coursesite.cohorts.permissions import may_follow
from coursesite.cohorts.views import refuse, visible_cohort
from coursesite.core.errors import Invalid
from coursesite.core.http import reads, see_other, writes


def _followed(request: HttpRequest, public_id: UUID) -> Cohort:
    cohort = visible_cohort(request, public_id)
    may_follow(request.user, cohort)
    return cohort


def _people(cohort: Cohort) -> Any:
    return Enrolment.objects.open().filter(cohort=cohort).select_related("person", "cohort").order_by("person__full_name")


def _page(
    request: HttpRequest, cohort: Cohort, *, breaks: BreakForm | None = None, extension: ExtensionForm | None = None
) -> HttpResponse:
    people = _people(cohort)
    context = {
        "cohort": cohort,
        "breaks": Break.objects.filter(cohort=cohort).select_related("enrolment__person"),
        "extensions": Extension.objects.filter(enrolment__cohort=cohort).select_related("enrolment__person", "granted_by"),
        "break_form": breaks or BreakForm(people=people, prefix="pause"),
        "extension_form": extension or ExtensionForm(people=people, prefix="delai"),
    }
    return render(request, "cohorts/timetable.html", context, status=422 if breaks or extension else 200)


def _back(cohort: Cohort) -> HttpResponse:
    return see_other(reverse("cohorts:timetable", args=[cohort.public_id]))


@reads
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _followed(request, public_id))


@writes
def declare_break(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = _followed(request, public_id)
    form = BreakForm(request.POST, people=_people(cohort), prefix="pause")
    if form.is_valid():
        try:
            timetable.declare_break(cohort, **form.cleaned_data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The break is noted: no encouragement leaves on these days."))
            return _back(cohort)
    return _page(request, cohort, breaks=form)


@writes
def remove_break(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    cohort = _followed(request, public_id)
    timetable.remove_break(
        get_object_or_404(Break.objects.filter(cohort=cohort).select_related("cohort"), pk=pk), by=request.user
    )
    messages.success(request, _("The break is removed."))
    return _back(cohort)


@writes
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = _followed(request, public_id)
    form = ExtensionForm(request.POST, people=_people(cohort), prefix="delai")
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            granted = timetable.extend(data.pop("enrolment"), **data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s has more time.") % {"name": granted.enrolment.person.full_name})
            return _back(cohort)
    return _page(request, cohort, extension=form)
