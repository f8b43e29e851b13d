"""Traces and their destinations, for administrators; one's own traces, for everybody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.core.http import form_view, reads, see_other, writes
from coursesite.tracking import queries
from coursesite.tracking import vocabulary as v
from coursesite.tracking.actions import give_up, pause_by_hand, resend, resume, save_destination
from coursesite.tracking.checkup import check
from coursesite.tracking.forms import DestinationForm
from coursesite.tracking.models import Delivery, Destination, Statement

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def administrators_only(user: User) -> None:
    if not user.is_superuser:
        raise Http404


def _destination(request: HttpRequest, slug: str) -> Destination:
    return get_object_or_404(Destination.objects.visible_to(request.user), slug=slug)


@reads
def statements(request: HttpRequest) -> HttpResponse:
    administrators_only(request.user)
    verb = request.GET.get("verbe", "")
    page = queries.lines(Statement.objects.visible_to(request.user), verb=verb, before=request.GET.get("avant", ""))
    older = urlencode({"verbe": verb, "avant": page.older} if verb else {"avant": page.older}) if page.older else ""
    verbs = [(name, queries.verb_label(one)) for name, one in v.VERBS.items()]
    context = {"page": page, "older": older, "verbs": verbs, "verb": verb, "later": "avant" in request.GET}
    return render(request, "tracking/pages/statements.html", context)


@reads
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    administrators_only(request.user)
    found = get_object_or_404(Statement.objects.visible_to(request.user).select_related("voided_by__voiding"), pk=pk)
    deliveries = Delivery.objects.filter(statement=found).select_related("destination").order_by("destination__name")
    body = json.dumps(found.body, ensure_ascii=False, indent=2)
    return render(request, "tracking/pages/statement.html", {"line": queries.line(found), "body": body, "deliveries": deliveries})


@reads
def mine(request: HttpRequest) -> HttpResponse:
    """The traces of which the person is the subject, as a file."""
    data = json.dumps(queries.statements_about(request.user), ensure_ascii=False, indent=2)
    return HttpResponse(
        data, content_type="application/json", headers={"Content-Disposition": 'attachment; filename="mes-traces.json"'}
    )


@reads
def destinations(request: HttpRequest) -> HttpResponse:
    administrators_only(request.user)
    backlogs = queries.backlogs(Destination.objects.visible_to(request.user))
    return render(request, "tracking/pages/destinations.html", {"backlogs": backlogs})


@reads
def destination(request: HttpRequest, slug: str) -> HttpResponse:
    found = _destination(request, slug)
    context = {
        "destination": found,
        "backlog": queries.backlogs([found])[0],
        "rows": queries.needing_attention(found)[:200],
        "verbs": [queries.verb_label(v.VERBS[name]) for name in found.verbs if name in v.VERBS],
    }
    return render(request, "tracking/pages/destination.html", context)


def _destination_form(request: HttpRequest, instance: Destination | None) -> HttpResponse:
    form = DestinationForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        saved = save_destination(form.save(commit=False), password=form.cleaned_data["password"])
        messages.success(request, _("The destination is saved. Test the connection before counting on it."))
        return see_other(reverse("tracking:destination", args=[saved.slug]))
    status = 422 if request.method == "POST" else 200
    return render(request, "tracking/pages/destination_form.html", {"form": form, "destination": instance}, status=status)


@form_view
def destination_new(request: HttpRequest) -> HttpResponse:
    administrators_only(request.user)
    return _destination_form(request, None)


@form_view
def destination_edit(request: HttpRequest, slug: str) -> HttpResponse:
    return _destination_form(request, _destination(request, slug))


@writes
def destination_test(request: HttpRequest, slug: str) -> HttpResponse:
    found = _destination(request, slug)
    result = check(found)
    {"success": messages.success, "warning": messages.warning, "error": messages.error}[result.level](request, result.text)
    return see_other(reverse("tracking:destination", args=[slug]))


@writes
def destination_pause(request: HttpRequest, slug: str) -> HttpResponse:
    pause_by_hand(_destination(request, slug))
    messages.success(request, _("Nothing is sent to this destination until you resume. Traces are kept and wait."))
    return see_other(reverse("tracking:destination", args=[slug]))


@writes
def destination_resume(request: HttpRequest, slug: str) -> HttpResponse:
    resume(_destination(request, slug))
    messages.success(request, _("Sending starts again within a minute."))
    return see_other(reverse("tracking:destination", args=[slug]))


@writes
def destination_resend(request: HttpRequest, slug: str) -> HttpResponse:
    """One refused trace (`delivery`), or all of them."""
    found = _destination(request, slug)
    one = request.POST.get("delivery", "")
    dead = Delivery.objects.filter(destination=found).dead().values_list("pk", flat=True)
    count = resend(found, dead.filter(pk=int(one)) if one.isdecimal() and len(one) < 19 else dead)
    messages.success(
        request, ngettext("%(count)d trace is sent again.", "%(count)d traces are sent again.", count) % {"count": count}
    )
    return see_other(reverse("tracking:destination", args=[slug]))


@writes
def destination_give_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _destination(request, slug)
    give_up(get_object_or_404(Delivery.objects.visible_to(request.user), destination=found, pk=pk))
    messages.success(request, _("This trace will not be sent to this destination. It stays in the site’s own store."))
    return see_other(reverse("tracking:destination", args=[slug]))
