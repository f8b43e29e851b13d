"""Exercises that are not simply right or wrong, in a browser: by keyboard alone, then without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.lessons import Lesson, lesson_with
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

CODES = ("e0-1", "e0-4", "e0-5", "e1-3", "e1-4", "e8-1", "e8-2")


@pytest.fixture(scope="module")
def lesson(site: Site) -> Iterator[Lesson]:
    with lesson_with(site, CODES, ["Ana", "Bea"]) as made:
        yield made


def form(page: Page, code: str) -> Locator:
    return page.locator(f"#exercice-{code}")


def press(page: Page, control: Locator, key: str) -> None:
    """Where the keyboard is when it comes to this control; a control that it cannot reach fails here."""
    control.focus()
    expect(control).to_be_focused()
    page.keyboard.press(key)


def send(page: Page, code: str) -> None:
    with page.expect_navigation():
        press(page, form(page, code).locator("form button").last, "Enter")


def play(page: Page, code: str, *, use: Callable[[Locator], None]) -> int:
    """The first decision of each scene, to an end."""
    steps = 0
    while (scene := form(page, code).locator(".case-scene")).count():
        use(scene.locator("input[type=radio]").first)
        send(page, code)
        steps += 1
        expect(form(page, code).locator(".case-step")).to_have_count(steps)
    return steps


def fill(page: Page, code: str) -> None:
    """A self-position: the second level of each statement, with the arrows."""
    for control in form(page, code).locator("select").all():
        control.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(control).to_have_value("2")
    send(page, code)


def choose(page: Page, code: str, groups: str, *, use: Callable[[Locator], None], nth: int = 0) -> None:
    for group in form(page, code).locator(groups).all():
        use(group.locator("input[type=radio]").nth(nth))
    send(page, code)


def take(visitor_: Visitor, page: Page, *, use: Callable[[Locator], None], open_card: Callable[[Locator], None]) -> None:
    fill(page, "e0-1")
    expect(form(page, "e0-1").get_by_role("status")).to_contain_text("C’est noté")

    choose(page, "e0-4", "fieldset", use=use)
    entry = form(page, "e0-4")
    expect(entry.get_by_role("status")).to_contain_text("gardées jusqu’au dernier module")
    expect(entry).not_to_contain_text("bonne réponse")
    expect(entry.locator("form button")).to_have_count(0)

    first = form(page, "e0-5").locator(".flash").first
    open_card(first.locator("summary"))
    expect(first.locator("details p").first).to_be_visible()
    choose(page, "e0-5", ".flash", use=use, nth=1)
    expect(form(page, "e0-5").locator("input[value=again]:checked")).to_have_count(12)

    assert play(page, "e1-3", use=use) >= 3
    expect(form(page, "e1-3").get_by_role("status")).to_contain_text(re.compile(r"points sur \d"))
    send(page, "e1-3")  # begins again
    expect(form(page, "e1-3").locator(".case-step")).to_have_count(0)
    use(form(page, "e1-3").locator("input[type=radio]").nth(1))
    send(page, "e1-3")
    page.goto(page.url.split("#")[0])  # another time
    expect(form(page, "e1-3").locator(".case-step")).to_have_count(1)

    rewriting = form(page, "e1-4")
    expect(rewriting).not_to_contain_text("Ce que nous aurions écrit")
    rewriting.locator("textarea").focus()
    page.keyboard.type("Dans quelle mesure l’entretien aide-t-il les jeunes à demander de l’aide ?")
    press(page, rewriting.locator("input[type=checkbox]").first, "Space")
    send(page, "e1-4")
    expect(form(page, "e1-4")).to_contain_text("Ce que nous aurions écrit")
    expect(form(page, "e1-4").locator("textarea")).to_have_value(re.compile("^Dans quelle mesure"))

    choose(page, "e8-1", "fieldset", use=use, nth=1)
    leaving = form(page, "e8-1")
    expect(leaving).to_contain_text("votre réponse du premier jour")
    expect(leaving.locator(".quiz-right")).to_have_count(10)

    fill(page, "e8-2")
    expect(form(page, "e8-2").locator("tbody tr")).to_have_count(12)
    assert visitor_.screens.faults == []


@pytest.mark.slow
def test_with_the_keyboard_alone(visitor: Callable[..., Visitor], lesson: Lesson) -> None:
    email, _other = lesson.people
    ana = visitor()
    ana.sign_in(email)
    page = ana.go(lesson.path)
    ana.audit("open-kinds-empty")
    take(
        ana, page,
        use=lambda control: press(page, control, "Space"),
        open_card=lambda summary: press(page, summary, "Enter"),
    )  # fmt: skip
    ana.audit("open-kinds-answered")


def test_without_javascript_on_a_phone(visitor: Callable[..., Visitor], lesson: Lesson) -> None:
    _other, email = lesson.people
    bea = visitor(phone=True, javascript=False)
    bea.sign_in(email)
    take(bea, bea.go(lesson.path), use=lambda control: control.check(), open_card=lambda summary: summary.click())
