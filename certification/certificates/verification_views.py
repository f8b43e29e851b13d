"""Public: no session, no user, no cookie. Nothing is kept of who verified whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from certification.certificates import verification
from certification.certificates.codes import grouped, normalised
from certification.certificates.forms import CodeForm
from certification.certificates.throttle import too_often
from coursesite.core.errors import CountersLost
from coursesite.core.http import problem, public, reads, see_other, wants_json


def _sealed(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _refused(request: HttpRequest, status: int, code: str, message: str, *, typed: str = "") -> HttpResponse:
    """One neutral page for whatever is not an answer, with the form again."""
    if wants_json(request):
        return _sealed(problem(status, code, message))
    page = {"form": CodeForm(initial={"code": typed[:60]}), "message": message, "status": status}
    return _sealed(render(request, "certificates/pages/lookup.html", page, status=status))


def _closed(request: HttpRequest) -> HttpResponse | None:
    try:
        if too_often(request):
            response = _refused(request, 429, "too_often", _("Too many codes in a minute. Wait a little, then try again."))
            response.headers["Retry-After"] = "60"
            return response
    except CountersLost:
        message = _("Verification is closed for a moment. Try again in a few minutes.")
        response = _sealed(
            HttpResponse(f"{message}\n", status=503, content_type="text/plain; charset=utf-8")
        )  # no page: it may need the cache
        response.headers["Retry-After"] = "120"
        return response
    return None


def _unknown(request: HttpRequest) -> HttpResponse:
    return _refused(request, 404, "unknown_code", _("Unknown code"))


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Typing the code by hand. The POST writes nothing and knows no session: it only turns what was typed into an address."""
    if request.method != "POST":
        return _sealed(render(request, "certificates/pages/lookup.html", {"form": CodeForm(), "status": 200}))
    if (closed := _closed(request)) is not None:
        return closed
    token = normalised(request.POST.get("code", ""))
    return _sealed(see_other(reverse("verification:certificate", args=[token]))) if token else _unknown(request)


lookup.reads = True  # type: ignore[attr-defined]


@public
@reads
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether it counts, then the facts as printed. Unknown and malformed codes look alike."""
    if (closed := _closed(request)) is not None:
        return closed
    found = verification.find(code)
    if found is None:
        return _unknown(request)
    facts = verification.facts(found)
    if wants_json(request):
        return _sealed(JsonResponse(facts, json_dumps_params={"ensure_ascii": False}))
    return _sealed(render(request, "certificates/pages/verified.html", _page(found, facts)))


def _page(found: Any, facts: dict[str, Any]) -> dict[str, Any]:
    page: dict[str, Any] = {
        "facts": facts,
        "standing": verification.standing(found, private="holder" not in facts),
        "code": grouped(found.token),
        "language": found.payload["language"],
    }
    if "holder" in facts:
        page |= {
            "document": found.payload["document"],
            "starts": date.fromisoformat(facts["starts"]),
            "ends": date.fromisoformat(facts["ends"]),
            "issued": timezone.localtime(datetime.fromisoformat(facts["issued"])),
            "total": sum(facts["minutes"].values()),
        }
    return page
