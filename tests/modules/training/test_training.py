"""The track of trainers: who reads it, what each has done of it, and that nothing of it reaches the course of participants."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed, NotFound
from coursesite.core.findables import sources
from coursesite.tracking.models import Statement
from modules.catalogue.outline import outline
from modules.competencies import seeds as competencies
from modules.exercises import seeds as exercises
from modules.exercises.models import Exercise
from modules.glossary import seeds as glossary
from modules.progress.models import Attempt, UnitCompletion
from modules.training import personal_data
from modules.training import seeds as training
from modules.training.actions import answer, begin_answer, finish_lesson
from modules.training.dashboard import own_training
from modules.training.models import TrainerAnswer, TrainerBegunAnswer, TrainerLessonPage, TrainerReading, TrainerTrackPage
from modules.training.queries import lessons_of
from tests.modules.course import ORDER_RIGHT, SORT_RIGHT, Course, build_course, home_page, publish
from tests.modules.open_kinds import case_exercise, rewrite_exercise
from tests.modules.track import Track, build_track
from tests.people import World

pytestmark = pytest.mark.django_db
SORT_WRONG = {"stone": "act", "walk": "act"}


@pytest.fixture
def course(world: World) -> Course:
    return build_course()


@pytest.fixture
def track(course: Course) -> Track:
    return build_track(course.sort, course.order)


def given(person: User, track: Track, response: object = SORT_RIGHT) -> TrainerAnswer:
    exercise = Exercise.objects.get(code="tri")
    return answer(person, exercise, response=response, op_id=uuid4(), lesson=track.first)


@pytest.mark.parametrize("address", ["/formateurs/", "/formateurs/partir/"])
def test_those_who_train_act_for_a_network_or_edit_read_it(world: World, track: Track, sign_in: Callable, address: str) -> None:
    for person in (world.luc, world.rose, world.ines, world.sofia):
        assert sign_in(person).get(address).status_code == 200, person
    for person in (world.amina, world.bilal, world.stranger):
        assert sign_in(person).get(address).status_code == 404, person
    assert Client().get(address).status_code == 302


def test_nobody_else_answers_or_finishes(world: World, track: Track) -> None:
    for act in (lambda: given(world.amina, track), lambda: finish_lesson(world.amina, track.first)):
        with pytest.raises(NotFound):
            act()
    PageViewRestriction.objects.create(page=track.first, restriction_type="groups").groups.set(
        [Group.objects.create(name="Comité")]
    )
    for act in (lambda: given(world.luc, track), lambda: finish_lesson(world.luc, track.first)):
        with pytest.raises(NotAllowed):
            act()
    assert not TrainerAnswer.objects.exists()
    assert not TrainerReading.objects.exists()


def test_an_exercise_is_answered_in_its_lesson(world: World, track: Track, course: Course) -> None:
    with pytest.raises(NotFound):
        answer(world.luc, course.choices, response=["true"], op_id=uuid4(), lesson=track.first)
    with pytest.raises(Invalid):
        given(world.luc, track, response="n'importe quoi")
    op_id = uuid4()
    made = answer(world.luc, course.sort, response=SORT_WRONG, op_id=op_id, lesson=track.first)
    assert answer(world.luc, course.sort, response=SORT_WRONG, op_id=op_id, lesson=track.first) == made
    with pytest.raises(Invalid):
        answer(world.maud, course.sort, response=SORT_WRONG, op_id=op_id, lesson=track.first)
    assert [made.number, given(world.luc, track).number] == [1, 2]


def test_the_best_answer_counts_and_all_is_needed(world: World, track: Track, course: Course) -> None:
    given(world.luc, track)
    given(world.luc, track, SORT_WRONG)
    state = lessons_of(world.luc)
    assert state is not None
    assert (state.raw, state.maximum, state.percent, state.is_complete) == (2, 2, 25, False)
    assert [lesson.tried for lesson in state.lessons] == [1, 0]
    assert state.next and state.next.slug == "partir"
    finish_lesson(world.luc, track.first)
    finish_lesson(world.luc, track.first)
    finish_lesson(world.luc, track.second)
    answer(world.luc, course.order, response=ORDER_RIGHT, op_id=uuid4(), lesson=track.second)
    state = lessons_of(world.luc)
    assert state and state.is_complete and state.next is None
    other = lessons_of(world.maud)
    assert other and other.percent == 0


def test_nothing_of_it_reaches_the_course(world: World, track: Track, course: Course) -> None:
    given(world.luc, track)
    finish_lesson(world.luc, track.first)
    assert {unit.title for module in outline() for unit in module.units} == {course.first.title, course.second.title}
    assert [module.title for module in outline()] == ["Relier", "Choisir"]
    found = {what.title for source in sources() for what in source.read()}
    assert "Partir de la fin" in found
    assert not {"Tenir sa place", track.page.title} & found
    assert not any(model.objects.exists() for model in (Attempt, UnitCompletion, Statement))


def test_a_trainer_answers_in_the_page(world: World, track: Track, sign_in: Callable) -> None:
    client = sign_in(world.luc)
    page = client.get("/formateurs/partir/")
    assert "/formation/partir/exercices/tri/" in page.content.decode()
    wrong = client.post("/formation/partir/exercices/tri/", {"op": str(uuid4())})
    assert wrong.status_code == 422
    json = {"op": str(uuid4()), "response": SORT_WRONG}
    said = client.post("/formation/partir/exercices/tri/", json, content_type="application/json").json()
    assert (said["raw"], said["maximum"], said["success"]) == (1, 2, False)
    assert "Non." in client.get("/formateurs/partir/").content.decode(), "why it was wrong"
    assert client.post("/formation/partir/continuer/").url == "/formateurs/lire/"
    assert client.post("/formation/lire/continuer/").url == "/formateurs/"
    assert client.post("/formation/lire/exercices/tri/", json, content_type="application/json").status_code == 404
    assert client.post("/formation/absente/continuer/").status_code == 404


def test_what_was_begun_is_there_again(world: World, track: Track, sign_in: Callable) -> None:
    case = publish(case_exercise())
    track.second.body = [("exercise", case)]
    track.second.save_revision().publish()
    client = sign_in(world.luc)
    json = {"op": str(uuid4()), "response": ["say"]}
    said = client.post("/formation/lire/exercices/cas/", json, content_type="application/json").json()
    assert said == {"begun": ["say"]}
    assert TrainerBegunAnswer.objects.get().response == ["say"]
    assert "Situation s2" in client.get("/formateurs/lire/").content.decode()
    with pytest.raises(Invalid):
        begin_answer(world.luc, case, response=["say", "two"], lesson=TrainerLessonPage.objects.get(pk=track.second.pk))
    json |= {"response": ["say", "two"]}
    assert client.post("/formation/lire/exercices/cas/", json, content_type="application/json").json()["success"]
    assert not TrainerBegunAnswer.objects.exists()


def test_a_page_costs_the_same_whatever_was_answered(world: World, track: Track, sign_in: Callable) -> None:
    client = sign_in(world.luc)
    client.get("/formateurs/partir/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/formateurs/partir/")
        return len(caught)

    before = queries()
    for _time in range(3):
        given(world.luc, track)
    assert queries() == before <= 14


def test_the_dashboard_of_a_trainer_leads_there(world: World, track: Track, sign_in: Callable) -> None:
    request = RequestFactory().get("/")
    assert own_training(world.luc, request=request)
    text = sign_in(world.luc).get("/mon-espace/accompagnement/").content.decode()
    assert "/formateurs/" in text
    track.page.unpublish()
    assert own_training(world.luc, request=request) is None


def test_a_lesson_that_was_read_is_not_deleted(world: World, track: Track, sign_in: Callable) -> None:
    finish_lesson(world.luc, track.first)
    sign_in(world.sofia).post(f"/cms/pages/{track.first.pk}/delete/")
    assert TrainerLessonPage.objects.filter(pk=track.first.pk).exists()


def test_she_takes_away_what_she_did_and_her_words_go(world: World, track: Track) -> None:
    given(world.luc, track)
    finish_lesson(world.luc, track.first)
    told = personal_data.export(world.luc)
    assert [one["title"] for one in told["lessons"]] == ["Tenir sa place"]
    assert told["answers"][0]["points"] == [2, 2]
    personal_data.erase(world.luc)
    assert TrainerAnswer.objects.count() == 1


def test_seeds_write_it_once_and_leave_what_editors_changed() -> None:
    from coursesite.pages.models import HomePage

    home_page().add_child(instance=HomePage(title="Accueil", slug="site", hero_title="Jalons", hero_text="Pas à pas."))
    said: list[str] = []
    for room in (competencies, glossary, exercises):
        room.seed(demo=False, out=said.append)
    training.seed(demo=False, out=said.append)
    assert TrainerTrackPage.objects.count() == 1
    assert TrainerLessonPage.objects.count() == 6
    placed = {key for lesson in TrainerLessonPage.objects.all() for key in lesson.exercise_keys()}
    assert set(Exercise.objects.filter(pk__in=placed).values_list("code", flat=True)) == {
        "t1-1", "t2-1", "t2-2", "t2-3", "t2-4", "t3-1", "t4-1", "t5-1", "t6-1",
    }  # fmt: skip
    lesson = TrainerLessonPage.objects.get(slug="animer")
    lesson.title = "Animer autrement"
    lesson.save_revision().publish()
    training.seed(demo=False, out=said.append)
    assert TrainerLessonPage.objects.count() == 6
    assert TrainerLessonPage.objects.get(slug="animer").title == "Animer autrement"
    for page in TrainerLessonPage.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)


def test_a_text_written_again_is_shown_as_it_was_written(world: World, course: Course, sign_in: Callable) -> None:
    """Nobody's opinion is asked for there: it is the course of no cohort."""
    track = build_track(course.sort, rewrite_exercise())
    written = {"texts": {"one": "Les personnes osent demander."}, "checks": []}
    answer(world.luc, Exercise.objects.get(code="ree"), response=written, op_id=uuid4(), lesson=track.second)
    page = sign_in(world.luc).get("/formateurs/lire/")
    assert page.status_code == 200
    assert "Les personnes osent demander." in page.content.decode()
    assert "Demander l’avis" not in page.content.decode()
