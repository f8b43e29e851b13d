from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission
from wagtail.search.backends import get_search_backend
from wagtail.test.utils.form_data import nested_form_data, streamfield

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from modules.exercises.checks import faults
from modules.exercises.models import Exercise, OrderExercise, SortExercise
from modules.exercises.models.order import StepBlock
from modules.exercises.seeds import _editors_may_edit
from tests.modules.course import Course, build_course, order_exercise, publish
from tests.modules.open_kinds import build_open_kinds
from tests.people import World

SignIn = Callable[[User], Client]
ADD = "/cms/snippets/exercises/orderexercise/add/"


@pytest.fixture
def editor(world: World, sign_in: SignIn) -> Client:
    _editors_may_edit()
    Group.objects.get(name=EDITORS).permissions.add(Permission.objects.get(codename="access_admin"))
    return sign_in(world.ines)


def steps(*texts: str) -> dict[str, Any]:
    return streamfield([("step", {"key": "", "text": text, "feedback": ""}) for text in texts])


def form(**changes: Any) -> dict[str, Any]:
    fields = {
        "title": "Une chaîne", "code": "une-chaine", "statement": "Rangez.", "minutes": "5",
        "feedback_success": "", "feedback_retry": "", "steps": steps("Une", "Deux", "Trois"),
    }  # fmt: skip
    return nested_form_data({**fields, **changes})


