"""A word of the glossary opens its definition where it stands, and is a plain link without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.story import Visitors

pytestmark = pytest.mark.browser

STEP = "/guide/relier/"


def word(page: Page) -> Locator:
    return page.locator('main .prose a[href*="/glossaire/"]').first


def box(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_by_keyboard_focus_goes_in_and_comes_back(visitor: Visitors) -> None:
    reader = visitor()
    page = reader.go(STEP)
    link = word(page)
    link.focus()
    page.keyboard.press("Enter")
    expect(box(page).locator("p.definition")).to_be_visible()
    expect(box(page)).to_be_focused()
    assert page.url.endswith(STEP)
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(box(page)).to_have_accessible_name(box(page).get_by_role("heading").inner_text())
    reader.audit("definition")
    page.keyboard.press("Tab")
    expect(box(page).get_by_role("button", name="Fermer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box(page)).to_have_count(0)
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    box(page).get_by_role("link", name="Lire tout sur ce mot").click()
    page.wait_for_url("**/glossaire/**")


def test_by_finger_on_a_phone(visitor: Visitors) -> None:
    page = visitor(phone=True).go(STEP)
    link = word(page)
    link.click()
    expect(box(page).locator("p.definition")).to_be_visible()
    found = box(page).bounding_box()
    assert found and found["x"] == 0 and found["width"] == 320 and found["y"] + found["height"] == pytest.approx(720, abs=1)
    page.mouse.click(160, 40)  # anywhere else
    expect(box(page)).to_have_count(0)
    link.click()
    expect(box(page)).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    expect(box(page)).to_have_count(0)
    expect(link).to_be_focused()


def test_pressing_the_word_again_closes_and_another_one_takes_over(visitor: Visitors) -> None:
    page = visitor().go(STEP)
    words = page.locator("a.term")
    words.nth(0).click()
    expect(box(page).locator("p.definition")).to_be_visible()
    words.nth(0).click()
    expect(box(page)).to_have_count(0)
    words.nth(0).click()
    expect(box(page)).to_have_count(1)
    words.last.scroll_into_view_if_needed()
    words.last.click()
    expect(box(page)).to_have_count(1)
    expect(words.last).to_have_attribute("aria-expanded", "true")
    expect(words.nth(0)).to_have_attribute("aria-expanded", "false")


def test_a_connection_that_fails_is_said_and_tried_again(visitor: Visitors) -> None:
    page = visitor().go(STEP)
    page.route("**/glossaire/**", lambda route: route.abort())
    word(page).click()
    expect(box(page)).to_contain_text("La définition n’est pas arrivée")
    expect(box(page).get_by_role("link", name="Lire tout sur ce mot")).to_be_visible()
    page.unroute("**/glossaire/**")

    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/glossaire/**", note)
    page.get_by_role("button", name="Réessayer").click()
    expect(box(page).locator("p.definition")).to_be_visible()
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    word(page).click()
    expect(box(page).locator("p.definition")).to_be_visible()
    assert len(asked) == 1, "what was read once is not asked again"


def test_without_script_it_is_a_link(visitor: Visitors) -> None:
    page = visitor(javascript=False).go(STEP)
    word(page).click()
    page.wait_for_url("**/glossaire/**")
    expect(page.locator("p.definition")).to_be_visible()


def test_in_a_lesson(visitor: Visitors) -> None:
    reader = visitor()
    reader.sign_in("amina")
    page = reader.go("/modules/module-3/a-quoi-sert/")
    page.locator("a.term").first.click()
    expect(box(page).locator("p.definition")).to_be_visible()
    reader.audit("definition-in-a-lesson")
