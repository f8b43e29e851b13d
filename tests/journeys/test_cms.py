"""Our screens of the editing space: exercises, what is said of their answers, the question bank. On a desk, where one writes a course."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.lessons import lesson_with
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

NAMES = ["Anne", "Bela", "Cora", "Dina", "Elia"]  # as many people as it takes for figures to be said
# An exercise of this journey, in its lesson, which everybody has half wrong.
ANSWERED = """
from uuid import uuid4
from coursesite.cohorts.models import Enrolment
from modules.catalogue.models import ModulePage, UnitPage
from modules.progress.models import Attempt
from tests.modules.course import choices_exercise, publish
exercise = choices_exercise("relu-" + {mark!r})
exercise.title = "Relu " + {mark!r}
exercise = publish(exercise)
lesson = UnitPage.objects.child_of(ModulePage.objects.get(pk={module})).get()
lesson.body.append(("exercise", exercise))
lesson.save_revision().publish()
for enrolment in Enrolment.objects.filter(person__email__in={people!r}):
    Attempt.objects.create(enrolment=enrolment, exercise=exercise, op_id=uuid4(), number=1, response=["true", "false"], raw=2, maximum=4,
        success=False)
answer = exercise.pk
"""
NAMED = """
import time_machine
from coursesite.core.warning_tallies import count_named
from step_guides.worksheets.models import Worksheet
with time_machine.travel("2026-09-15"):
    answer = count_named(Worksheet, ["joindre au 06 39 98 00 01"] * 6 + ["M. Exemple"])
"""
BANK = ["Partie;Code;Type;Titre;Consigne;Minutes;Texte", "exercice;jamais-importe;Remettre des étapes en ordre;Essai;Rangez.;5;"]
STEPS = ["étape;;;;;;Une", "étape;;;;;;Deux"]
# Wagtail's own: the search of its menu has no name of its own, beside that of a list.
WAGTAILS = ("form[role=search][action='/cms/pages/search/']",)
FORMS = ("page-has-heading-one",)  # Wagtail's own: the title of what is edited is of the second level


class Answered(NamedTuple):
    title: str
    pk: int


@pytest.fixture(scope="module")
def answered(site: Site) -> Iterator[Answered]:
    with lesson_with(site, [], NAMES) as lesson:
        pk = site.shell(ANSWERED.format(mark=lesson.mark, module=lesson.module, people=lesson.people))
        yield Answered(f"Relu {lesson.mark}", int(str(pk)))


def audit(editor: Visitor, name: str, *, unless: tuple[str, ...] = ()) -> None:
    editor.audit(f"cms-{name}", widths=(1280,), but=WAGTAILS, unless=unless)


def check(page: Page, rows: list[str]) -> None:
    file: FilePayload = {"name": "banque.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}
    page.get_by_label("Fichier CSV ou XLSX").set_input_files(file)
    page.get_by_role("button", name="Vérifier sans importer").click()


def test_the_screens_of_those_who_write_exercises(visitor: Callable[..., Visitor], answered: Answered) -> None:
    ines = visitor()
    ines.sign_in("ines")
    lists = "/cms/snippets/exercises/choicesexercise/"

    expect(ines.go(lists).get_by_role("link", name=answered.title, exact=True)).to_be_visible()
    audit(ines, "exercises")
    ines.go(f"{lists}add/")
    audit(ines, "new-exercise", unless=FORMS)
    page = ines.go(f"{lists}edit/{answered.pk}/")
    expect(
        page.get_by_role("region", name="Ce que change cette publication").get_by_role("radio", name="Nouvelle version")
    ).to_be_visible()
    audit(ines, "exercise", unless=FORMS)
    expect(ines.go(f"{lists}usage/{answered.pk}/").get_by_role("main")).to_contain_text("Essai")
    audit(ines, "usage")


def test_the_screens_that_say_how_exercises_are_answered(visitor: Callable[..., Visitor], answered: Answered) -> None:
    ines = visitor()
    ines.sign_in("ines")
    expect(ines.go("/cms/reports/exercices/").get_by_role("row", name=answered.title)).to_contain_text("5")
    audit(ines, "answers")
    page = ines.go(f"/cms/reports/exercices/{answered.pk}/")
    expect(page.get_by_role("row", name="Choix false")).to_be_visible()
    audit(ines, "answers-to-one")
    page.get_by_label("Ce qui était faux").fill("Un essai")
    page.get_by_role("button", name="Recalculer").click()
    expect(page.get_by_role("heading", name="Déjà demandé")).to_be_visible()
    until_graded(page)
    audit(ines, "graded-again")
    ines.go("/cms/reports/lecons/")
    audit(ines, "opinions")
    ines.site.shell(NAMED)
    expect(ines.go("/cms/reports/personnes/").get_by_role("row", name="Fiches Un numéro de téléphone 6")).to_be_visible()
    audit(ines, "persons-named")


def until_graded(page: Page) -> None:
    for _turn in range(60):
        if page.get_by_text("5 réponses lues").count():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    raise AssertionError("the worker has not graded the answers again")


def test_the_screens_of_the_question_bank(visitor: Callable[..., Visitor]) -> None:
    ines = visitor()
    ines.sign_in("ines")
    page = ines.go("/cms/exercices/banque/")
    audit(ines, "bank")
    check(page, BANK)
    expect(page.get_by_role("heading", name=re.compile("à corriger"))).to_be_visible()
    audit(ines, "bank-with-faults")
    check(page, BANK + STEPS)
    expect(page.get_by_role("heading", name="Rien à corriger")).to_be_visible()
    audit(ines, "bank-checked")
    page.get_by_role("link", name="Aide").click()
    expect(page).to_have_url(re.compile("/aide/editer/#banque$"))
