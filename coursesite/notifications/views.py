from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from coursesite.core.errors import NotFound
from coursesite.core.http import form_view, public, reads, see_other, writes
from coursesite.notifications import actions, leaving, queries
from coursesite.notifications.enums import NEEDED, Delivery, Topic
from coursesite.notifications.forms import PreferencesForm
from coursesite.notifications.models import Message

A_PAGE = 25


@reads
def listing(request: HttpRequest) -> HttpResponse:
    """« Mes messages », the newest first."""
    page = Paginator(Message.objects.visible_to(request.user), A_PAGE).get_page(request.GET.get("page", "")[:6])
    return render(request, "notifications/list.html", {"page": page, "unread": queries.unread_count(request.user)})


@writes
def read(request: HttpRequest, message: UUID) -> HttpResponse:
    """Read, and on to where it leads when that is what was asked."""
    found = get_object_or_404(Message.objects.visible_to(request.user), public_id=message)
    actions.mark_read(found, by=request.user)
    return see_other(found.link if "open" in request.POST and found.link else reverse("notifications:list"))


@writes
def all_read(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(request.user)
    return see_other(reverse("notifications:list"))


@form_view
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=queries.wishes(request.user))
    if request.method == "POST" and form.is_valid():
        actions.choose(request.user, form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return see_other(request.path)
    needed = [(topic.label, why) for topic, why in NEEDED.items()]
    return render(request, "notifications/preferences.html", {"form": form, "needed": needed}, status=422 if form.errors else 200)


@public
@csrf_exempt
@form_view
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail. Looking at it changes nothing; its button does, and so does the one of a mail program (RFC 8058).

    No form token: a mail program has none. The address itself is what nobody else knows."""
    held = leaving.read(token)
    if held is None:
        raise NotFound(_("This link is not one of ours, or its account is closed."))
    person, what = held
    if request.method == "POST":
        actions.stop_mail(person, what)
    topic = "" if what == Delivery.DAILY else Topic(what).label
    return render(request, "notifications/stop.html", {"topic": topic, "done": request.method == "POST"})
