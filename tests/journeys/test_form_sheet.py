"""« Cadrage », a sheet of fields and tables: written on a phone, sent, read by a trainer with one remark, and the same row without script."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_worksheet import saved

pytestmark = pytest.mark.browser

MAKE = """
from tests.people import join, organisation, person
from coursesite.cohorts.models import Cohort
from coursesite.cohorts.queries import trainers_of
mark = {mark!r}
cohort = Cohort.objects.order_by("pk").first()
place = organisation(cohort.programme.network, "La Jetée " + mark, sector="disability", city="Lorient")
eva = person("Eva" + mark + " Le Roy")
join(eva, place, cohort, "lead")
answer = [eva.email, place.name, trainers_of(cohort).first().email]
"""
WRITTEN = """
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.snapshots import snapshot
sheet = Worksheet.objects.get(kind="framing", organisation__name={name!r})
found = snapshot(sheet)
answer = [sheet.state, found["entries"], found["tables"]["member"]]
"""


def test_a_form_is_written_sent_and_read(visitor: Callable[..., Visitor], site: Site) -> None:
    email, name, trainer = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    eva = visitor(phone=True)
    eva.sign_in(email)
    page = eva.go("/fiches/")
    eva.audit("sheets-in-order")
    page.get_by_role("link", name="Commencer la fiche – Cadrage").click()
    page.wait_for_url("**/fiches/cadrage/**")
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/fiches/*-*-*/**")
    page.get_by_role("checkbox", name="Apprendre").check()
    page.get_by_role("checkbox", name="Améliorer ce que nous faisons").check()
    page.get_by_role("textbox", name="Capacité en jours").fill("12,5")
    saved(page)
    page.get_by_role("button", name="Ajouter une fonction").click()
    line = page.locator(".row-line", has=page.locator("[name=function]"))
    expect(line.locator("[name=function]")).to_be_focused()
    line.locator("[name=function]").fill("Direction")
    line.locator("[name=days]").fill("beaucoup")
    expect(line.locator(".error")).to_have_text("Écrivez un nombre.")
    line.locator("[name=days]").fill("20")
    saved(page)
    expect(page.locator("#remarks-field-capacity")).not_to_be_empty()  # more days than there are
    expect(page.locator("#sheet-progress")).not_to_contain_text("Remplie à 0")
    eva.audit("form-on-a-phone")
    state, entries, members = site.shell(WRITTEN.format(name=name))  # type: ignore[misc]
    assert (state, entries["purposes"], entries["capacity"]) == ("draft", "improve,learn", "12.5")
    assert [(one["function"], one["days"]) for one in members] == [("Direction", "20")]

    page.locator("[data-send] button").click()
    page.wait_for_url("**/envoyer/")
    page.get_by_role("button", name="Envoyer").last.click()
    page.wait_for_url("**/fiches/*-*-*/")
    eva.audit("form-sent")

    luc = visitor()
    luc.sign_in(trainer)
    desk = luc.go("/relectures/")
    desk.locator("li", has_text=name).get_by_role("button").first.click()
    desk.wait_for_url("**/versions/**")
    expect(desk.locator("#whole")).to_contain_text("Direction")
    luc.audit("form-on-the-desk")
    desk.get_by_role("link", name="Marquer comme lue…").click()
    desk.wait_for_url("**/lue/confirmer/")
    luc.audit("confirm-read")
    desk.get_by_role("button", name="Marquer comme lue et prévenir l’équipe").click()
    desk.wait_for_url("**/relectures/")
    state, _entries, _members = site.shell(WRITTEN.format(name=name))  # type: ignore[misc]
    assert state == "read"


@pytest.mark.slow
def test_without_script_a_line_is_a_form(visitor: Callable[..., Visitor], site: Site) -> None:
    email, name, _trainer = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    eva = visitor(javascript=False)
    eva.sign_in(email)
    page = eva.go("/fiches/cadrage/")
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/fiches/*-*-*/**")
    page.get_by_role("button", name="Ajouter une fonction").click()
    page.wait_for_url("**ligne=member**")
    line = page.locator(".row-line", has=page.locator("[name=function]"))
    line.locator("[name=function]").fill("Chargée de suivi")
    line.locator("[name=days]").fill("3,5")
    line.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    expect(page.locator(".row-line [name=days]")).to_have_value("3,5")
    _state, _entries, members = site.shell(WRITTEN.format(name=name))  # type: ignore[misc]
    assert [(one["function"], one["days"]) for one in members] == [("Chargée de suivi", "3.5")]


def test_a_long_line_folds_under_its_name_and_asks_more_when_it_says_so(visitor: Callable[..., Visitor], site: Site) -> None:
    email, _name, _trainer = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
    eva = visitor()
    eva.sign_in(email)
    page = eva.go("/fiches/besoin-et-parties-prenantes/")
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/fiches/*-*-*/**")
    page.get_by_role("button", name="Ajouter une partie prenante").click()
    line = page.locator("#table-stakeholder .row-line")
    expect(line.locator("[name=name]")).to_be_focused()
    line.locator("[name=name]").fill("Familles")
    expect(line.locator("[name=means]")).to_be_hidden()
    line.locator("[name=priority]").select_option("yes")
    line.locator("[name=means]").fill("Un appel à l’heure choisie")
    saved(page)
    page.reload()
    expect(line.locator("[name=means]")).to_be_hidden()
    line.locator("summary").first.click()
    expect(line.locator("[name=means]")).to_have_value("Un appel à l’heure choisie")
    line.locator("[name=name]").fill("Familles et proches")
    saved(page)
    eva.audit("a-long-line-open")
    page.goto(f"{page.url.split('?')[0].split('#')[0]}?ligne={line.get_attribute('data-anchor')}")
    expect(line.locator("[name=means]")).to_be_visible()  # what one comes for is open
