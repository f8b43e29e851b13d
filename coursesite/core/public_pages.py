"""What makes a page type public. A page type that does not say so is private (see `wagtail_hooks.py`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from coursesite.core.public_cache import mark_public


class PublicPage:
    """Put before `Page`: `class StepPage(PublicPage, Page)`. The same page for everybody: its template touches no user, no form."""

    public = True
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        drafted = getattr(request, "is_dummy", False)  # a preview, or a page an editor has closed to some people, stays private
        restricted = self.get_view_restrictions().exists()  # type: ignore[attr-defined]
        return response if drafted or restricted else mark_public(response)
