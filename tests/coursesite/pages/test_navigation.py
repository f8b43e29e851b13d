from __future__ import annotations

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coursesite.pages.models import StandardPage
from coursesite.pages.seeds import seed

pytestmark = pytest.mark.django_db
MENU = Template(
    "{% load navigation %}{% menu_pages as items %}{% for item in items %}[{{ item.title }} {{ item.url }}]{% endfor %}"
)


def menu() -> str:
    return MENU.render(Context({"request": RequestFactory().get("/")}))


def test_published_pages_that_editors_put_in_menus() -> None:
    seed(demo=False, out=lambda line: None)
    assert menu() == ""
    page = StandardPage.objects.get(slug="accessibilite")
    page.show_in_menus = True
    page.save_revision().publish()
    assert menu() == "[Accessibilité /accessibilite/]"
    with translation.override("en"):
        assert menu() == "[Accessibilité /en/accessibilite/]"
    with CaptureQueriesContext(connection) as queries:
        menu()
    assert len(queries) == 0
    page.unpublish()
    assert menu() == ""


def test_no_request_no_menu() -> None:
    assert MENU.render(Context({})) == ""
