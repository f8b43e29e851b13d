from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from coursesite.core.warning_views import warnings


@hooks.register("before_serve_page", order=-100)
def private_unless_said(page: Any, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse | None:
    """A page type is private unless its class says `public = True`."""
    if getattr(page.specific_class, "public", False) or request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


@hooks.register("register_admin_urls")
def warnings_url() -> list[URLPattern]:
    return [path("reports/personnes/", warnings, name="person_warnings")]


@hooks.register("register_reports_menu_item")
def warnings_menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Passages that seem to name somebody"), reverse("person_warnings"), icon_name="warning", order=920
    )
