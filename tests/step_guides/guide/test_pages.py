"""The guide: public, kept whole, seven steps in four parts each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.organisations.enums import Sector
from coursesite.organisations.models import Organisation
from step_guides.guide.models import GuidePage, StepPage
from tests.people import World

STEPS = ["cadrer", "ecouter", "relier", "choisir", "recueillir", "comprendre", "partager-et-ajuster"]
URLS = ["/guide/", *[f"/guide/{slug}/" for slug in STEPS], "/guide/principes/", "/en/guide/relier/"]


def assert_public(answer: Any) -> None:
    assert answer.status_code == 200
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.mfa
def test_every_page_is_public_and_sets_no_cookie(guide: GuidePage) -> None:
    for url in URLS:
        assert_public(Client().get(url))
        assert Client().head(url).status_code == 200


def test_the_guide_shows_its_steps_in_order(guide: GuidePage) -> None:
    text = Client().get("/guide/").content.decode()
    places = [text.index(f'href="/guide/{slug}/"') for slug in STEPS]
    assert places == sorted(places)


def test_a_step_has_its_four_parts_and_says_what_it_gives(guide: GuidePage) -> None:
    text = Client().get("/guide/relier/").content.decode()
    for anchor in ["etapes", "outils", "exemples", "pratiques"]:
        assert f'<h2 id="{anchor}">' in text
    page = StepPage.objects.get(slug="relier")
    for said in [page.learner_can, page.deliverable, page.question, f"{page.minutes_read}\u00a0min"]:
        assert said in text
    assert text.count('<div class="example">') == 3 == text.count("exemple fictif</span>")
    assert 'href="/glossaire/theorie-du-changement/"' in text


def test_a_sector_comes_first_by_an_address_that_is_the_same_for_everybody(guide: GuidePage) -> None:
    page = StepPage.objects.get(slug="relier")
    for asked, first in {"handicap": "L’Atelier du Lavoir", "enfance": "Le Grand Hêtre", "nowhere": "Les Amarres"}.items():
        answer = Client().get("/guide/relier/", {"secteur": asked})
        assert_public(answer)
        text = answer.content.decode()
        told = text[text.index('id="exemples"') :]
        names = ["Les Amarres", "Le Grand Hêtre", "L’Atelier du Lavoir"]
        assert min(names, key=told.index) == first
        assert (f'?secteur={asked}#exemples" aria-current="true"' in text) == (asked != "nowhere")
    assert [block.value["sector"] for block in page.words] == ["justice", "childhood", "disability"]


def test_the_principles_are_a_public_page_of_the_guide(guide: GuidePage) -> None:
    answer = Client().get("/guide/principes/")
    assert_public(answer)
    text = answer.content.decode()
    assert text.count('class="principle-quote"') == 8 and text.count('<div class="example">') == 24
    assert "Avons-nous choisi, et non subi, notre méthode" in text and "DEVISUS" in text
    assert 'href="/fiches/' in text
    assert 'href="/guide/principes/"' in Client().get("/guide/").content.decode()


def test_before_and_after(guide: GuidePage) -> None:
    client = Client()
    pages = (client.get(f"/guide/{slug}/").content.decode() for slug in ["cadrer", "relier", "partager-et-ajuster"])
    first, middle, last = (page.partition('class="around"')[2].partition("</nav>")[0] for page in pages)
    assert 'href="/guide/ecouter/"' in middle and 'href="/guide/choisir/"' in middle
    assert 'href="/guide/ecouter/"' in first and "button secondary" not in first
    assert "button secondary" in last and 'class="button"' not in last


def test_the_link_to_the_module_of_the_course(guide: GuidePage) -> None:
    from coursesite.pages.models import HomePage
    from modules.catalogue.models import ModuleIndexPage, ModulePage

    course = HomePage.objects.get().add_child(instance=ModuleIndexPage(title="Cours", slug="cours"))
    module = course.add_child(instance=ModulePage(title="Relier ce que l’on fait", slug="module-3", number=3, pole="Relier"))
    step = StepPage.objects.get(slug="relier")
    step.module = module
    step.save_revision().publish()
    assert module.get_url() and f'href="{module.get_url()}"' in Client().get("/guide/relier/").content.decode()
    module.unpublish()
    assert f'href="{module.get_url()}"' not in Client().get("/guide/relier/").content.decode()


def test_names_and_number_of_steps_are_data(guide: GuidePage) -> None:
    step = StepPage.objects.get(slug="relier")
    step.title = "Tisser"
    step.save_revision().publish()
    StepPage.objects.get(slug="comprendre").unpublish()
    text = Client().get("/guide/").content.decode()
    assert "3. Tisser" in text and "/guide/comprendre/" not in text
    assert 'href="/guide/partager-et-ajuster/"' in Client().get("/guide/recueillir/").content.decode()


def test_publishing_renews_the_page(guide: GuidePage) -> None:
    client = Client()
    client.get("/guide/relier/")
    step = StepPage.objects.get(slug="relier")
    step.tagline = "Une accroche neuve"
    step.save_revision().publish()
    assert "Une accroche neuve" in client.get("/guide/relier/").content.decode()
    assert "Une accroche neuve" in client.get("/guide/").content.decode()


def test_the_english_interface_keeps_french_content(guide: GuidePage) -> None:
    text = Client().get("/en/guide/relier/").content.decode()
    assert '<html lang="en">' in text and "Good practice" in text and 'href="/en/guide/choisir/"' in text
    assert '<div class="prose" lang="fr">' in text


def test_the_home_page_shows_the_way(guide: GuidePage) -> None:
    text = Client().get("/").content.decode()
    assert all(f'href="/guide/{slug}/"' in text for slug in STEPS)


def test_queries_do_not_grow_with_steps_or_examples(guide: GuidePage) -> None:
    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(url, {"not": "kept"})
        return len(queries)

    for url in ["/guide/", "/guide/relier/"]:
        count(url)
        whole = count(url)
        StepPage.objects.filter(slug__in=["cadrer", "comprendre", "recueillir"]).update(live=False)
        assert count(url) == whole <= 14
        StepPage.objects.update(live=True)


def test_light(guide: GuidePage) -> None:
    answer = Client().get("/guide/relier/", headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) < 15_000


def test_a_lesson_leads_to_the_step_with_the_learners_own_sector_first(
    guide: GuidePage, world: World, sign_in: Callable[..., Client]
) -> None:
    from tests.modules.course import build_course

    course = build_course()
    StepPage.objects.filter(slug="relier").update(module=course.module)
    Organisation.objects.update(sector=Sector.CHILDHOOD)
    assert 'href="/guide/relier/?secteur=enfance"' in sign_in(world.amina).get("/modules/module-3/partir/").content.decode()
    Organisation.objects.update(sector=Sector.OTHER)
    assert 'href="/guide/relier/"' in sign_in(world.amina).get("/modules/module-3/partir/").content.decode()
    trainer = sign_in(world.luc).get("/modules/module-3/partir/").content.decode()
    assert 'href="/guide/relier/"' in trainer
