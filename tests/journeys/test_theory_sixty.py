"""A theory of 60 elements on a desktop, and one of 25 on a phone: found, read in its three views, and as quick under the keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_worksheet import Place, enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visitors = Callable[..., Visitor]

FILL = """
import uuid
from tests.bench.theory import theory
from step_guides.worksheets.models import Link, Node, Worksheet
sheet = Worksheet.objects.non_polymorphic().get(public_id={sheet!r})
Node.objects.filter(worksheet=sheet.pk).delete()
found, new = theory({elements}, {links}), lambda text: uuid.uuid5(sheet.public_id, text)
nodes = {{one["uid"]: Node(worksheet_id=sheet.pk, **{{**one, "uid": new(one["uid"])}}) for one in found["nodes"]}}
Node.objects.bulk_create(nodes.values())
ends = lambda one: {{**one, "uid": new(one["uid"]), "source": nodes[one["source"]], "target": nodes[one["target"]]}}
Link.objects.bulk_create([Link(worksheet_id=sheet.pk, **ends(one)) for one in found["links"]])
answer = Node.objects.filter(worksheet=sheet.pk).count()
"""
# What the page itself does with a key, in milliseconds, the middle of twenty.
TOOK = """([selector, type, key]) => {
  const one = document.querySelector(selector);
  const took = [...Array(20)].map(() => {
    const begun = performance.now();
    one.dispatchEvent(type === "input" ? new InputEvent("input", { bubbles: true }) : new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
    document.body.getBoundingClientRect();
    return performance.now() - begun;
  });
  return took.sort((a, b) => a - b)[10];
}"""
QUICK = 50  # ms: what a hand does not feel


@pytest.fixture
def place(site: Site) -> Place:
    return Place(site)


def no_wider(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_sixty_elements_are_found_and_read(visitor: Visitors, place: Place) -> None:
    assert place.site.shell(FILL.format(sheet=place.sheet, elements=60, links=100)) == 60
    someone = visitor()
    page = enter(someone, place.lea, place.path)
    assert page.locator(".row-node:visible").count() == 0  # columns are folded
    someone.audit("Théorie de 60 éléments, liste")
    page.locator("[data-filter]").fill("BENEVOLES logement")  # two are worded so, the eleven others lead to one of them
    expect(page.locator("[data-said]")).to_have_text("Éléments montrés : 13 sur 60")
    expect(page.locator(".row-node:visible")).to_have_count(13)
    page.locator("[data-filter]").fill("")
    expect(page.locator("#kind-need .row-node").first).not_to_have_attribute("hidden", "")
    page.locator(".jump > summary").click()
    page.locator(".jump a").last.click()
    expect(page.locator("#kind-external_factor .row-node").last).to_be_visible()

    folds = page.locator("[data-fold-all]")
    expect(folds).to_have_text("Replier toutes les colonnes")  # one is open
    folds.click()
    expect(page.locator(".fold[open]")).to_have_count(0)
    expect(folds).to_have_text("Déplier toutes les colonnes")
    folds.click()
    expect(page.locator(".row-node:visible")).to_have_count(60)
    assert page.evaluate(TOOK, ["#kind-outcome textarea[name=label]", "input", ""]) < QUICK
    wording = page.locator("#kind-outcome textarea[name=label]").first
    wording.focus()
    page.keyboard.press("End")
    page.keyboard.type(" vite")
    expect(page.locator("worksheet-editor")).to_have_attribute("data-state", "saved", timeout=20_000)
    assert wording.input_value().endswith(" vite")
    no_wider(page)

    someone.go(place.path + "?vue=schema")
    no_wider(page)
    page.locator("svg.theory a").first.focus()
    assert page.evaluate(TOOK, ["svg.theory a", "keydown", "ArrowRight"]) < QUICK
    picture = page.locator("svg.theory")
    whole = picture.evaluate("drawn => drawn.getBoundingClientRect().width")
    page.get_by_role("checkbox", name="Réduire le schéma à la largeur de la page").check()
    assert picture.evaluate("drawn => drawn.getBoundingClientRect().width") < whole
    assert page.locator("#diagram").evaluate("box => box.scrollWidth <= box.clientWidth")
    someone.audit("Théorie de 60 éléments, schéma")
    someone.go(place.path + "?vue=recit")
    assert page.locator(".told > li").count() >= 100
    no_wider(page)
    someone.screens.audit("Théorie de 60 éléments, récit", pictures=False)


def test_twenty_five_elements_on_a_phone(visitor: Visitors, place: Place) -> None:
    assert place.site.shell(FILL.format(sheet=place.sheet, elements=25, links=38)) == 25
    someone = visitor(phone=True)
    page = enter(someone, place.lea, place.path)
    no_wider(page)
    page.locator(".jump > summary").click()
    page.locator(".jump a").nth(12).click()
    expect(page.locator(".row-node:visible")).to_have_count(1)  # one at a time, wherever it stands
    here = page.locator(".row-node:visible textarea[name=label]").input_value()
    page.get_by_role("link", name="Suivant").locator("visible=true").click()
    expect(page.locator(".row-node:visible")).to_have_count(1)
    assert page.locator(".row-node:visible textarea[name=label]").input_value() != here
    no_wider(page)
    page.get_by_role("link", name="Voir dans le schéma").locator("visible=true").click()
    expect(page.locator("svg.theory")).to_be_visible()
    no_wider(page)
    box, drawn = page.locator("#diagram").bounding_box(), page.locator("svg.theory .node.is-focus").bounding_box()
    assert box and drawn and box["x"] <= drawn["x"] and drawn["x"] + drawn["width"] <= box["x"] + box["width"]
    someone.go(place.path + "?vue=recit")
    assert page.locator(".told > li").count() >= 38
    no_wider(page)
