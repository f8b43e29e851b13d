"""Dragging an element of a theory by its grip, an extra beside buttons and keys: with a mouse and with a finger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_worksheet import Place, enter

pytestmark = pytest.mark.browser

Visitors = Callable[..., Visitor]

LINKS = """
from step_guides.worksheets.models import Link
found = Link.objects.filter(worksheet__public_id={sheet!r})
answer = sorted(found.values_list("source__label", "target__label"))
"""


@pytest.fixture
def place(site: Site) -> Place:
    return Place(site)


def links(place: Place) -> object:
    return place.site.shell(LINKS.format(sheet=place.sheet))


def centre(one: Locator, *, down: float = 0.5) -> tuple[float, float]:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * down


def grip(page: Page, wording: str) -> Locator:
    return page.locator(".row-node", has=page.locator("textarea[name=label]", has_text=wording)).locator("> .grip")


def test_with_a_mouse(visitor: Visitors, place: Place) -> None:
    page = enter(visitor(), place.lea, place.path)
    rows, mouse = page.locator("#kind-activity .row-node"), page.mouse
    rows.nth(0).scroll_into_view_if_needed()
    mouse.move(*centre(grip(page, "Animer un atelier")))
    mouse.down()
    mouse.move(*centre(rows.nth(0), down=0.1), steps=6)
    expect(rows.nth(0)).to_have_attribute("data-drop", "before")
    expect(page.locator(".drag-tag")).to_have_text("Animer un atelierPlacer ici")
    page.keyboard.press("Escape")  # thought better of it
    expect(page.locator(".drag-tag")).to_have_count(0)
    mouse.up()
    expect(page.locator("[data-drop]")).to_have_count(0)
    expect(rows.nth(0).locator("textarea[name=label]")).to_have_value("Recevoir chaque personne")

    mouse.move(*centre(grip(page, "Animer un atelier")))
    mouse.down()
    mouse.move(*centre(rows.nth(0), down=0.1), steps=6)
    mouse.up()
    expect(page.locator("[data-said]")).to_contain_text("Animer un atelier, Activités : place 1 sur 2")

    mouse.move(*centre(grip(page, "Animer un atelier")))  # onto an element of the picture, which stands beside
    mouse.down()
    mouse.move(*centre(page.locator("#diagram [data-anchor^='node:']", has_text="savent")), steps=6)
    expect(page.locator(".drag-tag")).to_have_text("Animer un atelierRelier à\xa0: Les personnes savent où aller")
    mouse.up()
    expect(rows.nth(0).locator(".link textarea[name=assumption]")).to_be_focused()
    assert place.activities() == ["Animer un atelier", "Recevoir chaque personne"]
    assert ["Animer un atelier", "Les personnes savent où aller"] in links(place)  # type: ignore[operator]


def test_with_a_finger(visitor: Visitors, place: Place) -> None:
    """On a phone, from the list in short; an element out of sight is reached by waiting at the edge, a folded column by resting on it."""
    page = enter(visitor(phone=True), place.lea, place.path)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": round(x), "y": round(y)} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    rows = page.locator("#kind-activity .row-node")
    rows.nth(0).evaluate("row => row.scrollIntoView({ block: 'center' })")
    start, stop = centre(grip(page, "Animer un atelier")), centre(rows.nth(0), down=0.1)
    touch("touchStart", start)
    touch("touchMove", (start[0] - 20, start[1]))
    touch("touchMove", stop)
    expect(rows.nth(0)).to_have_attribute("data-drop", "before")
    touch("touchEnd")
    expect(page.locator("[data-said]")).to_contain_text("place 1 sur 2")
    expect(rows.nth(0).locator("textarea[name=label]")).to_have_value("Animer un atelier")

    column = page.locator("#kind-outcome .fold")
    column.locator("> summary").click()
    expect(page.locator("#kind-outcome .row-node")).not_to_be_visible()
    rows.nth(1).evaluate("row => row.scrollIntoView({ block: 'start' })")
    touch("touchStart", centre(grip(page, "Animer un atelier")))
    touch("touchMove", (160, 20))
    touch("touchMove", (160, 5))  # the page goes up under the finger, to the outcomes
    summary = column.locator("> summary")
    page.wait_for_function("summary => summary.getBoundingClientRect().top > 120", arg=summary.element_handle())
    touch("touchMove", (160, 300))  # far from the edges, the page stands still
    still = "() => new Promise(done => { const was = scrollY; requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY === was))); })"
    page.wait_for_function(still)
    touch("touchMove", centre(summary))
    outcome = page.locator("#kind-outcome .row-node").first
    expect(outcome).to_be_visible()
    touch("touchMove", centre(outcome))
    expect(outcome).to_have_attribute("data-drop", "link")
    touch("touchEnd")
    expect(rows.nth(0).locator(".link")).to_have_count(1)
    assert ["Animer un atelier", "Les personnes savent où aller"] in links(place)  # type: ignore[operator]
