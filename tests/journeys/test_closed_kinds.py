"""Exercises that are right or wrong, in a browser: partly wrong, then right, by keyboard alone, and without JavaScript on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from modules.exercises.content import Content
from modules.exercises.enums import Kind
from modules.exercises.kinds.spot import SOUND
from tests.journeys import answering
from tests.journeys.conftest import Visitor
from tests.journeys.lessons import Lesson, lesson_with
from tests.journeys.site import Site
from tests.modules.exercises.examples import seeded

pytestmark = pytest.mark.browser

CODES = ("e2-1", "e3-7", "e2-5", "e2-2", "e4-1", "e5-1", "e3-4", "e6-1", "e3-5")
ALL = [seeded(code) for code in CODES]
NAMES = ["Eva", "Flo", "Guy"]
Visitors = Callable[..., Visitor]


@pytest.fixture(scope="module")
def lesson(site: Site) -> Iterator[Lesson]:
    with lesson_with(site, CODES, NAMES) as made:
        yield made


def test_nine_kinds_are_here() -> None:
    assert {one.kind for one in ALL} == {
        Kind.SINGLE, Kind.CHOICES, Kind.TRUE_FALSE, Kind.SORT, Kind.ORDER, Kind.MATCH, Kind.GAPS, Kind.NUMBER, Kind.SPOT,
    }  # fmt: skip


@pytest.mark.slow
def test_with_the_keyboard_alone(visitor: Visitors, lesson: Lesson) -> None:
    email, *_others = lesson.people
    eva = visitor()
    eva.sign_in(email)
    page = eva.go(lesson.path)
    eva.audit("closed-kinds-empty")
    for content in ALL:
        answering.answer_by_keyboard(page, content, answering.partly_wrong(content))
        answering.expect_said(page, content, answering.partly_wrong(content))
    eva.audit("closed-kinds-partly-wrong")
    page.goto(page.url.split("#")[0])
    for content in ALL:
        answering.expect_in(page, content, answering.partly_wrong(content))
        answering.answer_by_keyboard(page, content, answering.right(content))
        answering.expect_said(page, content, answering.right(content))
    _see_again(page)
    assert eva.screens.faults == []


def test_without_javascript_on_a_phone(visitor: Visitors, lesson: Lesson) -> None:
    _other, email, _another = lesson.people
    flo = visitor(phone=True, javascript=False)
    flo.sign_in(email)
    page = flo.go(lesson.path)
    for fields_of in (answering.partly_wrong, answering.right):
        for content in ALL:
            answering.fill(page, content, fields_of(content))
            answering.send(page, content)
            answering.expect_said(page, content, fields_of(content))
    _see_again(page)
    assert flo.screens.faults == []


def _see_again(page: Page) -> None:
    page.goto(page.url.split("#")[0])
    for content in ALL:
        answering.expect_in(page, content, answering.right(content))
        answering.expect_said(page, content, answering.right(content))


TYPED = "(form, code) => [...new FormData(form)].filter(([name]) => name.startsWith(code + '-')).sort()"


def _typed(page: Page) -> dict[str, list[list[str]]]:
    return {one.code: answering.section_of(page, one).locator("form").evaluate(TYPED, one.code) for one in ALL}


def _begin(page: Page, content: Content) -> None:
    """One field, or one step moved."""
    if content.kind == Kind.ORDER:
        answering.section_of(page, content).get_by_role("button", name="Descendre").first.click()
        return
    name, value = next((name, value) for name, value in answering.right(content).items() if value not in {"", SOUND})
    answering.fill(page, content, {name: value})


def test_what_is_begun_waits_for_the_next_time(visitor: Visitors, lesson: Lesson) -> None:
    """The browser is closed before anything is sent; what was chosen is there again, until it is answered."""
    *_others, email = lesson.people
    guy = visitor(phone=True)
    guy.sign_in(email)
    page = guy.go(lesson.path)
    empty = _typed(page)
    for content in ALL:
        _begin(page, content)
    begun = _typed(page)
    assert all(begun[code] != empty[code] for code in CODES)
    kept = guy.context.storage_state()
    guy.context.close()

    guy = visitor(phone=True, kept=kept)
    page = guy.go(lesson.path)
    assert _typed(page) == begun
    expect(page.get_by_text("Ce que vous aviez commencé est de nouveau là")).to_have_count(len(ALL))
    first = ALL[0]
    answering.fill(page, first, answering.right(first))
    answering.send(page, first)
    answering.expect_in(page, first, answering.right(first))
    expect(answering.section_of(page, first).get_by_text("Ce que vous aviez commencé")).to_be_hidden()
    assert _typed(page) | {first.code: None} == begun | {first.code: None}
    assert guy.screens.faults == []
