"""Default-deny: each address and each page type is guarded, or stands here by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import get_page_models

# Reviewed by hand: what anybody may open without an account.
PUBLIC = {
    "healthz", "readyz", "robots",
    "glossary:index", "glossary:term",
    "verification:lookup", "verification:certificate",
    "cohorts:join", "cohorts:join_as_trainer",
    # signing in and out
    "accounts:logout", "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_login_code",
    "account_request_login_code", "account_confirm_email", "account_email_verification_sent", "mfa_authenticate",
    "wagtailcore_login",
}  # fmt: skip
PUBLIC_PAGES = {
    "pages.HomePage",
    "pages.StandardPage",
    "guide.GuidePage",
    "guide.StepPage",
    "catalogue.ModuleIndexPage",
    "catalogue.ModulePage",
}


def addresses(resolver: Any = None, namespace: str = "", path: str = "") -> Iterator[tuple[str, str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        where = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, where)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", where, entry.callback


def test_every_address_asks_for_sign_in_or_is_listed() -> None:
    open_to_all = {
        name for name, path, view in addresses() if not getattr(view, "login_required", True) and not path.startswith("cms/")
    }
    assert open_to_all == PUBLIC


def test_every_view_of_ours_says_how_it_reads_or_writes() -> None:
    """@reads, @writes or form_view: a view that says nothing could write on a GET."""
    ours = ("coursesite.", "modules.", "step_guides.", "certification.")
    unsaid = [
        name
        for name, path, view in addresses()
        if not path.startswith("cms/")
        and view.__module__.startswith(ours)
        and not (getattr(view, "reads", False) or getattr(view, "writes", False))
    ]
    # The first two write and take it back, and answer no browser; signing out is the library's view under our headers.
    assert sorted(set(unsaid) - {"healthz", "readyz"}) == ["accounts:logout"]


def test_page_types_are_private_unless_they_are_listed() -> None:
    found = {model._meta.label for model in get_page_models() if getattr(model, "public", False)}
    assert found == PUBLIC_PAGES
