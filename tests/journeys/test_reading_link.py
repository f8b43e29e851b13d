"""A sheet shown to somebody without an account, who comments from a phone; answered at its place, then withdrawn. With and without script."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

MAKE = """
from tests.people import join, organisation, person
from coursesite.cohorts.models import Cohort
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Node
mark = {mark!r}
cohort = Cohort.objects.order_by("pk").first()
place = organisation(cohort.programme.network, "La Digue " + mark, sector="justice", city="Lorient")
eva = person("Eva" + mark + " Le Roy")
join(eva, place, cohort, "lead")
sheet = sheets.open_sheet(place, Kind.THEORY_OF_CHANGE, by=eva)
sheets.add_node(sheet, "activity", {{"label": "Ateliers sur les démarches"}}, by=eva)
sheets.add_node(sheet, "outcome", {{"label": "Les personnes connaissent leurs droits", "audience": "personnes sortant de détention"}}, by=eva)
one, two = Node.objects.filter(worksheet=sheet.pk).order_by("pk")
sheets.add_link(sheet, one.anchor, two.anchor, by=eva)
answer = [eva.email, place.name]
"""


@pytest.mark.parametrize("script", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["with script", "without script"])
def test_a_stakeholder_reads_and_comments(visitor: Callable[..., Visitor], site: Site, script: bool) -> None:
    email, name = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    eva = visitor(javascript=script)
    eva.sign_in(email)
    page = eva.go("/fiches/")
    page.get_by_role("link", name="Continuer d’écrire – Théorie du changement").click()
    page.get_by_role("link", name="Faire lire").click()
    eva.audit("reading-links")
    page.get_by_label("Pour qui").fill("Nos partenaires du tribunal")
    page.get_by_role("checkbox", name="Liens entre éléments").uncheck()
    page.get_by_role("button", name="Créer le lien").click()
    address = page.get_by_label("Adresse du lien").input_value()
    expect(page.get_by_role("heading", name="Nos partenaires du tribunal").last).to_be_visible()
    eva.audit("reading-link-made")

    reader = visitor(phone=True, javascript=script)
    theirs = reader.go(address)
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Théorie du changement")
    reader.audit("reading-welcome")
    theirs.get_by_role("button", name="Lire la fiche").click()
    theirs.wait_for_url("**/fiche/")
    expect(theirs.get_by_role("img", name="Schéma")).to_be_visible()
    expect(theirs.get_by_role("main")).not_to_contain_text("Eva")
    assert theirs.get_by_role("link", name="Commenter ici").count() == 2
    reader.audit("reading-sheet")
    theirs.get_by_role("link", name="Commenter ici – Les personnes connaissent leurs droits").click()
    theirs.get_by_label("Votre commentaire").fill("Mme Durand, elle, ne les connaît pas.")
    theirs.get_by_label("Qui vous êtes").fill("Partenaire")
    reader.audit("reading-comment")
    theirs.get_by_role("button", name="Envoyer le commentaire").click()
    expect(theirs.get_by_role("alert")).to_contain_text("Mme Durand")
    reader.audit("reading-comment-names-somebody")
    theirs.get_by_label("Votre commentaire").fill("Et les familles, que savent-elles ?")
    theirs.get_by_role("button", name="Envoyer le texte changé").click()
    theirs.wait_for_url("**/merci/**")
    expect(theirs.get_by_role("main")).not_to_contain_text("les familles")
    reader.audit("reading-thanks")
    theirs.get_by_role("link", name="Continuer à lire").click()
    expect(theirs.get_by_role("main")).not_to_contain_text("les familles")
    assert reader.context.cookies() == []

    page = eva.go("/mon-espace/")
    page.get_by_role("region", name="Ce que disent les parties prenantes").get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text("Ouvert 1 fois, 1 commentaire")
    page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link", name="Théorie du changement").click()
    note = page.locator(".margin-note[data-kind=stakeholder]")
    expect(note).to_contain_text("Et les familles, que savent-elles ?")
    eva.audit("sheet-with-a-stakeholder")
    note.get_by_role("button", name="C’est fait").click()
    expect(page.locator(".margin-note[data-kind=stakeholder]")).to_contain_text("pris en compte")
    page.get_by_role("link", name="Faire lire").click()
    page.get_by_role("button", name="Retirer le lien").click()
    expect(page.get_by_role("main")).to_contain_text("il n’ouvre plus rien")
    page.locator("details", has_text="Lire le commentaire").locator("summary").first.click()
    eva.audit("reading-link-withdrawn")
    gone = theirs.reload()
    assert gone is not None and gone.status == 410
    expect(theirs.get_by_role("main")).to_contain_text("Ce lien est fermé")
    reader.audit("reading-closed")
    assert name not in theirs.content()
