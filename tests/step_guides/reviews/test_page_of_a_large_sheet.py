"""The page of a theory of change of 60 elements and 100 links asks few questions and weighs little, wherever it stands, whatever was said
of it, and whoever reads it; so does the trainer's desk on its versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.cohorts.models import TrainerAssignment
from step_guides.reviews import actions as reviews
from step_guides.reviews.elements import removed
from step_guides.reviews.models import Thread
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Node
from tests.bench.story import STATES, fill, tell
from tests.bench.theory import theory
from tests.people import join, person
from tests.step_guides.reviews.conftest import Sheet

SignIn = Callable[[User], Client]
VIEWS = ("", "?vue=schema", "?vue=recit")
QUERIES, WEIGHT = 12, 60_000


def bring(sheet: Sheet, to: str) -> None:
    """Taken back, then of the size that is promised."""
    world = sheet.world
    actions.withdraw(sheet.worksheet, by=world.amina)
    fill(sheet.worksheet, theory(58, 99), by=world.amina)
    story = tell(sheet.worksheet, lead=world.amina, mate=world.bilal, trainer=world.luc, other=world.maud)
    assert to in story  # goes on until then
    sheet.worksheet.refresh_from_db()


def page_of(sheet: Sheet, client: Client) -> Any:
    return BeautifulSoup(client.get(f"/fiches/{sheet.worksheet.public_id}/").content, "html.parser")


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_twelve_queries_and_sixty_kilobytes(state: str, sheet: Sheet, sign_in: SignIn) -> None:
    colleague = person("Idir Sans Promotion")
    join(colleague, sheet.world.passerelle)
    bring(sheet, state)
    sign_in(colleague).get("/fiches/")  # what the process keeps of the site is read once
    for reader in (sheet.world.amina, sheet.world.bilal, colleague):
        client = sign_in(reader)
        for view in VIEWS:
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(f"/fiches/{sheet.worksheet.public_id}/{view}", headers={"accept-encoding": "gzip"})
            assert answer.status_code == 200
            told = "\n".join([reader.full_name, view, *(one["sql"].partition(" FROM ")[2][:150] for one in asked)])
            assert len(asked) <= QUERIES, told
            assert len(answer.content) <= WEIGHT, (reader.full_name, view)


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES[STATES.index("sent") :])
def test_twelve_queries_at_the_desk(state: str, sheet: Sheet, sign_in: SignIn) -> None:
    """Whoever answers, who answers with him, and somebody who trains the cohort too."""
    world, third = sheet.world, person("Sidonie Qui Forme")
    TrainerAssignment.objects.create(person=third, cohort=world.cohort, starts_on=world.cohort.starts_on)
    bring(sheet, state)
    version = sheet.worksheet.submissions.last().public_id
    sign_in(third).get("/relectures/")
    for reader in (world.luc, world.maud, third):
        client = sign_in(reader)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/relectures/versions/{version}/")
        assert answer.status_code == 200
        drafts = BeautifulSoup(answer.content, "html.parser").select(".margin-note.draft")
        assert len(drafts) == (3 if "in review" in state and reader != third else 0)
        told = "\n".join([reader.full_name, *(one["sql"].partition(" FROM ")[2][:150] for one in asked)])
        assert len(asked) <= QUERIES, told


def test_twelve_queries_for_the_sheet_that_reads_it(sheet: Sheet, sign_in: SignIn) -> None:
    """The priorities, which ask for its elements in several ways, once they came back with a letter."""
    world, outcome = sheet.world, sheet.outcome.uid
    priorities = actions.open_sheet(world.passerelle, "priorities", by=world.amina)
    actions.edit_row(priorities, f"outcome:{outcome}", {"importance": "5", "retained": "yes"}, lock=0, by=world.amina)
    submission = actions.submit(priorities, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    review = reviews.open_review(submission, by=world.luc)
    reviews.save_scores(review, levels={one.code: (2, "") for one in review.rubric.criteria.all()}, by=world.luc)
    reviews.save_letter(review, letter="Bonjour", next_step="Choisir", by=world.luc)
    reviews.comment(review, "sheet", kind="strength", text="C’est clair", by=world.luc)
    reviews.decide(review, "returned", by=world.luc)
    client = sign_in(world.amina)
    client.get("/fiches/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/fiches/{priorities.public_id}/").content.decode()
    assert sheet.outcome.label in page and "Choisir" in page
    assert len(asked) <= QUERIES, "\n".join(one["sql"].partition(" FROM ")[2][:150] for one in asked)


def test_a_version_that_waits_is_shown_as_it_was_sent(sheet: Sheet, sign_in: SignIn) -> None:
    """Element by element, with the exchange about the one that is gone."""
    bring(sheet, "sent")
    labels = list(Node.objects.filter(worksheet=sheet.worksheet.pk).values_list("label", flat=True))
    Node.objects.filter(worksheet=sheet.worksheet.pk).update(label="Écrit depuis")
    page = page_of(sheet, sign_in(sheet.world.amina))
    assert len(labels) == 59 and all(label in page.text for label in labels)
    assert "Écrit depuis" not in page.text
    assert "Est-ce le bon mot" in page.select_one(".removed").text
    assert "C’est clair pour nous." in page.text


def test_a_sheet_that_came_back_shows_who_answered_and_what_they_wrote(sheet: Sheet, sign_in: SignIn) -> None:
    bring(sheet, "returned")
    answer = page_of(sheet, sign_in(sheet.world.amina)).select_one("section[aria-labelledby=answer]")
    assert "Luc et Maud ont lu la version 2" in answer.text
    assert all(words in answer.text for words in ("Bonjour", "pensez aux horaires", "Préciser pour qui"))
    assert "2 remarques" in answer.text  # of the three, one is a strong point


def test_a_sheet_opened_again_says_why(sheet: Sheet, sign_in: SignIn) -> None:
    bring(sheet, "open again")
    answer = page_of(sheet, sign_in(sheet.world.amina)).select_one("section[aria-labelledby=answer]")
    assert "Une hypothèse a changé." in answer.text
    version = sheet.worksheet.submissions.last().public_id
    assert answer.find("a", href=f"/relectures/reponses/{version}/")


def test_what_was_taken_back_is_written_again(sheet: Sheet, sign_in: SignIn) -> None:
    """Each person her own: the page names the save that the action turns."""
    bring(sheet, "talked about")
    for somebody in (sheet.world.amina, sheet.world.bilal):
        page = page_of(sheet, sign_in(somebody))
        number = int(page.select_one("form[action$='retablir/'] input[name=number]")["value"])
        assert actions.redo(sheet.worksheet, by=somebody, number=number).lock


def test_a_version_sent_before_its_kind_had_tables_is_still_read() -> None:
    old = {"kind": Kind.THEORY_OF_CHANGE, "entries": {}, "nodes": [], "links": []}
    thread = Thread(anchor="stakeholder:00000000-0000-0000-0000-000000000001")
    assert removed({thread.anchor: [thread]}, old) == [thread]
