"""Answering an exercise in a browser: what is to be in each field, how it comes there, what is then said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from modules.exercises.content import Content
from modules.exercises.enums import Kind
from modules.exercises.grading import Grade, grade
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.spot import SOUND
from modules.exercises.responses import field_name, fields_of, read

Fields = Mapping[str, str]  # name of a field → what is in it, "" when nothing is
REACH = 150  # controls that one exercise may have
ACTIVE = """() => {
  const one = document.activeElement;
  return {tag: one.tagName, type: one.type || "", name: one.name || "", value: one.value, checked: !!one.checked, at: one.selectedIndex,
          label: one.getAttribute("aria-label") || "", offered: one.options ? [...one.options].map((option) => option.value) : []};
}"""


def right(content: Content) -> Fields:
    return _named(content, fields_of(content, rules_of(content.kind).example(content, right=True)))


def partly_wrong(content: Content) -> Fields:
    """One item wrong, the others right; two when they are steps, since two of them change places."""
    good = fields_of(content, rules_of(content.kind).example(content, right=True))
    bad = fields_of(content, rules_of(content.kind).example(content, right=False))
    if content.kind == Kind.ORDER:
        one, other = list(good)[:2]
        return _named(content, {**good, one: good[other], other: good[one]})
    key = next(key for key in good if good[key] and good[key] != bad[key])
    return _named(content, {**good, key: bad[key]})


def _named(content: Content, given: Fields) -> Fields:
    """As one writes a figure here; and where a line is judged in a list, that nothing is wrong with it is said too."""
    comma = content.kind == Kind.NUMBER
    unsaid = SOUND if content.kind == Kind.SPOT and len(content.options) > 1 else ""
    return {field_name(content, key): (value.replace(".", ",") if comma else value) or unsaid for key, value in given.items()}


def grade_of(content: Content, fields: Fields) -> Grade:
    start = len(field_name(content, ""))
    return grade(content, read(content, {name[start:]: value for name, value in fields.items()}))


def section_of(page: Page, content: Content) -> Locator:
    return page.locator(f"#exercice-{content.code}")


def fill(page: Page, content: Content, fields: Fields) -> None:
    """With a mouse, a finger, or whatever one has."""
    section = section_of(page, content)
    for name, value in fields.items():
        field = section.locator(f'[name="{name}"]')
        kind = field.first.evaluate("one => one.type")
        if kind == "checkbox":
            field.set_checked(bool(value))
        elif not value:
            continue
        elif kind == "radio":
            section.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def send(page: Page, content: Content) -> None:
    with page.expect_navigation():
        section_of(page, content).locator("form button[type=submit]").click()


def answer_by_keyboard(page: Page, content: Content, fields: Fields) -> None:
    """Tab from the title to the button, and Enter; on the way each field takes what is for it."""
    if content.kind == Kind.ORDER:
        _move_by_keyboard(page, content, fields)
    section_of(page, content).evaluate("one => one.focus()")

    def fill_or_leave(active: dict[str, Any]) -> bool:
        if active["type"] == "submit":
            return True
        if active["name"] in fields:
            _fill_by_keyboard(page, active, fields[active["name"]])
        return False

    _tab_until(page, fill_or_leave)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_until(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> None:
    for _time in range(REACH):
        page.keyboard.press("Tab")
        if wanted(page.evaluate(ACTIVE)):
            return
    raise AssertionError("never reached with Tab")


def _fill_by_keyboard(page: Page, active: dict[str, Any], value: str) -> None:
    if active["tag"] == "SELECT":
        move = active["offered"].index(value) - active["at"]
        for _step in range(abs(move)):
            page.keyboard.press("ArrowDown" if move > 0 else "ArrowUp")
    elif active["type"] == "checkbox":
        if active["checked"] != bool(value):
            page.keyboard.press("Space")
    elif active["type"] == "radio":
        for _step in range(12):
            if page.evaluate(ACTIVE)["value"] == value:
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    elif value:
        page.keyboard.press("Control+a")
        page.keyboard.type(value)


def _move_by_keyboard(page: Page, content: Content, fields: Fields) -> None:
    """Each step, from the first place on, goes up to its place."""
    texts = {field_name(content, item.key): item.text for item in content.items}
    section = section_of(page, content)
    for place, name in enumerate(sorted(fields, key=lambda one: int(fields[one]))):
        standing = section.locator("ol select").evaluate_all("all => all.map((one) => one.name)").index(name)
        if standing == place:
            continue
        section.evaluate("one => one.focus()")
        _tab_until(page, lambda active, name=name: active["label"] == f"Monter\u00a0: {texts[name]}")  # type: ignore[misc]
        for _step in range(standing - place):
            page.keyboard.press("Enter")


def expect_in(page: Page, content: Content, fields: Fields) -> None:
    """What was answered, or begun, is in the fields."""
    section = section_of(page, content)
    for name, value in fields.items():
        field = section.locator(f'[name="{name}"]')
        kind = field.first.evaluate("one => one.type")
        if kind == "checkbox":
            expect(field).to_be_checked(checked=bool(value))
        elif kind == "radio":
            expect(section.locator(f'[name="{name}"][value="{value}"]')).to_be_checked()
        else:
            expect(field).to_have_value(value)


def expect_said(page: Page, content: Content, fields: Fields) -> None:
    """The sentence for the whole answer, and each item explained where it stands, tied to its control."""
    graded, section = grade_of(content, fields), section_of(page, content)
    whole = content.feedback_success if graded.success else content.feedback_retry
    expect(section.locator(".note[role=status]")).to_contain_text(whole)
    wrong = [verdict for verdict in graded.feedback.values() if not verdict.right]
    assert bool(wrong) != graded.success
    expect(section.locator("[data-verdict=wrong] .exercise-said")).to_have_count(len(wrong))
    for key, verdict in graded.feedback.items():
        said = f"{field_name(content, key)}-said"
        expect(section.locator(f"[id='{said}']")).to_contain_text(verdict.text)
        expect(section.locator(f"[id='{said}'] strong")).to_have_text("Juste." if verdict.right else "À revoir.")
        expect(section.locator(f"[aria-describedby~='{said}']").first).to_be_attached()
