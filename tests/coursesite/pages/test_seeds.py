from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Revision, Site

from coursesite.pages.models import HomePage, StandardPage
from coursesite.pages.rich_text import from_markdown, sections
from coursesite.pages.seeds import seed

pytestmark = pytest.mark.django_db


def quiet(line: str) -> None:
    pass


def test_the_site_opens_on_our_home_page_at_its_address() -> None:
    seed(demo=False, out=quiet)
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("testserver", 80)
    assert isinstance(site.root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert set(StandardPage.objects.values_list("slug", flat=True)) == {
        "accessibilite",
        "donnees-personnelles",
        "mentions-legales",
    }


def test_twice_changes_nothing() -> None:
    seed(demo=False, out=quiet)
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries:
        seed(demo=False, out=quiet)
    assert Revision.objects.count() == revisions
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_what_an_editor_wrote_stays() -> None:
    seed(demo=False, out=quiet)
    home = HomePage.objects.get()
    home.hero_title = "Notre titre"
    home.save_revision().publish()
    seed(demo=False, out=quiet)
    assert HomePage.objects.get().hero_title == "Notre titre"


def test_a_site_that_editors_pointed_elsewhere_keeps_its_root() -> None:
    seed(demo=False, out=quiet)
    other = StandardPage.objects.get(slug="accessibilite")
    Site.objects.update(root_page=other)
    seed(demo=False, out=quiet)
    assert Site.objects.get().root_page_id == other.pk


def test_the_home_page_has_its_cards() -> None:
    seed(demo=False, out=quiet)
    section = HomePage.objects.get().body[0].value
    assert section["heading"] == "Ce que l’on fait ici"
    assert [card["title"] for card in section["cards"]] == ["Apprendre", "Rédiger", "Faire relire"]


def test_markdown_becomes_rich_text_with_links_to_the_glossary() -> None:
    assert (
        from_markdown("Un [[effet|effet]] **fort**.") == '<p>Un <a href="/glossaire/effet/">effet</a> <strong>fort</strong>.</p>'
    )
    assert sections("avant\n## Un\na\n### b\n## Deux\n") == [("", "avant"), ("Un", "a\n### b"), ("Deux", "")]