def test_an_editor_publishes_an_exercise_and_keys_are_drawn(editor: Client) -> None:
    response = editor.post(ADD, form(**{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    exercise = OrderExercise.objects.get(code="une-chaine")
    keys = [item.key for item in exercise.items()]
    assert exercise.live
    assert len(set(keys)) == 3
    assert all(key.isascii() and 1 <= len(key) <= 24 for key in keys)


def test_a_key_stays_when_its_wording_changes(editor: Client) -> None:
    editor.post(ADD, form(**{"action-publish": "1"}))
    exercise = OrderExercise.objects.get(code="une-chaine")
    keys = [item.key for item in exercise.items()]
    again = streamfield([("step", {"key": key, "text": f"Autrement {key}", "feedback": ""}) for key in keys])
    response = editor.post(
        f"/cms/snippets/exercises/orderexercise/edit/{exercise.pk}/", form(steps=again, **{"action-publish": "1"})
    )
    assert response.status_code == 302
    assert [item.key for item in OrderExercise.objects.get().items()] == keys


def test_a_publication_is_a_correction_or_another_version(editor: Client) -> None:
    assert 'name="change"' not in editor.get(ADD).content.decode(), "of what was never published, it is neither"
    editor.post(ADD, form(**{"action-publish": "1", "change": "new"}))
    exercise = OrderExercise.objects.get(code="une-chaine")
    address = f"/cms/snippets/exercises/orderexercise/edit/{exercise.pk}/"
    assert exercise.version == 1  # the first publication is the first version

    def version_after(**fields: Any) -> int:
        assert editor.post(address, form(**fields)).status_code == 302
        return OrderExercise.objects.get().version

    assert version_after(**{"action-publish": "1"}) == 1
    assert version_after(**{"action-publish": "1", "change": "correction"}) == 1
    assert version_after(change="new") == 1  # a draft
    assert version_after(**{"action-publish": "1", "change": "new"}) == 2
    assert version_after(**{"action-publish": "1", "change": "correction", "title": "Autrement"}) == 2
    refused = editor.post(address, form(**{"action-publish": "1", "change": "new", "steps": steps("Seule")}))
    assert refused.status_code == 200 and OrderExercise.objects.get().version == 2
    first, last = exercise.revisions.earliest("pk"), exercise.revisions.latest("pk")
    compared = editor.get(
        f"/cms/snippets/exercises/orderexercise/history/{exercise.pk}/revisions/compare/{first.pk}...{last.pk}/"
    )
    assert compared.status_code == 200


def test_the_forms_lead_to_their_help(editor: Client) -> None:
    course = build_course()
    assert 'href="/aide/editer/#version"' in editor.get(ADD).content.decode()
    editors = Group.objects.get(name=EDITORS)
    GroupPagePermission.objects.create(
        group=editors, page=course.index, permission=Permission.objects.get(codename="change_page")
    )
    assert 'href="/aide/editer/#lecon"' in editor.get(f"/cms/pages/{course.first.pk}/edit/").content.decode()


def test_what_cannot_be_answered_is_not_published_and_the_page_says_why(editor: Client) -> None:
    response = editor.post(ADD, form(steps=steps("Seule"), **{"action-publish": "1"}))
    assert response.status_code == 200
    assert "Il faut deux étapes au moins" in str(response.context["form"].errors).replace("\u00a0", " ")
    assert not Exercise.objects.exists()


def test_a_draft_may_be_unfinished(editor: Client) -> None:
    assert editor.post(ADD, form(steps=steps("Seule"))).status_code == 302
    assert not OrderExercise.objects.get().live


def test_a_category_without_card_is_named(editor: Client) -> None:
    card = {"key": "", "text": "Carte", "round": "1", "feedback_right": "", "feedback_wrong": ""}
    groups = streamfield(
        [
            ("category", {"key": "", "label": "Activité", "cards": streamfield([("item", card)])}),
            ("category", {"key": "", "label": "Impact", "cards": streamfield([])}),
        ]
    )
    fields = form(groups=groups, **{"action-publish": "1"})
    response = editor.post("/cms/snippets/exercises/sortexercise/add/", fields)
    assert response.status_code == 200
    assert not SortExercise.objects.exists()


@pytest.mark.parametrize("kind", ["sortexercise", "orderexercise", "choicesexercise"])
def test_each_kind_has_its_list_its_form_and_no_copy(editor: Client, kind: str) -> None:
    course: Course = build_course()
    exercise = {"sortexercise": course.sort, "orderexercise": course.order, "choicesexercise": course.choices}[kind]
    for part in ("", "add/", f"edit/{exercise.pk}/", f"history/{exercise.pk}/", f"inspect/{exercise.pk}/"):
        assert editor.get(f"/cms/snippets/exercises/{kind}/{part}").status_code == 200, part
    assert editor.get(f"/cms/snippets/exercises/{kind}/copy/{exercise.pk}/").status_code == 404


@pytest.mark.parametrize("mode", ["", "right", "wrong"])
def test_previews_show_what_a_learner_sees(world: World, mode: str) -> None:
    course = build_course()
    for exercise in (course.sort, course.order, course.choices):
        response = exercise.make_preview_request(preview_mode=mode)
        page = response.content.decode()
        assert response.status_code == 200
        assert exercise.title in page
        assert ("Juste." in page) == (mode == "right")
        assert ("À revoir." in page) == (mode == "wrong")


def test_the_chooser_offers_every_kind_and_begins_a_new_one(editor: Client) -> None:
    course = build_course()
    page = editor.get("/cms/exercise_chooser/").json()["html"]
    assert all(exercise.title in page for exercise in (course.sort, course.order, course.choices))
    response = editor.post("/cms/exercise_chooser/create/", {"title": "Nouvel exercice", "kind": "order"})
    assert response.json()["step"] == "chosen"
    draft = OrderExercise.objects.get(title="Nouvel exercice")
    assert not draft.live
    assert draft.latest_revision is not None
    assert f"orderexercise/edit/{draft.pk}/" in response.json()["result"]["edit_url"]


def test_the_chooser_finds_an_exercise_by_words_of_its_title_and_by_its_code(editor: Client) -> None:
    course = build_course()
    exercises = (course.sort, course.order, course.choices)
    codes = ("e3-1", "e3-7", "e4-1")
    for exercise, code, title in zip(exercises, codes, ("Trier des effets", "Remonter la chaîne", "Repérer"), strict=True):
        exercise.code, exercise.title = code, title
        exercise.save()
        get_search_backend().add(exercise)
    found = {
        typed: [code for code, title in zip(codes, ("Trier", "Remonter", "Repérer"), strict=True) if title in page]
        for typed in ("effets", "la cha", "repérer", "E3", "e3-7", "rien")
        for page in [editor.get("/cms/exercise_chooser/results/", {"q": typed}).content.decode()]
    }
    assert found == {
        "effets": ["e3-1"], "la cha": ["e3-7"], "repérer": ["e4-1"], "E3": ["e3-1", "e3-7"], "e3-7": ["e3-7"], "rien": [],
    }  # fmt: skip


def test_a_lesson_with_an_unfinished_exercise_still_opens(world: World, sign_in: SignIn, editor: Client) -> None:
    course = build_course()
    draft = OrderExercise(title="Vide", code="vide", statement="", live=False)
    draft.save()
    course.first.body = [*((block.block_type, block.value) for block in course.first.body), ("exercise", draft)]
    course.first.save_revision().publish()
    assert sign_in(world.amina).get("/modules/module-3/partir/").status_code == 200
    assert course.first.make_preview_request().status_code == 200


def test_the_preview_of_a_lesson_shows_a_draft_as_it_was_last_saved(world: World, editor: Client) -> None:
    course = build_course()
    draft = OrderExercise(title="En cours", code="en-cours", statement="", live=False)
    draft.save()
    answer = editor.post(f"/cms/snippets/exercises/orderexercise/edit/{draft.pk}/", form(code="en-cours"))
    assert answer.status_code == 302
    course.first.body = [*((block.block_type, block.value) for block in course.first.body), ("exercise", draft)]
    page = course.first.make_preview_request().content.decode()
    assert all(step in page for step in ("Une", "Deux", "Trois")) and "Rangez." in page
    assert "Vérifier" in page and "Seules les personnes qui suivent" not in page


def test_an_exercise_answered_cannot_be_deleted(world: World, editor: Client) -> None:
    from uuid import uuid4

    from coursesite.cohorts.models import Enrolment
    from modules.progress.actions import answer
    from tests.modules.course import ORDER_RIGHT

    course = build_course()
    answer(Enrolment.objects.get(person=world.amina), course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)
    response = editor.post(f"/cms/snippets/exercises/orderexercise/delete/{course.order.pk}/")
    assert response.status_code == 302
    assert "edit" in response.url
    assert Exercise.objects.filter(pk=course.order.pk).exists()


def test_an_exercise_with_a_former_version_cannot_be_deleted(editor: Client) -> None:
    """Whoever was under way may still be answering it."""
    order = publish(build_course().order)
    order.version = 2
    publish(order)
    assert editor.post(f"/cms/snippets/exercises/orderexercise/delete/{order.pk}/").status_code == 302
    assert Exercise.objects.filter(pk=order.pk).exists()


def test_each_open_kind_has_its_form_and_its_previews(editor: Client) -> None:
    for exercise in build_open_kinds().all:
        name = exercise._meta.model_name
        assert editor.get(f"/cms/snippets/exercises/{name}/edit/{exercise.pk}/").status_code == 200, name
        for mode in ("", "right", "wrong"):
            assert exercise.title in exercise.make_preview_request(preview_mode=mode).content.decode()


def test_a_case_that_leads_back_is_not_published_and_the_page_says_why(editor: Client) -> None:
    case = build_open_kinds().case
    scenes = [dict(value) for value in (child.value for child in case.scenes)]
    scenes[1]["decisions"] = [{**one, "goes": 2} for one in scenes[1]["decisions"]]
    case.scenes = [("scene", scene) for scene in scenes]
    assert any("ramène en arrière" in fault for fault in faults(case.content()))


def test_the_list_leads_to_the_answers_of_each_exercise(editor: Client) -> None:
    exercise = publish(order_exercise())
    assert f"/cms/reports/exercices/{exercise.pk}/" in editor.get("/cms/snippets/exercises/orderexercise/").content.decode()


def test_a_long_text_is_written_in_a_field_that_grows_and_stays_one_line(world: World) -> None:
    block = StepBlock()
    assert type(block.child_blocks["text"].field.widget).__name__ == "AdminAutoHeightTextInput"
    assert type(block.child_blocks["key"].field.widget).__name__ == "TextInput"
    cleaned = block.clean(block.to_python({"text": "Une étape \r\n  en deux\u00a0lignes", "feedback": "", "key": "a"}))
    assert cleaned["text"] == "Une étape en deux\u00a0lignes"
