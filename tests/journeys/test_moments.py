"""A moment is named, the sheet goes on, the two are compared in words and in the picture, and the sheet goes back: undone, done again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_worksheet import Place, enter

pytestmark = pytest.mark.browser

Visitors = Callable[..., Visitor]

WRITE_ON = """
from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.models import Link, Node, Worksheet
tom, sheet = User.objects.get(email={tom!r}), Worksheet.objects.get(public_id={sheet!r})
rows = {{one.label: one for one in Node.objects.filter(worksheet=sheet.pk)}}
welcome, workshop, outcome = rows["Recevoir chaque personne"], rows["Animer un atelier"], rows["Les personnes savent où aller"]
actions.edit_row(sheet, outcome.anchor, {{"label": "Les personnes savent à qui demander"}}, lock=outcome.lock, by=tom)
link = Link.objects.get(worksheet=sheet.pk)
actions.delete_row(sheet, link.anchor, by=tom, lock=link.lock)
actions.add_link(sheet, workshop.anchor, outcome.anchor, {{"assumption": "le groupe donne confiance"}}, by=tom)
actions.add_node(sheet, "impact", {{"label": "Moins de ruptures de parcours"}}, by=tom)
welcome.refresh_from_db()
actions.delete_row(sheet, welcome.anchor, by=tom, lock=welcome.lock)
answer = 1
"""
BEFORE = ["Recevoir chaque personne", "Animer un atelier"]


@pytest.fixture
def place(site: Site) -> Place:
    return Place(site)


def activities(page: Page) -> list[str]:
    return page.locator("#kind-activity textarea[name=label]").evaluate_all("found => found.map((one) => one.value)")


def turn(page: Page, name: str, activities_then: list[str]) -> None:
    page.locator("#steps").get_by_role("button", name=name).click()
    expect(page.locator("#kind-activity textarea[name=label]")).to_have_count(len(activities_then))
    assert activities(page) == activities_then


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_back_to_a_named_moment(visitor: Visitors, place: Place, javascript: bool) -> None:
    someone = visitor(javascript=javascript)
    page = enter(someone, place.lea, f"{place.path}historique/")
    page.get_by_label("Nommer où nous en sommes").fill("Avant la réunion")
    page.get_by_role("button", name="Garder ce moment").click()
    expect(page.locator(".messages")).to_contain_text("Avant la réunion")
    place.site.shell(WRITE_ON.format(tom=place.tom, sheet=place.sheet))

    page.reload()
    someone.audit("Historique, un moment gardé")
    page.locator("select[name=de]").select_option(index=0)
    moment = page.locator("select[name=de] option", has_text="Avant la réunion").get_attribute("value")
    page.locator("select[name=de]").select_option(moment)
    page.locator("select[name=a]").select_option("maintenant")
    page.get_by_role("button", name="Comparer").click()
    found = page.locator("section[aria-labelledby=found]")
    for part in ["Reformulé 1", "Ajouté 2", "Supprimé 2"]:
        expect(found.locator(".told-counts")).to_contain_text(part)
    expect(found.locator("#changed + ul")).to_contain_text("à qui demander")
    expect(found.locator("#changed + ul del")).to_have_text("où aller")
    expect(found.locator("#added + ul ins")).to_contain_text(["Moins de ruptures de parcours", "Animer un atelier"])
    expect(found.locator("#removed + ul del")).to_contain_text(["Recevoir chaque personne", "Recevoir chaque personne"])
    for mark, count in [("added", 1), ("removed", 1), ("reworded", 1)]:
        expect(found.locator(f"svg.theory .node.is-{mark}")).to_have_count(count)
    for mark in ("added", "removed"):  # linked otherwise
        expect(found.locator(f"svg.theory .link.is-{mark}")).to_have_count(1)
    someone.audit("Deux états comparés")

    someone.go(f"{place.path}historique/")
    page.get_by_role("link", name="Comparer avec aujourd’hui, y revenir").click()
    page.get_by_role("button", name="Revenir à ce moment").click()
    expect(page.locator("#kind-activity textarea[name=label]")).to_have_count(2)
    assert activities(page) == BEFORE
    expect(page.locator("#kind-activity .link")).to_have_count(1)
    turn(page, "Annuler", ["Animer un atelier"])
    expect(page.locator("#kind-impact textarea[name=label]")).to_have_value("Moins de ruptures de parcours")
    turn(page, "Rétablir", BEFORE)
    expect(page.locator("#kind-outcome textarea[name=label]").first).to_have_value("Les personnes savent où aller")
