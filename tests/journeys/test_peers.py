"""A round of peer review: a trainer schedules it, two learners read each other's sheet, say what they think, and judge what they were told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_review import enter

pytestmark = pytest.mark.browser

Visitors = Callable[..., Visitor]

# A cohort of its own: a round is announced to everybody in it.
MAKE = """
from datetime import date, timedelta
from coursesite.cohorts.models import Cohort, Programme, TrainerAssignment
from coursesite.organisations.models import Network
from step_guides.worksheets import actions
from tests.people import join, organisation, person
mark, today = {mark!r}, date.today()
network = Network.objects.create(name="Réseau " + mark, slug="reseau-" + mark)
programme = Programme.objects.create(network=network, name="Évaluer son impact pas à pas", objectives="Construire sa théorie")
days = dict(starts_on=today - timedelta(days=40), ends_on=today + timedelta(days=200))
cohort = Cohort.objects.create(programme=programme, name="Promotion " + mark, **days)
trainer = person("Ugo" + mark + " Petit")
TrainerAssignment.objects.create(person=trainer, cohort=cohort, starts_on=days["starts_on"])
answer = [str(cohort.public_id), trainer.email]
for name, place in (("Lea", "Le Quai"), ("Tom", "Le Port")):
    someone, held = person(name + mark + " Roux"), organisation(network, place, sector="justice", city="Brest")
    join(someone, held, cohort, "lead")
    sheet = actions.open_sheet(held, "theory_of_change", by=someone)
    actions.add_node(sheet, "activity", {{"label": "Ateliers de " + place}}, by=someone)
    sheet.refresh_from_db()
    sent = actions.submit(sheet, by=someone, confirmed=True)
    answer += [someone.email, str(sheet.public_id)]
"""
OPEN = """
from step_guides.reviews.models import PeerRound
from tests.step_guides.reviews.cohort_of_peers import opened
answer = str(opened(PeerRound.objects.get(cohort__public_id={cohort!r})).public_id)
"""
STATES = """
from step_guides.worksheets.models import Worksheet
answer = list(Worksheet.objects.filter(public_id__in={sheets!r}).values_list("state", flat=True))
"""


def give(page: Page, words: str) -> None:
    """An opinion that lacks a word is kept as it is, and says what is missing."""
    page.get_by_role("link", name="Lire et donner mon avis").click()
    for criterion in page.locator(".criterion").all():
        criterion.locator("input[value='3']").check()
        criterion.locator("textarea").fill("On suit le raisonnement")
    page.locator("#strength").fill(words)
    page.get_by_role("button", name="Envoyer mon avis").click()
    expect(page.locator("#missing")).to_be_visible()
    expect(page.locator("#strength")).to_have_value(words)
    expect(page.locator(".criterion input:checked")).to_have_count(3)
    page.locator("#suggestion").fill("Nommer les familles ?")
    page.get_by_role("button", name="Envoyer mon avis").click()
    expect(page.locator(".messages")).to_contain_text("Votre avis est envoyé")


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_given_and_received(visitor: Visitors, site: Site, javascript: bool) -> None:
    cohort, ugo, lea, her_sheet, tom, his_sheet = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    trainer, first, second = (visitor(javascript=javascript) for _ in range(3))
    desk = enter(trainer, ugo, f"/relectures/pairs/promotions/{cohort}/")
    trainer.audit("Prévoir un tour de pairs")
    desk.locator("[name=each]").fill("1")
    desk.get_by_role("button", name="Prévoir le tour").click()
    expect(desk.locator("section.card table")).to_be_visible()

    page = enter(first, lea, "/relectures/pairs/")
    expect(page.locator("main")).to_contain_text("Rien à lire pour l’instant")
    expect(page.locator("summary", has_text="Se retirer de ce tour")).to_have_count(1)  # she may withdraw before anybody reads
    site.shell(OPEN.format(cohort=cohort))
    page.reload()
    first.audit("Les pairs, une fiche à lire")
    give(page, "Le besoin est clair")
    other = enter(second, tom, "/relectures/pairs/")
    give(other, "Les ateliers se comprennent")

    first.go("/relectures/pairs/")
    received = page.locator("section[aria-labelledby=received]")
    expect(received).to_contain_text("Les ateliers se comprennent")
    expect(page.locator("section[aria-labelledby=given]")).to_contain_text("Le besoin est clair")
    received.get_by_label("Un mot").fill("Merci, nous le ferons")
    received.get_by_role("button", name="Utile", exact=True).click()
    expect(page.locator("section[aria-labelledby=received]")).to_contain_text("Merci, nous le ferons")
    first.audit("Les pairs, un avis reçu")
    second.go("/relectures/pairs/")
    expect(other.locator("section[aria-labelledby=given]")).to_contain_text("Merci, nous le ferons")

    desk.reload()
    expect(desk.locator("section.card tbody td", has_text="1 sur 1")).to_have_count(2)
    desk.locator("summary", has_text="Lire les 2 avis").click()
    expect(desk.locator("section.card")).to_contain_text("Le besoin est clair")
    trainer.audit("Un tour de pairs, suivi")
    assert site.shell(STATES.format(sheets=[her_sheet, his_sheet])) == [
        "submitted",
        "submitted",
    ]  # an opinion never moves a sheet
