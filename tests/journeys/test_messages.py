"""Messages, how one is told, and the calendar of a cohort: on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Site
from tests.journeys.story import Visitors

pytestmark = pytest.mark.browser


def test_messages_and_how_one_is_told(site: Site, visitor: Visitors) -> None:
    """Noé, whose mail no other journey waits for: what he chooses here stays chosen on the site they share."""
    noe = visitor(phone=True)
    page = noe.sign_in("noe")
    page.locator("[data-menu] > summary").click()
    page.locator("[data-menu]").get_by_role("link", name="Mes messages").click()
    expect(page.get_by_role("heading", level=1, name="Mes messages")).to_be_visible()
    noe.audit("messages-none")
    page.get_by_role("link", name="Comment on me prévient").click()
    noe.audit("messages-preferences")
    page.get_by_role("group", name="Fiches à relire").get_by_label("Sur le site seulement").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("group", name="Fiches à relire").get_by_label("Sur le site seulement")).to_be_checked()


def test_a_break_in_the_calendar(site: Site, visitor: Visitors) -> None:
    rose = visitor(javascript=False)
    rose.sign_in("rose")
    cohort = (
        rose.go("/promotions/").get_by_role("heading", level=2).get_by_role("link", name="Promotion").first.get_attribute("href")
    )

    luc = visitor(phone=True)
    luc.sign_in("luc")
    page = luc.go(f"{cohort}calendrier/")
    luc.audit("calendar")
    page.get_by_label("Premier jour de la pause").fill("2026-12-19")
    page.get_by_label("Dernier jour de la pause").fill("2027-01-03")
    page.get_by_role("button", name="Ajouter cette pause").click()
    expect(page.get_by_text("du 19 décembre 2026 au 3 janvier 2027")).to_be_visible()
