"""By when an answer is promised, and what is said of those already given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coursesite.cohorts.models import Enrolment, Programme
from step_guides.reviews import actions, clock
from step_guides.reviews.models import Comment, Thread
from step_guides.worksheets.models import Submission
from tests.people import World
from tests.step_guides.reviews.conftest import Sheet, text_of

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)  # the Friday of its week is a public holiday


def answered(sheet: Sheet, days: list[int]) -> None:
    """Versions sent on a Monday and answered so many days later."""
    mine = Submission.objects.filter(pk=sheet.submission.pk).values(
        "worksheet_id", "cohort_id", "enrolment_id", "submitted_by_id", "snapshot", "sha256"
    )[0]
    for number, later in enumerate(days, 10):
        Submission.objects.create(
            **mine, number=number, submitted_at=MONDAY, decision="returned", decided_by=sheet.world.luc,
            decided_at=MONDAY + timedelta(days=later),
        )  # fmt: skip


def test_a_promise_leaves_out_weekends_and_holidays(sheet: Sheet) -> None:
    submission = Submission(submitted_at=MONDAY, cohort=sheet.world.cohort)
    promise = clock.promise_for(submission, date(2026, 5, 7))
    assert (promise.due, promise.left, promise.reminded_on) == (date(2026, 5, 12), 2, date(2026, 5, 11))
    assert clock.promise_for(submission, date(2026, 5, 14)).days == 1  # the 14th is Ascension Day
    assert clock.promise_for(submission, date(2026, 5, 13)).late


def test_too_few_answers_say_nothing(sheet: Sheet) -> None:
    answered(sheet, [1] * (clock.ENOUGH - 1))
    assert clock.measured_reviews(sheet.world.programme) is None


def test_the_median_of_the_last_answers(sheet: Sheet) -> None:
    answered(sheet, [1, 1, 2, 2, 3, 7])  # the 8th and the weekend do not count
    measured = clock.measured_reviews(sheet.world.programme)
    assert measured == clock.Measured(2, 6) and measured.whole == 2
    assert clock.measured_reviews(Programme.objects.exclude(pk=sheet.world.programme.pk).get()) is None
    assert clock.Measured(2.5, 6).whole == 3


def test_answers_to_questions_are_measured_to_the_first_word_of_a_trainer(sheet: Sheet) -> None:
    world = sheet.world
    for hours in [1, 25, 25, 26, 49]:
        thread = Thread.objects.create(
            worksheet=sheet.worksheet, enrolment=Enrolment.objects.get(person=world.amina), anchor="sheet", kind="help",
            opened_by=world.amina, opened_at=MONDAY,
        )  # fmt: skip
        for author, after in [(world.amina, 0), (world.bilal, 0.5), (world.luc, hours), (world.maud, 200)]:
            at = MONDAY + timedelta(hours=after)
            Comment.objects.create(thread=thread, author=author, text=f"Mot {uuid4()}", at=at, sent_at=at)
    assert clock.measured_answers(world.programme) == clock.Measured(1, 5)


def test_those_who_send_wait_or_ask_read_the_promise_and_what_was_kept(sheet: Sheet, sign_in: Callable) -> None:
    answered(sheet, [2] * 5)
    amina = sign_in(sheet.world.amina)
    half = "la moitié des réponses sont arrivées en 2 jours ouvrés au plus"
    assert half in text_of(amina.get(reverse("dashboards:home")))
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    asking = text_of(amina.get(reverse("reviews:ask", args=[sheet.worksheet.public_id])))
    assert "sous 2 jours ouvrés" in asking and half not in asking
    assert half in text_of(amina.get(reverse("worksheets:send", args=[sheet.worksheet.public_id])))


def test_a_question_that_waits_says_by_when_on_its_page(sheet: Sheet, sign_in: Callable) -> None:
    amina = sign_in(sheet.world.amina)
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = actions.ask(sheet.worksheet, sheet.outcome.anchor, text="Par où commencer ?", by=sheet.world.amina)
    page = reverse("reviews:thread", args=[thread.public_id])
    assert "Réponse promise" in text_of(amina.get(page)) and "Réponse promise" in text_of(sign_in(sheet.world.luc).get(page))
    actions.answer(thread, text="Par le public.", by=sheet.world.maud)
    assert "Réponse promise" not in text_of(amina.get(page))


def test_officers_and_trainers_read_both_and_learners_do_not(sheet: Sheet, sign_in: Callable) -> None:
    answered(sheet, [2] * 5)
    page = reverse("cohorts:detail", args=[sheet.world.cohort.public_id])
    for person in [sheet.world.rose, sheet.world.luc]:
        assert "la moitié des réponses" in text_of(sign_in(person).get(page))
    assert "la moitié des réponses" not in text_of(sign_in(sheet.world.amina).get(page))


@pytest.mark.parametrize(
    "wrong", [{"message_days": 0}, {"message_days": 31}, {"review_days": 0}, {"quiet_days": 4}, {"quiet_reminders": 6}]
)
def test_delays_stay_within_reason(world: World, wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=world.programme.pk).update(**wrong)


def test_an_officer_changes_the_delays(world: World, sign_in: Callable) -> None:
    rose, page = sign_in(world.rose), reverse("cohorts:programme_edit", args=[world.programme.pk])
    data = {"name": world.programme.name, "months": 9, "objectives": "", "review_days": 4, "message_days": 1, "quiet_days": 21}
    refused = rose.post(page, data | {"quiet_reminders": 9})
    assert refused.status_code == 422
    assert rose.post(page, data | {"quiet_reminders": 1}).status_code == 303
    world.programme.refresh_from_db()
    kept = [getattr(world.programme, name) for name in ("review_days", "message_days", "quiet_days", "quiet_reminders")]
    assert kept == [4, 1, 21, 1]
