"""What reaches whom at the edges: another cohort, the same form sent twice, a question answered, ten thousand versions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.cohorts.models import TrainerAssignment
from coursesite.core.errors import WrongState
from coursesite.core.models import Outbox
from coursesite.organisations.models import Membership, Organisation
from step_guides.reviews import actions, queries
from step_guides.reviews.actions.deciding import advice_on
from step_guides.reviews.models import Comment, PrivateNote, Review, Score, Thread
from step_guides.reviews.presenters import desk
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.models import Submission, Worksheet
from tests.backdating import backdate
from tests.step_guides.reviews.conftest import Sheet, text_of

pytestmark = pytest.mark.django_db


def at(name: str, sheet: Sheet, *more: object) -> str:
    return reverse(f"reviews:{name}", args=[sheet.submission.public_id, *more])


def mails(key: str) -> int:
    return Outbox.objects.filter(key__startswith=f"mail:{key}:").count()


def test_another_cohort_reads_neither_the_notes_nor_the_earlier_answers(sheet: Sheet) -> None:
    actions.note(sheet.submission, text="Entre nous", by=sheet.world.luc)
    actions.decide(sheet.ready(level=2), "returned", by=sheet.world.luc)
    second = sheet.again()
    backdate(Submission.objects.filter(pk=second.pk), cohort=sheet.world.other_cohort)
    sheet.submission = Submission.objects.select_related("worksheet__organisation", "cohort__programme").get(pk=second.pk)
    review = sheet.opened(sheet.world.noe)
    assert not review.scores.exists()
    page = desk(sheet.submission, sheet.world.noe)
    assert (page["before"], page["diff"], page["rounds"], page["notes"], page["threads"]) == (None, None, [], [], {})


def test_private_notes_are_visible_to_the_trainers_of_the_cohort(sheet: Sheet) -> None:
    actions.note(sheet.submission, text="Entre nous", by=sheet.world.luc)
    readers = [person for person in sheet.world.everybody() if PrivateNote.objects.visible_to(person).exists()]
    assert readers == [sheet.world.luc, sheet.world.maud]
    Membership.objects.create(organisation=sheet.world.passerelle, person=sheet.world.maud)
    assert not PrivateNote.objects.visible_to(sheet.world.maud).exists()
    TrainerAssignment.objects.filter(person=sheet.world.luc).update(ends_on=sheet.world.cohort.starts_on)
    assert not PrivateNote.objects.visible_to(sheet.world.luc).exists()


def test_the_same_form_sent_twice_counts_once(sheet: Sheet) -> None:
    review = sheet.ready()
    for _time in range(2):
        actions.comment(review, "sheet", kind="question", text="Et si rien n’avait été fait ?", by=sheet.world.luc)
    assert Comment.objects.count() == 3
    for _time in range(2):
        actions.decide(review, "returned", by=sheet.world.luc)
    assert mails("reviews.returned") == 2
    thread = Thread.objects.get(anchor="sheet")
    for _time in range(2):
        actions.answer(thread, text="Moins de visites", by=sheet.world.amina)
    assert thread.comments.count() == 2 and mails("reviews.replied") == 1
    for _time in range(2):
        actions.ask(sheet.worksheet, sheet.link.anchor, text="Quel lien ?", by=sheet.world.amina)
    assert Thread.objects.filter(kind="help").count() == 1


def test_what_somebody_else_settled_is_not_settled_again(sheet: Sheet) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = Thread.objects.get(kind="question")
    actions.settle(thread, "declined", reason="Nous gardons ce lien", by=sheet.world.amina)
    with pytest.raises(WrongState):
        actions.settle(thread, "addressed", by=sheet.world.bilal)
    assert actions.settle(thread, "declined", reason="Autre", by=sheet.world.bilal).reason == "Nous gardons ce lien"


def test_a_draft_remark_is_neither_answered_nor_settled(sheet: Sheet) -> None:
    sheet.ready()
    thread = Thread.objects.get(kind="question")
    for act in [
        lambda: actions.answer(thread, text="x", by=sheet.world.luc),
        lambda: actions.settle(thread, "resolved", by=sheet.world.luc),
    ]:
        with pytest.raises(WrongState):
            act()


def test_a_word_without_a_level_is_kept(sheet: Sheet, sign_in: Callable) -> None:
    review = sheet.opened()
    first = review.rubric.criteria.first()
    assert first is not None
    luc = sign_in(sheet.world.luc)
    assert luc.post(at("scores", sheet), {f"comment-{first.code}": "À revoir ensemble"}).status_code == 303
    quiet = luc.post(at("letter", sheet), {"letter": "Bonjour", "next_step": ""}, headers={"accept": "application/json"})
    assert quiet.status_code == 204 and Review.objects.get().letter == "Bonjour"
    assert (Score.objects.get().level, Score.objects.get().comment) == (None, "À revoir ensemble")
    assert "À revoir ensemble" in text_of(luc.get(at("detail", sheet)))
    assert first.name in advice_on(review).missing


def test_a_question_waits_until_a_trainer_answers(sheet: Sheet) -> None:
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    thread = actions.ask(sheet.worksheet, sheet.outcome.anchor, text="Est-ce un effet ?", by=sheet.world.amina)
    assert [queries.questions_for(person).count() for person in (sheet.world.luc, sheet.world.maud, sheet.world.noe)] == [1, 1, 0]
    actions.answer(thread, text="Oui", by=sheet.world.maud)
    assert not queries.questions_for(sheet.world.luc).exists()
    actions.answer(thread, text="Et celui-ci ?", by=sheet.world.bilal)
    assert queries.questions_for(sheet.world.luc).exists()
    Membership.objects.create(organisation=sheet.world.passerelle, person=sheet.world.luc)
    assert not queries.questions_for(sheet.world.luc).exists()


def test_nothing_is_prepared_before_the_version_is_opened(sheet: Sheet, sign_in: Callable) -> None:
    luc = sign_in(sheet.world.luc)
    assert luc.post(at("letter", sheet), {"letter": "a", "next_step": "b"}).status_code == 409
    assert luc.get(at("confirm", sheet, "valider")).status_code == 409
    assert not Review.objects.exists()


def test_the_draft_of_the_one_who_came_second_is_still_read(sheet: Sheet, sign_in: Callable) -> None:
    sheet.ready(sheet.world.maud)
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    maud = sign_in(sheet.world.maud)
    page = text_of(maud.get(at("detail", sheet)))
    assert "Ce que vous aviez préparé est gardé" in page and "Par quel mécanisme ?" in page
    assert maud.get(at("confirm", sheet, "valider"))["Location"] == at("detail", sheet)
    assert maud.post(at("claim", sheet))["Location"] == at("detail", sheet)
    assert "Ce que vous aviez préparé" not in text_of(sign_in(sheet.world.luc).get(at("detail", sheet)))


def test_a_remark_on_a_deleted_element_stays_on_the_sheet(sheet: Sheet, sign_in: Callable) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    sheet.worksheet.refresh_from_db()
    sheets.delete_row(sheet.worksheet, sheet.activity.anchor, by=sheet.world.amina)
    page = text_of(sign_in(sheet.world.amina).get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "Remarques sur des éléments supprimés" in page and "Ateliers sur les démarches" in page
    assert page.count("Par quel mécanisme ?") == page.count("L’activité est claire") == 1
    sheet.again()
    assert "Par quel mécanisme ?" in text_of(sign_in(sheet.world.luc).get(at("detail", sheet)))


@pytest.mark.slow
def test_the_queue_of_ten_thousand_versions(sheet: Sheet, sign_in: Callable) -> None:
    network, model = sheet.world.network, sheet.submission
    places = Organisation.objects.bulk_create(
        Organisation(network=network, name=f"Maison {number}", sector="other") for number in range(10_000)
    )
    kind, type_id = sheet.worksheet.kind, sheet.worksheet.polymorphic_ctype_id
    Worksheet.plain.bulk_create(
        Worksheet(organisation=place, kind=kind, state="submitted", polymorphic_ctype_id=type_id) for place in places
    )
    left = Worksheet.plain.filter(submissions=None)
    Submission.objects.bulk_create(
        (
            Submission(
                worksheet=written, number=1, cohort_id=model.cohort_id, enrolment_id=model.enrolment_id, submitted_by_id=model.submitted_by_id,
                snapshot={}, sha256="0" * 64,
            )
            for written in left
        ),
        batch_size=500,
    )  # fmt: skip
    assert Submission.objects.count() == 10_001
    luc = sign_in(sheet.world.luc)
    luc.get(reverse("reviews:queue"))
    with CaptureQueriesContext(connection) as asked:
        page = text_of(luc.get(reverse("reviews:queue")))
    assert len(asked) <= 10 and page.count('class="card queue-item"') == 25


def test_a_version_that_was_taken_back_does_not_open_the_one_before(sheet: Sheet, sign_in: Callable[[User], Client]) -> None:
    """Nor does the desk of a version show one that came after it."""
    first = sheet.submission
    actions.decide(sheet.ready(level=2), "returned", by=sheet.world.luc)
    second = sheet.again()
    luc = sign_in(sheet.world.luc)
    assert luc.get(at("detail", sheet)).context["before"] == first
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    assert luc.get(at("detail", sheet)).status_code == 404
    third = sheet.again()
    assert luc.get(at("detail", sheet)).context["before"] == first
    actions.decide(sheet.ready(level=2), "returned", by=sheet.world.luc)
    fourth = sheet.again()
    assert luc.get(at("detail", sheet)).context["before"] == third
    assert [Submission.objects.get(pk=one.pk).read_before for one in (first, second, third, fourth)] == [
        None,
        first,
        first,
        third,
    ]
    sheet.submission = first
    assert luc.get(at("detail", sheet)).context["before"] is None
