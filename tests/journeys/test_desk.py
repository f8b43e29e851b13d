"""The desk without script: filters kept in the address, a reading taken over, entrusted, answered by two in one letter, opened again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_review import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visitors = Callable[..., Visitor]

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
answer = []
for name in ("Ugo", "Eva"):
    trainer = person(name + mark + " Petit")
    TrainerAssignment.objects.create(person=trainer, cohort=cohort, starts_on=days["starts_on"])
    answer.append(trainer.email)
for name, place, kind in (("Lea", "Le Quai", "theory_of_change"), ("Tom", "Le Port", "framing")):
    someone, held = person(name + mark + " Roux"), organisation(network, place, sector="justice", city="Brest")
    join(someone, held, cohort, "lead")
    sheet = actions.open_sheet(held, kind, by=someone)
    if kind == "framing":
        actions.edit_row(sheet, "field:scheme", {{"text": "L’accompagnement à la sortie"}}, lock=0, by=someone)
    else:
        actions.add_node(sheet, "activity", {{"label": "Recevoir chaque personne"}}, by=someone)
    sheet.refresh_from_db()
    actions.submit(sheet, by=someone, confirmed=True)
answer.append(someone.email)
"""


def shown(page: Page) -> list[str]:
    return [one.split(" (")[0] for one in page.locator(".queue-title").all_inner_texts()]


def narrow(page: Page, **asked: str) -> list[str]:
    folded = page.locator("details:not([open]) > summary", has_text="Filtrer ce qui attend")
    if folded.count():
        folded.click()
    for name, value in asked.items():
        field = page.locator(f".queue-filter [name={name}]")
        field.fill(value) if name == "structure" else field.select_option(value)
    page.get_by_role("button", name="Afficher").click()
    return shown(page)


def letter(page: Page, text: str) -> None:
    page.locator("#letter [name=letter]").fill(text)
    page.get_by_role("button", name="Enregistrer la lettre").click()
    expect(page.locator("#letter [name=letter]")).to_have_value(text)


def test_the_desk_without_script(visitor: Visitors, site: Site) -> None:
    ugo_mail, eva_mail, tom_mail = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    ugo, eva, tom = (
        enter(visitor(javascript=False), mail, path)
        for mail, path in [(ugo_mail, "/relectures/"), (eva_mail, "/relectures/"), (tom_mail, "/fiches/")]
    )
    assert shown(ugo) == ["Le Quai", "Le Port"]
    assert narrow(ugo, fiche="framing") == ["Le Port"]
    assert narrow(ugo, structure="quai") == []  # the first filter is kept
    ugo.get_by_role("link", name="Voir tout ce qui attend").click()
    assert narrow(ugo, structure="quai") == ["Le Quai"]
    ugo.get_by_role("link", name="Effacer les filtres").click()
    ugo.locator(".queue-item", has_text="Le Port").get_by_role("button").click()
    version = ugo.url.split("#")[0]
    letter(ugo, "Bonjour Tom, le cadrage se tient.")
    eva.reload()
    assert narrow(eva, qui="libres") == ["Le Quai"]

    eva.goto(version)
    expect(eva.locator("main")).to_contain_text("s’en occupe")
    eva.get_by_role("link", name="Reprendre cette relecture…").click()
    eva.get_by_role("button", name="Reprendre").click()
    eva.locator("summary", has_text="La confier à quelqu’un d’autre").click()
    eva.get_by_role("button", name="Confier et prévenir").click()
    ugo.goto(site.url + "/relectures/")
    assert narrow(ugo, qui="moi") == ["Le Port"]
    ugo.get_by_role("button", name="Continuer").click()
    expect(ugo.locator("#letter [name=letter]")).to_have_value(
        "Bonjour Tom, le cadrage se tient."
    )  # she took it, and removed nothing

    ugo.locator("#together summary", has_text="Inviter quelqu’un à répondre avec vous").click()
    ugo.get_by_role("button", name="Inviter et prévenir").click()
    eva.goto(version)
    eva.locator("#together .note").get_by_role("button").click()  # she accepts
    letter(eva, "Côté terrain, le calendrier est court.")
    eva.get_by_role("button", name="Ma part est prête, d’accord").click()
    ugo.goto(version)
    ugo.get_by_role("link", name="Marquer comme lue…", exact=True).click()
    ugo.get_by_role("button", name="Marquer comme lue et prévenir l’équipe").click()
    ugo.wait_for_url("**/relectures/**")

    tom.locator(".sheet-line", has_text="Cadrage").get_by_role("link").click()
    tom.get_by_role("link", name="Lire toute la réponse").click()
    for words in ("le cadrage se tient", "le calendrier est court"):
        expect(tom.locator("main")).to_contain_text(words)
    ugo.goto(site.url + "/relectures/")
    assert narrow(ugo, etat="lue") == ["Le Port"]
    ugo.get_by_role("link", name="Voir Le Port").click()
    ugo.get_by_role("link", name="Rouvrir la fiche…").click()
    ugo.get_by_role("button", name="Rouvrir et prévenir l’équipe").click()  # without a reason
    expect(ugo.locator("[aria-invalid]")).to_have_count(1)
    ugo.locator("[name=reason]").fill("Le financement a changé.")
    ugo.get_by_role("button", name="Rouvrir et prévenir l’équipe").click()
    tom.go_back()
    tom.reload()
    expect(tom.locator("main")).to_contain_text("Le financement a changé.")
    expect(tom.locator("form[data-send]")).to_be_visible()
