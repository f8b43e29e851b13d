"""1. What anybody reads: no account, no cookie, pages that caches may keep."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from tests.journeys.site import Site
from tests.journeys.story import Visitors

pytestmark = pytest.mark.browser

STEPS = ["Cadrer", "Écouter", "Relier", "Choisir", "Recueillir", "Comprendre", "Partager et ajuster"]
PARTS = ["Étapes", "Outils", "Exemples", "Bonnes pratiques"]


def title(page: Page) -> object:
    return page.get_by_role("heading", level=1)


def test_the_guide_and_the_glossary(site: Site, visitor: Visitors) -> None:
    stranger = visitor()
    answers: list[Response] = []
    stranger.page.on("response", lambda answer: answers.append(answer))
    page = stranger.go("/")
    stranger.audit("home")
    page.get_by_role("main").get_by_role("link", name="Lire le guide").click()
    steps = page.get_by_role("region", name="Les étapes", exact=True).get_by_role("listitem")
    expect(steps).to_have_count(len(STEPS))
    stranger.audit("guide")
    steps.first.get_by_role("link").click()
    for number, step in enumerate(STEPS, 1):
        expect(title(page)).to_have_text(f"{number}. {step}")
        tabs = page.get_by_role("navigation", name="Parties de cette étape")
        for part in PARTS:
            assert len(page.get_by_role("region", name=part, exact=True).inner_text()) > 200, (step, part)
            expect(tabs.get_by_role("link", name=part, exact=True)).to_be_visible()
        if step == "Relier":
            stranger.audit("guide-step")
        if number < len(STEPS):
            page.get_by_role("link", name="Étape suivante").click()
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Glossaire").click()
    stranger.audit("glossary")
    page.get_by_role("main").get_by_role("link", name="Théorie du changement", exact=True).click()
    expect(title(page)).to_have_text("Théorie du changement")
    stranger.audit("glossary-term")
    page.get_by_role("contentinfo").get_by_role("link", name="Aide", exact=True).click()
    expect(title(page)).to_have_text("Aide")
    stranger.audit("help")
    page.get_by_role("main").get_by_role("link", name="Participer").click()
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name="Envoyer une fiche").click()
    expect(page.get_by_role("heading", name="Envoyer une fiche")).to_be_in_viewport()
    stranger.audit("help-page")
    stranger.go("/en/")
    expect(page.get_by_role("link", name="Read the guide")).to_be_visible()

    documents = [answer for answer in answers if answer.request.resource_type == "document"]
    assert len(documents) >= len(STEPS) + 5
    for answer in answers:
        assert "set-cookie" not in answer.all_headers(), answer.url
    for answer in documents:
        headers = answer.all_headers()
        assert (answer.status, headers["cache-control"]) == (200, "public, max-age=300"), answer.url
        assert "cookie" not in headers.get("vary", "").lower(), answer.url
        kept = stranger.context.request.get(answer.url, headers={"If-None-Match": headers["etag"]})
        assert kept.status == 304, answer.url
    assert stranger.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
