"""The rubrics: what their files hold, how they are seeded, and those that are an advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from coursesite.core.errors import Invalid
from step_guides.reviews import actions
from step_guides.reviews.enums import TRAINER_KINDS
from step_guides.reviews.models import Criterion, Review, Rubric
from step_guides.reviews.seeds import rubrics, seed
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.kinds import KINDS
from step_guides.worksheets.models import Submission
from step_guides.worksheets.slots import typeset
from tests.people import World
from tests.step_guides.reviews.conftest import named, text_of
from tests.step_guides.worksheets.factories import write

FILES = rubrics()


def sown() -> None:
    seed(demo=False, out=lambda text: None)


def test_each_kind_that_is_to_be_validated_has_a_rubric_and_no_kind_has_two_of_a_version():
    kinds = {text["kind"] for text in FILES}
    assert kinds <= set(Kind.values)
    assert {kind for kind, spec in KINDS.items() if spec.to_validate} <= kinds
    assert max(Counter((text["kind"], text["version"]) for text in FILES).values()) == 1


@pytest.mark.parametrize("text", FILES, ids=lambda text: text["kind"])
def test_four_levels_each_in_words(text: dict[str, Any]):
    assert [level["number"] for level in text["level"]] == [1, 2, 3, 4]
    assert [level["name"] for level in text["level"]] == ["À poser", "En construction", "Solide", "Exemplaire"]
    for criterion in text["criterion"]:
        assert len(criterion["levels"]) == len(set(criterion["levels"])) == 4, criterion["code"]
        assert all(criterion["levels"]) and "\u00a0?" in criterion["question"]
        assert not any("'" in said for said in (criterion["name"], criterion["question"], *criterion["levels"]))


def test_a_code_names_one_criterion_whatever_the_kind():
    codes = [(text["kind"], criterion["code"]) for text in FILES for criterion in text["criterion"]]
    assert max(Counter(code for _kind, code in codes).values()) == 1


def test_essential_criteria_are_those_of_the_method_and_an_advice_has_none():
    starred = {text["kind"]: [one["code"] for one in text["criterion"] if one["starred"]] for text in FILES}
    assert starred[Kind.THEORY_OF_CHANGE] == ["C1", "C2", "C3", "C7"]
    assert starred[Kind.PRIORITIES] == ["D1", "D2"]
    assert not any(found for kind, found in starred.items() if not KINDS[kind].to_validate)


@pytest.mark.django_db
def test_seeding_twice_changes_nothing_and_a_version_that_exists_is_never_changed():
    sown()
    held = list(
        Criterion.objects.values_list("rubric__kind", "rubric__version", "code", "position", "name", "question", "levels")
    )
    assert len(held) == sum(len(text["criterion"]) for text in FILES) and Rubric.objects.count() == len(FILES)
    sown()
    assert (
        list(
            Criterion.objects.values_list(*("rubric__kind", "rubric__version", "code", "position"), "name", "question", "levels")
        )
        == held
    )


@pytest.mark.parametrize("text", FILES, ids=lambda text: text["kind"])
def test_each_criterion_has_remarks_ready_made_and_typeset(text: dict[str, Any]):
    for criterion in text["criterion"]:
        remarks = criterion["remarks"]
        assert remarks and {one["kind"] for one in remarks} <= dict(TRAINER_KINDS).keys(), criterion["code"]
        assert all(one["text"] == typeset(one["text"]) for one in remarks), criterion["code"]


@pytest.mark.django_db
def test_indicators_are_answered_with_their_own_rubric_in_full(world: World):
    sown()
    sheet = sheets.open_sheet(world.passerelle, Kind.PRIORITIES, by=world.amina)
    write(sheet, filled_example(Kind.PRIORITIES).snapshot, by=world.amina)
    sent = sheets.submit(sheet, by=world.amina, confirmed=True)
    sheets.claim(sent, by=world.luc)
    review = actions.open_review(sent, by=world.luc)
    assert [one.code for one in review.rubric.criteria.all()] == ["D1", "D2", "D4", "D5", "D7"]
    actions.save_scores(review, levels={"D1": (3, "")}, by=world.luc)
    with pytest.raises(Invalid) as refusal:
        actions.decide(review, "validated", by=world.luc)
    assert refusal.value.code == "incomplete"


# --- An advice ----------------------------------------------------------------------------------------------------------------


def at(name: str, sent: Submission, *more: object) -> str:
    return reverse(f"reviews:{name}", args=[sent.public_id, *more])


@pytest.fixture
def framing(world: World) -> Submission:
    sheet = sheets.open_sheet(world.passerelle, Kind.FRAMING, by=world.amina)
    write(sheet, filled_example(Kind.FRAMING).snapshot, by=world.amina)
    return sheets.submit(sheet, by=world.amina)


@pytest.mark.django_db
def test_an_advice_is_shown_half_filled_kept_and_read_by_the_organisation(world: World, framing: Submission, sign_in: Callable):
    sown()
    luc = sign_in(world.luc)
    luc.post(at("claim", framing))
    desk = text_of(luc.get(at("detail", framing)))
    assert "Finalités claires" in desk and "Avant d’envoyer" not in desk
    typed = {"level-K1": "2", "comment-K1": "Et les familles ?", "level-K2": "", "comment-K2": "Une période bien choisie."}
    assert luc.post(at("scores", framing), typed).status_code == 303
    page = BeautifulSoup(text_of(luc.get(at("detail", framing))), "html.parser")
    assert [one["value"] for one in page.select('[name="level-K1"][checked]')] == ["2"]
    assert [one["value"] for one in page.select('[name="level-K2"][checked]')] == [""]
    confirm = text_of(luc.get(at("confirm", framing, "lue")))
    assert "La règle" not in confirm and "Avant d’envoyer" not in confirm
    assert "Et les familles ?" in confirm and "En construction" in confirm and "Une période bien choisie." in confirm
    assert luc.post(at("confirm", framing, "lue"), {"seen": named(confirm)}).status_code == 303
    assert Review.objects.get().decision == "read"
    for reader in (world.amina, world.luc):
        answer = text_of(sign_in(reader).get(at("answer", framing)))
        assert "Finalités claires" in answer and "En construction" in answer and "Et les familles ?" in answer
        assert "Une période bien choisie." in answer and "Charge" not in answer.split("levels-said")[1].split("</dl>")[0]


@pytest.mark.django_db
def test_no_level_is_asked_and_the_whole_advice_may_advise_against_nothing(world: World, framing: Submission, sign_in: Callable):
    sown()
    sheets.claim(framing, by=world.luc)
    review = actions.open_review(framing, by=world.luc)
    actions.save_scores(review, levels=dict.fromkeys(("K1", "K2", "K3"), (1, "")), by=world.luc)
    assert "La règle" not in text_of(sign_in(world.luc).get(at("confirm", framing, "lue")))
    assert actions.decide(review, "read", by=world.luc).decision == "read"


@pytest.mark.django_db
def test_an_answer_without_rubric_does_not_keep_the_next_one_from_having_it(world: World, framing: Submission):
    sheets.claim(framing, by=world.luc)
    actions.decide(actions.open_review(framing, by=world.luc), "read", by=world.luc)
    sown()
    sheets.reopen(framing.worksheet, by=world.amina, reason="Une date a changé")
    again = sheets.submit(framing.worksheet, by=world.amina)
    sheets.claim(again, by=world.luc)
    assert actions.open_review(again, by=world.luc).rubric == Rubric.objects.get(kind=Kind.FRAMING)
