"""The desk: filters that combine and stay in the address, and who has what to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts.calendar import after_working_days
from coursesite.cohorts.models import Programme, TrainerAssignment
from step_guides.reviews import actions
from step_guides.reviews.queue import late_before
from step_guides.reviews.workload import cohorts_of, workload
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Submission
from tests.backdating import backdate
from tests.step_guides.reviews.conftest import Sheet, text_of

pytestmark = pytest.mark.django_db
QUEUE = "/relectures/"
ALL_FILTERS = {"fiche": "theory_of_change", "etat": "envoyee", "qui": "libres", "structure": "maison", "retard": "1"}


def shown(client: Client, **asked: str) -> list[str]:
    page = BeautifulSoup(client.get(QUEUE, asked).content.decode(), "html.parser")
    return [title.text.removesuffix(" (exemple fictif)") for title in page.select(".queue-title")]


@pytest.fixture
def two(sheet: Sheet) -> Sheet:
    """Amina's theory of change, sent long ago, and a sheet of Chloé's that is only read, sent today; Luc trains another cohort too."""
    backdate(Submission.objects.all(), submitted_at=timezone.now() - timedelta(days=40))
    needs = sheets.open_sheet(sheet.world.jardin, Kind.NEEDS, by=sheet.world.chloe)
    sheets.submit(needs, by=sheet.world.chloe, confirmed=True)
    TrainerAssignment.objects.create(
        person=sheet.world.luc, cohort=sheet.world.other_cohort, starts_on=sheet.world.cohort.starts_on
    )
    return sheet


AMINA, CHLOE = "La Passerelle des Rives", "Le Jardin des Possibles"


def test_filters_narrow_and_combine(two: Sheet, sign_in: Callable) -> None:
    luc, world = sign_in(two.world.luc), two.world
    assert shown(luc) == [AMINA, CHLOE]
    assert shown(luc, promotion=str(world.cohort.public_id)) == [AMINA, CHLOE]
    assert shown(luc, promotion=str(world.other_cohort.public_id)) == []
    assert shown(luc, fiche="needs") == [CHLOE]
    assert shown(luc, structure="jardin") == [CHLOE]
    assert shown(luc, retard="1") == [AMINA]
    assert shown(luc, retard="1", fiche="needs") == []
    two.opened()
    assert (shown(luc, qui="moi"), shown(luc, qui="libres")) == ([AMINA], [CHLOE])
    assert (shown(luc, etat="en-relecture"), shown(luc, etat="envoyee")) == ([AMINA], [CHLOE])
    actions.decide(two.ready(), "validated", by=world.luc)
    assert (shown(luc), shown(luc, etat="validee"), shown(luc, etat="a-reprendre")) == ([CHLOE], [AMINA], [])
    assert shown(sign_in(world.maud), etat="validee", qui="moi") == []


def test_a_filter_that_means_nothing_narrows_nothing(two: Sheet, sign_in: Callable) -> None:
    asked = {"promotion": str(two.world.far_cohort.public_id), "fiche": "x", "etat": "'", "qui": "\x00", "structure": "\x00"}
    assert shown(sign_in(two.world.luc), **asked) == [AMINA, CHLOE]


def test_an_empty_answer_says_so_and_offers_the_way_back(two: Sheet, sign_in: Callable) -> None:
    page = text_of(sign_in(two.world.luc).get(QUEUE, {"structure": "introuvable"}))
    assert "Aucune version ne répond à ces filtres." in page and f'href="{QUEUE}"' in page
    assert 'value="introuvable"' in page


def test_filters_stay_from_page_to_page(two: Sheet, sign_in: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("step_guides.reviews.views.passing_on.A_PAGE", 1)
    page = BeautifulSoup(sign_in(two.world.luc).get(QUEUE, {"qui": "libres"}).content.decode(), "html.parser")
    following = page.select_one("a[rel=next]")
    assert following is not None and following["href"] == "?qui=libres&page=2"


@pytest.mark.parametrize("days", [1, 2, 5, 30])
def test_the_cut_off_says_what_the_promise_says(days: int) -> None:
    """For three weeks of sending days, holidays and week-ends among them, seen on ten days."""
    first = timezone.localdate().replace(month=5, day=1)
    for seen in range(10):
        today = first + timedelta(days=20 + seen)
        cut_off = timezone.localdate(late_before(days, today))
        for sent in (first + timedelta(days=number) for number in range(-60, 25)):
            assert (sent < cut_off) == (after_working_days(sent, days) < today), (sent, today)


def test_the_queue_asks_the_same_with_every_filter(two: Sheet, sign_in: Callable) -> None:
    luc, world = sign_in(two.world.luc), two.world
    framing = sheets.open_sheet(world.jardin, Kind.FRAMING, by=world.chloe)
    actions.ask(framing, "field:scheme", text="Le nom du dispositif suffit-il ?", by=world.chloe)
    assert "Le nom du dispositif suffit-il" in luc.get(QUEUE).content.decode()
    for asked in [{}, ALL_FILTERS, ALL_FILTERS | {"promotion": str(world.cohort.public_id)}, {"etat": "validee"}]:
        with CaptureQueriesContext(connection) as queries:
            luc.get(QUEUE, asked)
        assert len(queries) <= 10, asked


def test_a_claim_left_without_a_word_is_free_and_a_word_keeps_it(two: Sheet, sign_in: Callable) -> None:
    review = two.opened()
    maud = sign_in(two.world.maud)
    assert shown(maud, qui="libres") == [CHLOE]
    Submission.objects.filter(claimed_by=two.world.luc).update(claim_until=timezone.now() - timedelta(minutes=1))
    assert shown(maud, qui="libres") == [AMINA, CHLOE]
    assert "n’a rien écrit depuis un moment" in text_of(maud.get(QUEUE))
    actions.save_letter(review, letter="Bonjour", next_step="", by=two.world.luc)
    assert shown(maud, qui="libres") == [CHLOE]


def test_the_workload_counts_each_version_once(two: Sheet) -> None:
    two.opened()
    load = workload(list(cohorts_of(two.world.luc)))
    figures = {one.person: (one.free, one.claimed, one.late, one.answered) for one in load.loads}
    assert figures == {two.world.luc: (1, 1, 1, 0), two.world.maud: (1, 0, 0, 0), two.world.noe: (0, 0, 0, 0)}
    assert (load.waiting, load.free, load.late) == (2, 1, 1)
    actions.decide(two.ready(), "validated", by=two.world.luc)
    load = workload(list(cohorts_of(two.world.luc)))
    assert next(one.answered for one in load.loads if one.person == two.world.luc) == 1 and load.late == 0


def test_the_workload_is_for_trainers_and_officers(two: Sheet, sign_in: Callable) -> None:
    url = reverse("reviews:workload")
    for person in [two.world.luc, two.world.maud, two.world.rose]:
        page = text_of(sign_in(person).get(url))
        assert "Luc Morvan" in page and AMINA not in page
    assert "Luc Morvan" not in text_of(sign_in(two.world.paul).get(url))
    for person in [two.world.amina, two.world.stranger, two.world.ines]:
        assert sign_in(person).get(url).status_code == 404


def test_the_workload_costs_the_same_for_more_versions(two: Sheet, sign_in: Callable) -> None:
    luc, url = sign_in(two.world.luc), reverse("reviews:workload")
    luc.get(url)
    with CaptureQueriesContext(connection) as few:
        luc.get(url)
    Programme.objects.filter(pk=two.world.programme.pk).update(review_days=3)
    more = sheets.open_sheet(two.world.jardin, Kind.THEORY_OF_CHANGE, by=two.world.chloe)
    sheets.submit(more, by=two.world.chloe, confirmed=True)
    with CaptureQueriesContext(connection) as many:
        luc.get(url)
    assert len(few) == len(many) <= 12
