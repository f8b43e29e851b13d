"""What is evidence does not change, whatever asks: the database refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from coursesite.core.frozen import everything, freeze_all
from step_guides.reviews import actions as reviews
from step_guides.reviews.models import Comment, Review, Score
from step_guides.reviews.seeds import seed
from step_guides.worksheets import actions
from step_guides.worksheets.models import Move, Revision, Submission
from tests.people import World
from tests.step_guides.worksheets.factories import submitted


def test_an_answer_once_it_is_sent(answered: Review, world: World):
    refused(answered, letter="Autre")
    refused(answered, sent_at=None)
    refused(Score.objects.filter(review=answered).earliest("pk"), level=1)
    comment = Comment.objects.filter(sent_at__isnull=False).earliest("pk")
    refused(comment, text="Autre")
    refused(comment.thread, opened_by=world.maud)


def refused(row: Model, **changes: Any) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**changes)


@pytest.fixture
def sent(world: World) -> Submission:
    return submitted(world.passerelle, by=world.amina)


@pytest.fixture
def answered(sent: Submission, world: World) -> Review:
    """Its draft was written again before it left, which nothing refuses."""
    seed(demo=False, out=lambda text: None)
    actions.claim(sent, by=world.luc)
    review = reviews.open_review(sent, by=world.luc)
    for level in (2, 3):
        levels = {criterion.code: (level, "") for criterion in review.rubric.criteria.all()}
        reviews.save_scores(review, levels=levels, by=world.luc)
        reviews.save_letter(review, letter=f"Bonjour {level}", next_step="Continuer", by=world.luc)
    remark = reviews.comment(review, "sheet", kind="strength", text="Bien", by=world.luc)
    reviews.edit_comment(remark, kind="strength", text="Très bien", by=world.luc)
    return reviews.decide(review, "validated", by=world.luc)


def test_a_version_that_was_sent(sent: Submission, world: World):
    later = timezone.now() + timedelta(days=1)
    for changes in ({"snapshot": {}}, {"sha256": "0" * 64}, {"number": 9}, {"submitted_at": later}, {"submitted_by": world.luc}):
        refused(sent, **changes)
    actions.withdraw(sent.worksheet, by=world.amina)
    refused(sent, withdrawn_at=None)


def test_a_decision(sent: Submission, world: World):
    actions.claim(sent, by=world.luc)
    Submission.objects.filter(pk=sent.pk).update(claimed_by=world.maud)  # a claim passes from hand to hand
    actions.validate(sent, by=world.luc)
    refused(sent, decision="returned")
    refused(sent, decided_by=world.maud)
    refused(sent, decided_at=None, decided_by=None, decision="")


def test_the_history_of_a_sheet(sent: Submission):
    move, save = Move.objects.latest("pk"), Revision.objects.latest("pk")
    refused(move, reason="Autre")
    refused(save, changes=[])
    Revision.objects.filter(pk=save.pk).update(undone=True)  # undo is no change of what was saved


def test_everything_is_there_and_comes_back(db: None):
    names = {one.name for one in everything()}
    assert {"worksheets_submission_frozen", "reviews_score_frozen_review_sent_at"} <= names
    assert held() >= names
    with connection.cursor() as cursor:
        for one in everything():
            on = "" if connection.vendor == "sqlite" else f' ON "{one.table}"'
            cursor.execute(f'DROP TRIGGER "{one.name}"{on}')
    assert not held() & names
    freeze_all()
    assert held() >= names


def held() -> set[str]:
    asked = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'", "postgresql": "SELECT tgname FROM pg_trigger"}
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {row[0] for row in cursor.fetchall()}
