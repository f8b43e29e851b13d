from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coursesite.core.errors import TooLarge
from coursesite.core.http import problem, public, reads, wants_json
from coursesite.core.leasing import LeasedRow
from coursesite.core.middleware import refusal_page

LEAST_DISK = 500 * 1024 * 1024
LONGEST_DUE = timedelta(minutes=15)


@public
@require_http_methods(["GET", "HEAD"])
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else, no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_http_methods(["GET", "HEAD"])
def readyz(request: HttpRequest) -> HttpResponse:
    """For operators: from the machine itself, or with the monitoring key. 503 names what fails; no secret is shown."""
    key = request.headers.get("X-Monitoring-Key", "")
    allowed = settings.MONITORING_KEY and constant_time_compare(key, settings.MONITORING_KEY)
    relayed = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"))
    if not allowed and (relayed or request.META.get("REMOTE_ADDR") not in {"127.0.0.1", "::1"}):  # a proxy is on this machine too
        return HttpResponse("not found\n", status=404, content_type="text/plain")
    answers: dict[str, Any] = {}
    for name, ask in {"database": _writable, "migrations": _migrated, "leased_rows": _not_stuck, "disk": _room_left}.items():
        try:
            fault = ask()
        except Exception as error:  # whatever is wrong, an operator reads its class, never its text
            fault = type(error).__name__
        answers[name] = fault or "ok"
    failing = [name for name, answer in answers.items() if answer != "ok"]
    answers["dead_rows"] = _dead() if not failing else None
    return JsonResponse({"ready": not failing, "failing": failing, **answers}, status=503 if failing else 200)


def _writable() -> str:
    """A transaction that writes and takes it back: a table of the site, so that rights and read-only disks are seen."""
    from coursesite.core.models import Outbox

    with transaction.atomic():
        Outbox.objects.bulk_create([Outbox(kind="readyz", key="readyz", payload={})], ignore_conflicts=True)
        transaction.set_rollback(True)
    return ""


def _migrated() -> str:
    executor = MigrationExecutor(connection)
    return "unapplied" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def _leased_tables() -> list[Any]:
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, LeasedRow)]


def _not_stuck() -> str:
    late = timezone.now() - LONGEST_DUE
    stuck = [
        model._meta.label
        for model in _leased_tables()
        if model._default_manager.due().filter(not_before__lt=late, claims=0).exists()
    ]
    return ", ".join(stuck)


def _dead() -> dict[str, int]:
    return {model._meta.label: model._default_manager.dead().count() for model in _leased_tables()}


def _room_left() -> str:
    return "" if shutil.disk_usage(settings.DATA_DIR).free >= LEAST_DISK else "full"


@public
@reads
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /compte/\nDisallow: /cms/\nDisallow: /v/\n", content_type="text/plain")


@public
@reads
def styleguide(request: HttpRequest) -> HttpResponse:
    """The gallery of components (debug only)."""
    return render(request, "styleguide.html")


@public
@reads
def one_door(request: HttpRequest) -> HttpResponse:
    """Wagtail has sign-in pages of its own, which ask for no second factor: every one of them leads to the one of the site.

    Who is signed in and sent here all the same was refused something: signing in again would send her back and forth for ever.
    """
    if "next" in request.GET and request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{reverse('account_login')}?{request.GET.urlencode()}".rstrip("?"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return refusal_page(request, TooLarge(_("This text is too long.")))
    if wants_json(request):
        return problem(400, "malformed", _("The request could not be read."))
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return problem(403, "not_allowed", _("This page is not open to you"))
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return problem(404, "not_found", _("This page does not exist."))
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
