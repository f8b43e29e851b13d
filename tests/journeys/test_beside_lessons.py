"""A module closed until its day, then its short path, notes kept as one types, an opinion: with script, and without."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

Visitors = Callable[..., Visitor]
LESSON = "/modules/module-3/a-quoi-sert/"

MAKE = """
from datetime import timedelta
from django.utils import timezone
from coursesite.cohorts.models import Cohort, Programme, TrainerAssignment
from coursesite.organisations.models import Network
from tests.people import join, organisation, person
mark, today = {mark!r}, timezone.localdate()
network = Network.objects.create(name="Réseau du Chenal " + mark, slug="chenal-" + mark)
programme = Programme.objects.create(network=network, name="Parcours du Chenal")
cohort = Cohort.objects.create(
    programme=programme, name="Promotion du Chenal", starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=200)
)
lea, gil = person("Lea" + mark + " Roux"), person("Gil" + mark + " Leroy")
join(lea, organisation(network, "Le Quai du Chenal", sector="justice", city="Brest"), cohort, "lead")
TrainerAssignment.objects.create(cohort=cohort, person=gil, starts_on=cohort.starts_on)
answer = [lea.email, gil.email, str(cohort.public_id), (today + timedelta(days=30)).isoformat()]
"""


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_beside_the_lessons(visitor: Visitors, site: Site, javascript: bool) -> None:
    lea, gil, cohort, day = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    trainer, learner = visitor(javascript=javascript), visitor(javascript=javascript, phone=True)
    trainer.sign_in(gil)
    learner.sign_in(lea)

    page = trainer.go(f"/promotions/{cohort}/")
    page.get_by_role("link", name="Ouverture des modules").click()
    trainer.audit("openings")
    page.get_by_label("Relier").fill(day)
    page.get_by_role("button", name="Enregistrer ces dates").click()
    expect(page.locator(".messages")).to_contain_text("Les dates sont enregistrées")
    trainer.go(LESSON)
    expect(page.locator(".lesson")).to_be_visible()

    closed = learner.go(LESSON)
    expect(closed.locator("main")).to_contain_text("Ouvre le")
    learner.audit("closed-lesson")

    page = trainer.go(f"/parcours/promotions/{cohort}/ouvertures/")
    page.get_by_label("Relier").fill("")
    page.get_by_role("button", name="Enregistrer ces dates").click()
    expect(page.locator(".messages")).to_contain_text("Les dates sont enregistrées")

    page = learner.go(LESSON)
    notes = page.get_by_label("Mes notes sur cette leçon")
    notes.fill("En parler mardi")
    if javascript:
        expect(page.locator("[data-kept]")).to_have_text("Vos notes sont enregistrées.")
        page.reload()
    else:
        page.get_by_role("button", name="Enregistrer mes notes").click()
    expect(notes).to_have_value("En parler mardi")
    page.get_by_label("Oui", exact=True).check()
    page.get_by_text("Ajouter un mot").click()
    page.get_by_label("Qu’est-ce qui vous a aidé, qu’est-ce qui a manqué ?").fill("L’exemple m’a aidée")
    page.get_by_role("button", name="Envoyer mon avis").click()
    expect(page.locator(".messages")).to_contain_text("sans votre nom")
    expect(page.get_by_role("button", name="Changer mon avis")).to_be_visible()
    learner.audit("lesson-with-notes")

    page = learner.go("/parcours/module-3/chemin-court/")
    expect(page.locator("h1")).to_have_text("Relier\u00a0: le chemin court")
    learner.audit("short-path")
    page = learner.go("/parcours/")
    learner.audit("own-way")
