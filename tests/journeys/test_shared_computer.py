"""What one had begun to answer stays in the browser; not on a computer that is said to be shared, nor once one has signed out."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

LESSON = "/modules/module-0/jamais-ici/"
MAKE = """
from datetime import timedelta
from django.utils import timezone
from coursesite.cohorts.models import Cohort, Programme
from coursesite.organisations.models import Network
from step_guides.worksheets import actions
from tests.people import join, organisation, person
mark, today = {mark!r}, timezone.localdate()
network = Network.objects.create(name="Réseau du Ponton " + mark, slug="ponton-" + mark)
programme = Programme.objects.create(network=network, name="Parcours du Ponton")
cohort = Cohort.objects.create(
    programme=programme, name="Promotion du Ponton", starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=200)
)
lea = person("Lea" + mark + " Roux")
place = organisation(network, "Le Quai du Ponton", sector="justice", city="Brest")
join(lea, place, cohort, "lead")
answer = [lea.email, str(actions.open_sheet(place, "theory_of_change", by=lea).public_id)]
"""


def kept(page: Page) -> int:
    found: int = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jalons:exercise:')).length")
    return found


def begin(page: Page) -> None:
    page.locator("form[data-draft]").locator("select, input[type=radio]").first.wait_for(state="attached")
    field = page.locator("form[data-draft] select")
    if field.count():
        field.first.select_option(index=1)
    else:
        page.locator("form[data-draft] input[type=radio]").first.check(force=True)
    assert kept(page) == 1


def test_what_was_begun_goes_with_whoever_leaves(visitor: Callable[..., Visitor], site: Site) -> None:
    email, sheet = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    lea = visitor()
    lea.sign_in(email)
    page = lea.go(LESSON)
    begin(page)
    page.reload()
    expect(page.locator("[data-draft-found]:visible")).to_have_count(1)

    lea.go(f"/fiches/{sheet}/")
    shared = page.get_by_label("Appareil partagé")
    shared.check()
    assert kept(page) == 0

    shared.uncheck()
    lea.go(LESSON)
    begin(page)
    page.locator("details[data-menu] summary").last.click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(lambda address: "modules" not in address)
    assert kept(page) == 0


def test_unsent_words_of_a_worksheet_go_with_whoever_leaves_and_she_is_asked(visitor: Callable[..., Visitor], site: Site) -> None:
    email, sheet = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    lea = visitor()
    lea.sign_in(email)
    page = lea.go("/mon-espace/")
    left = "JSON.stringify(Object.keys(localStorage).filter((key) => key.startsWith('jalons:sheet:')))"
    draft = (
        "localStorage.setItem('jalons:sheet:%s:tab', JSON.stringify({pending: {}, flights: [], orphans: [{text: 'Des mots'}]}))"
    )
    page.evaluate(draft % "1:another")
    asked: list[str] = []

    def answering(yes: bool) -> Callable[[Dialog], None]:
        def answer(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.accept() if yes else dialog.dismiss()

        return answer

    page.once("dialog", answering(False))
    page.locator("details[data-menu] summary").last.click()
    page.get_by_role("button", name="Se déconnecter").click()
    assert page.url.endswith("/mon-espace/") and "another" in page.evaluate(left), "she stays, and loses nothing"

    lea.go(f"/fiches/{sheet}/")
    page.get_by_label("Appareil partagé").check()
    assert page.evaluate(left) == "[]", "those of every sheet"
    page.get_by_label("Appareil partagé").uncheck()

    lea.go("/mon-espace/")
    page.evaluate(draft % "1:another")
    page.once("dialog", answering(True))
    page.locator("details[data-menu] summary").last.click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(lambda address: "mon-espace" not in address)
    assert page.evaluate(left) == "[]"
    assert len(asked) == 2 and "ne sont pas encore envoyés" in asked[0]
