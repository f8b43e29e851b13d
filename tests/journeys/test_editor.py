"""An editor adds a lesson with two exercises to a module; somebody reads it and answers both, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cms import begin_exercise, publish
from tests.journeys.conftest import Visitor
from tests.journeys.lessons import Lesson, lesson_with
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

ASSERTIONS = [("Un besoin se constate avant d’agir.", True), ("Une activité est un effet.", False)]
SAID = "Une activité se fait, un effet arrive."
STEPS = ["Écouter", "Agir", "Relire"]


@pytest.fixture
def lesson(site: Site) -> Iterator[Lesson]:
    with lesson_with(site, [], ["Ida"]) as made:
        yield made


def test_a_lesson_with_two_exercises(visitor: Callable[..., Visitor], lesson: Lesson) -> None:
    title, judged, ordered = (f"{name} {lesson.mark}" for name in ("Relire ensemble", "Besoin ou effet", "Dans quel ordre"))
    ines = visitor()
    ines.screens.strict = True
    ines.sign_in("ines")
    page = ines.go(f"/cms/pages/add/catalogue/unitpage/{lesson.module}/")
    page.locator("#id_title").fill(title)
    page.get_by_role("textbox", name="En une phrase").fill("Deux exercices pour relire à plusieurs.")
    write_text(page, "Relire à voix haute aide à trouver ce qui manque.")
    write_assertions(begin_exercise(ines, judged, "Vrai ou faux, et pourquoi", instead_of="effets non voulus"))
    write_steps(begin_exercise(ines, ordered, "Remettre des étapes en ordre"))
    publish(page)
    expect(page.locator(".messages")).to_contain_text(title)
    assert ines.screens.faults == []

    ida = visitor(phone=True)
    ida.sign_in(lesson.people[0])
    page = ida.go(lesson.path.removesuffix("essai/"))
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text("aide à trouver ce qui manque")
    ida.audit("lesson-of-an-editor")
    judge(page, judged)
    put_in_order(page, ordered)
    page.get_by_role("button", name="Terminer le module").click()
    page.wait_for_url("**/parcours/**")
    assert ida.screens.faults == []


def write_text(page: Page, text: str) -> None:
    page.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name="Texte", exact=True).click()
    page.locator("[data-contentpath=body]").get_by_role("textbox").last.click()
    page.keyboard.insert_text(text)


def write_assertions(form: Page) -> None:
    form.get_by_role("textbox", name="Consigne").fill("Dites si c’est vrai.")
    for text, right in ASSERTIONS:
        form.get_by_role("button", name="Insérer un bloc").last.click()
        form.get_by_role("textbox", name="Affirmation").last.fill(text)
        form.get_by_role("checkbox", name="Elle est vraie").last.set_checked(right)
        form.get_by_role("textbox", name="Retour si elle ne l’est pas").last.fill(SAID)
    publish(form)
    form.close()


def write_steps(form: Page) -> None:
    form.get_by_role("textbox", name="Consigne").fill("Remettez ces étapes en ordre.")
    for text in STEPS:
        form.get_by_role("button", name="Insérer un bloc").last.click()
        form.get_by_role("textbox", name="Texte de l’étape").last.fill(text)
    publish(form)
    form.close()


def judge(page: Page, title: str) -> None:
    """Wrong about the second assertion, then right."""
    exercise = page.locator("section.exercise", has_text=title)
    for second in ("Vrai", "Faux"):
        for number, said in enumerate(("Vrai", second)):
            exercise.get_by_role("group").nth(number).get_by_label(said, exact=True).check()
        with page.expect_navigation():
            exercise.locator("button[type=submit]").click()
        expect(exercise.locator("[data-verdict=wrong]")).to_have_count(int(second == "Vrai"))
        if second == "Vrai":
            expect(exercise.locator("[data-verdict=wrong]")).to_contain_text(SAID)
    expect(exercise).to_contain_text("2 sur 2")


def put_in_order(page: Page, title: str) -> None:
    exercise = page.locator("section.exercise", has_text=title)
    for place, text in enumerate(STEPS):
        while exercise.locator("ol > li").nth(place).filter(has_text=text).count() == 0:
            exercise.get_by_role("button", name=f"Monter\u00a0: {text}").click()
    with page.expect_navigation():
        exercise.locator("button[type=submit]").click()
    expect(exercise).to_contain_text("3 sur 3")
