"""A newcomer takes the whole course, from the first lesson to the last, without JavaScript: nine modules, all completed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from step_guides.worksheets.kinds import spec_of
from tests.journeys.amarres.writing import begin
from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAKE = """
from datetime import timedelta
from django.utils import timezone
from coursesite.cohorts.models import Cohort, Programme
from coursesite.organisations.models import Network
from tests.people import join, organisation, person
mark, today = {mark!r}, timezone.localdate()
network = Network.objects.create(name="Réseau de l'Anse " + mark, slug="anse-" + mark)
programme = Programme.objects.create(network=network, name="Parcours de l'Anse")
cohort = Cohort.objects.create(
    programme=programme, name="Promotion de l'Anse", track="autonomy",
    starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=200),
)
eva = person("Eva" + mark + " Salaun")
join(eva, organisation(network, "Le Fanal " + mark, sector="justice", city="Brest"), cohort, "lead")
answer = eva.email
"""

WRITTEN = "textarea, input:not([type]):not([inputmode])"

# Every lesson in the order of the course; of every exercise, what is to be put in each of its fields for all to be right.
COURSE = """
from modules.catalogue.models import ModulePage, UnitPage
from modules.exercises.kinds import rules_of
from modules.exercises.models import Exercise
from modules.exercises.responses import field_name, fields_of
def lessons(module):
    return [one.url for one in UnitPage.objects.child_of(module).live().order_by("path")]
def fields(content):
    rules = rules_of(content.kind)
    if content.kind == "case":
        return [field_name(content, key) for key in rules.example(content, right=True)]
    given = fields_of(content, rules.example(content, right=True))
    return {field_name(content, key): value for key, value in given.items()}
modules = ModulePage.objects.live().filter(number__lt=9).order_by("number")
answer = {
    "modules": [[one.number, one.pole, one.requirements, lessons(one)] for one in modules],
    "exercises": {one.code: fields(one.content()) for one in Exercise.objects.published()},
}
"""


def test_from_the_first_lesson_to_the_last(visitor: Callable[..., Visitor], site: Site) -> None:
    eva = visitor(javascript=False, phone=True)
    eva.sign_in(cast(str, site.shell(MAKE.format(mark=uuid4().hex[:6]))))
    course: dict[str, Any] = site.shell(COURSE)  # type: ignore[assignment]
    for number, pole, requirements, lessons in course["modules"]:
        assert lessons, pole
        for key in (one for one in requirements if one.endswith(":saved")):  # nobody validates in autonomy
            save_a_sheet(eva, key.removesuffix(":saved").replace("-", "_"))
        for lesson in lessons:
            take(eva, lesson, course["exercises"])
        page = eva.go("/parcours/")
        assert page.locator("main").text_content().count("achevé le") == number + 1, (pole, page.locator("main").text_content())  # type: ignore[union-attr]
    assert number == 8
    look_back(eva)
    assert eva.screens.faults == []


def look_back(eva: Visitor) -> None:
    """What she answered on the first day and at the end, side by side; then the survey, which is sent once."""
    page = eva.go("/parcours/avant-apres/")
    expect(page.locator("main")).to_contain_text("Bonnes réponses par compétence")
    page.get_by_role("link", name="Enquête de sortie").click()
    choice = page.locator("main form fieldset").first.locator("input[type=radio]").first
    choice.check()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("button", name="Envoyer mes réponses")).to_have_count(0)
    page = eva.go("/enquete/")
    expect(page.get_by_role("button", name="Envoyer mes réponses")).to_have_count(0)
    expect(page.get_by_role("link", name="Voir côte à côte vos réponses")).to_be_visible()


def save_a_sheet(eva: Visitor, kind: str) -> None:
    """Something of one's own is written in it."""
    page = begin(eva, spec_of(kind).slug)
    if not page.locator("form[data-row]").count():
        page.locator("form[data-structure] button").first.click()
    if kind == "theory_of_change":
        adding = page.locator("details.add").first
        adding.locator("summary").click()
        adding.locator("input[name=label]").fill("Chacun sait à qui demander de l’aide")
        adding.get_by_role("button", name="Ajouter").click()
        return
    row = page.locator("form[data-row]", has=page.locator(WRITTEN)).first
    row.locator(WRITTEN).first.fill("Savoir si l’entretien aide vraiment")
    row.get_by_role("button", name="Enregistrer").click()
    expect(row.locator(WRITTEN).first).to_have_value("Savoir si l’entretien aide vraiment")


def take(eva: Visitor, lesson: str, answers: dict[str, Any]) -> None:
    """A lesson is read, each of its exercises answered, all right; then « Continuer »."""
    page = eva.go(lesson)
    codes = [
        one.removeprefix("exercice-") for one in page.locator("section.exercise").evaluate_all("all => all.map(one => one.id)")
    ]
    for code in codes:
        answer(page, code, answers[code])
    page.locator("form[action$='/continuer/'] button").last.click()
    page.wait_for_load_state()


def answer(page: Page, code: str, given: Any) -> None:
    if isinstance(given, list):  # a case: one decision after the other
        for decision in given:
            page.locator(f"#{decision}").check()
            send(page, code)
    else:
        for name, value in given.items():
            put(page.locator(f"#exercice-{code}").locator(f"[name='{name}']"), value)
        send(page, code)
    expect(page.locator(f"#exercice-{code}").get_by_role("status")).to_be_visible()


def send(page: Page, code: str) -> None:
    page.locator(f"#exercice-{code} form button").last.click()
    page.wait_for_load_state()


def put(field: Locator, value: str) -> None:
    kind = field.first.evaluate("one => one.type || one.tagName")
    if kind == "checkbox" or kind == "radio":
        if value:
            field.and_(field.page.locator(f"[value='{value}']")).check()
    elif kind.startswith("select"):
        if value:  # of a line where nothing is to be pointed out, the list says so from the beginning
            field.select_option(value)
    else:
        field.fill(value)
