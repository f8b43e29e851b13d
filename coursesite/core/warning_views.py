"""« Passages qui semblent nommer quelqu'un », among the reports of the editing space: how often the guard warned."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coursesite.core.http import reads
from coursesite.core.warning_tallies import FEW, months


@reads
def warnings(request: HttpRequest) -> HttpResponse:
    return render(request, "core/admin/warnings.html", {"months": months(), "few": FEW})
