"""« Envois en attente »: what the site promised and has not done yet, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from coursesite.core.http import reads, see_other, writes
from coursesite.core.models import Outbox


@reads
def outbox(request: HttpRequest) -> HttpResponse:
    """Refused rows first, then the oldest."""
    if not request.user.is_superuser:
        raise Http404
    rows = Outbox.objects.filter(done_at=None).order_by(F("dead_at").desc(nulls_last=True), "created_at", "pk")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "core/outbox.html", {"page": page, "dead": Outbox.objects.dead().count()})


@writes
def retry(request: HttpRequest) -> HttpResponse:
    """One refused effect (`row`), or all of them: the count of refusals starts again."""
    if not request.user.is_superuser:
        raise Http404
    one = request.POST.get("row", "")
    dead = Outbox.objects.dead()
    count = (dead.filter(pk=int(one)) if one.isdecimal() and len(one) < 19 else dead).revive()
    messages.success(
        request, ngettext("%(count)d effect is tried again.", "%(count)d effects are tried again.", count) % {"count": count}
    )
    return see_other(reverse("core:outbox"))
