"""Default-deny: each address and each page type stands in the table, or here by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import get_page_models

from coursesite.notifications import demo_urls
from tests.authorisation.asking import forget_counts
from tests.authorisation.conftest import Built
from tests.authorisation.editing import DOORS, Door, address
from tests.authorisation.table import ROLES, rows
from tests.step_guides.guide.tools import make_tool

# Reviewed by hand: what anybody may open without an account.
PUBLIC = {
    "healthz", "readyz", "robots", "offline", "offline_worker", "pages:image",
    "glossary:index", "glossary:term", "guide:tools", "guide:tool_file", "search:everybody",
    "verification:lookup", "verification:certificate",
    "cohorts:join", "cohorts:join_as_trainer", "notifications:stop",
    "reading:welcome", "reading:sheet", "reading:comment", "reading:thanks",  # to whoever holds the link
    # signing in and out
    "accounts:logout", "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_login_code",
    "account_request_login_code", "account_confirm_email", "account_email_verification_sent", "mfa_authenticate",
    "wagtailcore_login", "wagtailadmin_login",
    # pictograms and words of the editing space, the same for everybody; its own ways to a password are closed
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset", "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_complete",
}  # fmt: skip
# Each acts on the account of whoever is signed in, and names no object.
OWN_ACCOUNT = {
    "accounts:address_sent", "account_reauthenticate", "account_email", "account_set_password", "mfa_index", "mfa_reauthenticate",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
# Answers whoever asks for a page closed by a password; no page of the site is.
LIBRARY = {"wagtailcore_authenticate_with_password"}
DEMO = {"mailbox", "letter", "letter_as_sent"}  # mounted on a demonstration only, which answers on 127.0.0.1
PUBLIC_PAGES = {
    "pages.HomePage",
    "pages.StandardPage",
    "pages.HelpPage",
    "guide.GuidePage",
    "guide.StepPage",
    "guide.PrinciplesPage",
    "catalogue.ModuleIndexPage",
    "catalogue.ModulePage",
}
PRIVATE_PAGES = {  # the row that says who reads them
    "catalogue.UnitPage": "2", "wagtailcore.Page": "2", "training.TrainerTrackPage": "2i", "training.TrainerLessonPage": "2i",
}  # fmt: skip


def addresses(resolver: Any = None, namespace: str = "", path: str = "") -> Iterator[tuple[str, str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        where = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, where)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else where, where, entry.callback


def test_every_address_is_in_the_table_or_listed_by_name() -> None:
    """Ours and those of libraries. Whoever adds an address says who may open it, in docs/authorisation.md or above."""
    found = {name for name, _path, _view in addresses()}
    known = {row.url for row in rows()}.union(PUBLIC, OWN_ACCOUNT, LIBRARY, *(door.names for door in DOORS))
    assert found - known == set(), "addresses that nobody has said who may open"
    assert known - found == set(), "addresses that are gone"
    assert {entry.name for entry in demo_urls.urlpatterns} == DEMO


def test_every_address_asks_for_sign_in_or_is_listed() -> None:
    open_to_all = {
        name for name, path, view in addresses() if not getattr(view, "login_required", True) and not path.startswith("cms/")
    }
    assert open_to_all == {name for name in PUBLIC if not name.startswith("wagtailadmin")}


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


def test_page_types_are_in_the_table_or_public_by_name() -> None:
    """A page type is private unless its class says so."""
    found = {model._meta.label: getattr(model, "public", False) for model in get_page_models()}
    assert {label for label, public in found.items() if public} == PUBLIC_PAGES
    assert {label for label, public in found.items() if not public} == set(PRIVATE_PAGES)
    assert set(PRIVATE_PAGES.values()) <= {row.number for row in rows()}


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.number)
def test_the_editing_space(door: Door, built: Built) -> None:
    """Every one of its addresses: sign-in for nobody, 403 for those who do not edit, no page for editors where they have no right."""
    from modules.catalogue.models import ModulePage
    from modules.exercises.models import SortExercise
    from modules.glossary.models import Term
    from step_guides.reviews.models import RubricWording
    from step_guides.worksheets.models import Wording

    ids = {
        "pages": ModulePage.objects.get(slug="module-3").pk,
        "snippets/glossary/term": Term.objects.earliest("pk").pk,
        "snippets/guide/tool": make_tool().pk,
        "snippets/worksheets/wording": Wording.objects.earliest("pk").pk,
        "snippets/reviews/rubricwording": RubricWording.objects.earliest("pk").pk,
        "snippets": SortExercise.objects.get().pk,
        "": 1,
    }
    wrong = []
    for name, path, _view in addresses():
        if name not in door.names:
            continue
        where = address(path, ids)
        for role in ROLES:
            forget_counts()
            granted = door.scopes[role] == "all"
            if (granted and name not in door.shows) or (role in {"PA", "OL", "NA"} and name not in door.shows):
                continue  # what stands before each of these addresses is the same: one of the four is asked everywhere
            response = built.ask.get(where, built.ask.who(role))
            code = response.status_code
            if granted:
                right = code == 200 or (code == 302 and response["Location"].startswith("/cms/"))
            elif role == "AN":
                right = code == 302 and "/login/" in response["Location"]
            elif role in {"ED", "SU"}:
                right = code in {403, 404, 405} or (code == 302 and response["Location"] == "/cms/")
            else:
                right = code == 403
            if not right:
                wrong.append(f"{role} at {name} ({where}): {code}")
    assert wrong == [], "\n".join(wrong)
