"""The pages of a document: asking, waiting, downloading; who is refused what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.models import Paper, Worksheet
from tests.people import World
from tests.step_guides.worksheets.papers import made

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def written(sheet: Worksheet, world: World) -> Worksheet:
    actions.add_node(sheet, "activity", {"label": "Ateliers"}, by=world.amina)
    return sheet


def test_asked_waited_for_and_downloaded(written: Worksheet, world: World, sign_in: SignIn) -> None:
    amina = sign_in(world.amina)
    asked = amina.post(reverse("worksheets:paper_of_sheet", args=[written.public_id]), {"format": "pdf"})
    assert asked.status_code == 303
    waiting = amina.get(asked["Location"]).content.decode()
    assert "Le document attend d’être préparé" in waiting and "Voir où il en est" in waiting
    paper = Paper.objects.get()
    file = reverse("worksheets:paper_file", args=[paper.public_id])
    assert amina.get(file).status_code == 409
    Paper.objects.update(state="making", sheets=3, gathered=2)
    assert "2 fiches lues sur 3." in amina.get(asked["Location"]).content.decode()
    made(paper)
    assert file in amina.get(asked["Location"]).content.decode()
    answer = amina.get(file)
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="theorie-du-changement-')
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_a_failure_is_worded_and_can_be_asked_again(written: Worksheet, world: World, sign_in: SignIn) -> None:
    paper = actions.ask_for_sheet(written, "pdf", by=world.amina)
    Paper.objects.update(state="failed")
    bilal = sign_in(world.bilal)
    page = bilal.get(reverse("worksheets:paper", args=[paper.public_id])).content.decode()
    assert "n’a pas pu être fait" in page and "Redemander" in page
    assert bilal.post(reverse("worksheets:paper_again", args=[paper.public_id])).status_code == 303
    assert Paper.objects.get().state == "asked"


def test_a_format_that_does_not_exist_is_refused(written: Worksheet, world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.amina).post(reverse("worksheets:paper_of_sheet", args=[written.public_id]), {"format": "exe"})
    assert answer.status_code == 422 and not Paper.objects.exists()


def test_what_was_taken_back_is_no_longer_given_to_the_cohort(written: Worksheet, world: World, sign_in: SignIn) -> None:
    submission = actions.submit(written, by=world.amina, confirmed=True)
    version = made(actions.ask_for_version(submission, "pdf", by=world.luc))
    received = made(actions.ask_for_received(world.passerelle, world.cohort, "pdf", by=world.luc))
    luc, files = sign_in(world.luc), [reverse("worksheets:paper_file", args=[one.public_id]) for one in (version, received)]
    assert [luc.get(file).status_code for file in files] == [200, 200]
    actions.withdraw(submission.worksheet, by=world.amina)
    assert [luc.get(file).status_code for file in files] == [404, 404]
    assert sign_in(world.amina).get(files[0]).status_code == 200


def test_sheets_and_desk_offer_documents(written: Worksheet, world: World, sign_in: SignIn) -> None:
    amina = sign_in(world.amina)
    dossier = reverse("worksheets:paper_of_dossier", args=[world.passerelle.public_id])
    assert dossier in amina.get(reverse("worksheets:home")).content.decode()
    sheet = amina.get(reverse("worksheets:detail", args=[written.public_id])).content.decode()
    assert reverse("worksheets:paper_of_sheet", args=[written.public_id]) in sheet
    assert (
        reverse("worksheets:paper_of_dossier", args=[world.jardin.public_id])
        not in sign_in(world.chloe).get(reverse("worksheets:home")).content.decode()
    )
    submission = actions.submit(written, by=world.amina, confirmed=True)
    desk = sign_in(world.luc).get(reverse("reviews:detail", args=[submission.public_id])).content.decode()
    assert reverse("worksheets:paper_of_version", args=[submission.public_id]) in desk
    assert reverse("worksheets:paper_of_received", args=[world.passerelle.public_id, world.cohort.public_id]) in desk


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_document_costs_the_same_however_many(
    written: Worksheet, world: World, sign_in: SignIn, django_assert_max_num_queries: Any, many: int
) -> None:
    others = [actions.open_sheet(world.passerelle, kind, by=world.amina) for kind in ("framing", "needs")]
    for sheet in [written, *others][:many]:
        paper = actions.ask_for_sheet(sheet, "pdf", by=world.amina)
    amina = sign_in(world.amina)
    with django_assert_max_num_queries(8):
        amina.get(reverse("worksheets:paper", args=[paper.public_id]))
