"""A theory of 25 elements made by keyboard alone: undone, made again, found in the picture and back in the list."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.test_worksheet import Place, enter, saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visitors = Callable[..., Visitor]

# In the order of the list; the sheet of `Place` holds two activities and an outcome already. 25 in all.
TO_ADD = {
    "need": 2, "impact": 1, "outcome": 6, "output": 4, "activity": 3, "resource": 3, "negative_outcome": 1, "external_factor": 2,
}  # fmt: skip
COUNT = """
from step_guides.worksheets.models import Link, Node
answer = [Node.objects.filter(worksheet__public_id={sheet!r}).count(), Link.objects.filter(worksheet__public_id={sheet!r}).count()]
"""


@pytest.fixture
def place(site: Site) -> Place:
    return Place(site)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def add(page: Page, kind: str, wording: str) -> None:
    """From the heading of the column: its button, a wording, Enter."""
    page.locator(f"#kind-{kind} details.add > summary").first.focus()
    press(page, "Enter")
    expect(page.locator(f"#kind-{kind} details.add input[name=label]").first).to_be_focused()
    page.keyboard.type(wording)
    press(page, "Enter")
    written = page.locator(f"#kind-{kind} textarea[name=label]", has_text=wording)
    expect(written).to_be_focused()


def test_twenty_five_elements_by_keyboard_alone(visitor: Visitors, place: Place) -> None:
    someone = visitor()
    page = enter(someone, place.lea, place.path)
    mouse = "addEventListener('pointerdown', () => { window.touched = true; }, true)"
    page.evaluate(mouse)
    for kind, count in TO_ADD.items():
        for number in range(count):
            add(page, kind, f"Élément {kind.replace('_', ' ')} numéro {number + 1}")
    expect(page.locator(".row-node")).to_have_count(25)
    press(page, "Alt+l")  # from the last one written, an external factor
    expect(page.locator(".link-form select")).to_be_focused()
    page.keyboard.type("Les personnes savent")
    press(page, "Tab", "Tab", "Enter")
    expect(page.locator("#kind-external_factor .link textarea[name=assumption]")).to_be_focused()
    page.keyboard.type("les loyers montent")
    saved(page)
    press(page, "Control+Alt+z")
    expect(page.locator("#kind-external_factor .link textarea[name=assumption]")).to_have_value("")
    press(page, "Control+Alt+y")
    expect(page.locator("#kind-external_factor .link textarea[name=assumption]")).to_have_value("les loyers montent")
    assert place.site.shell(COUNT.format(sheet=place.sheet)) == [25, 2]
    from_the_list_to_the_picture_and_back(page)
    assert not page.evaluate("window.touched === true")
    someone.audit("Théorie de 25 éléments")


def from_the_list_to_the_picture_and_back(page: Page) -> None:
    row = page.locator("#kind-impact textarea[name=label]").first
    row.focus()
    press(page, "Alt+s")
    page.wait_for_url("**vue=schema**")
    drawn = page.locator("svg.theory a:focus")
    expect(drawn).to_have_accessible_name("Impact Élément impact numéro 1")
    press(page, "ArrowLeft")
    expect(drawn).not_to_have_accessible_name("Impact Élément impact numéro 1")
    name = re.search(r"Élément .* numéro \d+", drawn.text_content() or "")[0]  # type: ignore[index]
    press(page, "Enter")
    page.wait_for_url(lambda url: "vue=schema" not in url)
    focused = page.locator("textarea[name=label]:focus")
    expect(focused).to_be_visible()
    assert name in focused.input_value() or focused.input_value() in name
