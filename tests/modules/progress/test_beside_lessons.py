"""Notes, opinions, the short path."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, WrongState
from coursesite.tracking.models import Statement
from modules.catalogue.outline import read_outline
from modules.progress.actions import answer
from modules.progress.lesson_actions import follow_short_path, keep_note, say_if_useful
from modules.progress.models import ModuleCompletion, Note, Opinion, ShortPathFollowed
from modules.progress.openings import set_openings
from modules.progress.personal_data import erase, export
from modules.progress.queries import module_progress
from modules.progress.reports import lessons
from tests.modules.course import ORDER_RIGHT, Course, publish
from tests.modules.progress.test_views import FIRST, said
from tests.people import World

SignIn = Callable[[User], Client]
NOTE, OPINION = "/parcours/module-3/partir/notes/", "/parcours/module-3/partir/avis/"
SHORT = "/parcours/module-3/chemin-court/"


@pytest.fixture
def amina(course: Course, world: World, sign_in: SignIn) -> Client:
    return sign_in(world.amina)


class TestNotes:
    def test_they_are_kept_changed_and_removed(self, amina: Client) -> None:
        for text in ("Revoir les effets", "Revoir les effets\n\nDemander à l’équipe"):
            assert amina.post(NOTE, {"text": text}).status_code == 303
            assert text in said(amina.get(FIRST))
        assert Note.objects.count() == 1
        assert amina.post(NOTE, {"text": "  "}).status_code == 303
        assert not Note.objects.exists()
        assert not Statement.objects.exists()

    def test_a_script_is_told_without_a_page(self, amina: Client) -> None:
        response = amina.post(NOTE, {"text": "Vite"}, headers={"Accept": "application/json"})
        assert (response.status_code, response.json()) == (200, {"saved": True})

    @pytest.mark.parametrize("text", ["x" * 5_001, "un\x00deux"])
    def test_what_cannot_be_kept_is_shown_again(self, amina: Client, text: str) -> None:
        response = amina.post(NOTE, {"text": text})
        assert response.status_code == 422
        assert 'role="alert"' in said(response)
        assert text[:2] in said(response)
        assert not Note.objects.exists()

    def test_nobody_else_reads_them(self, amina: Client, course: Course, world: World, sign_in: SignIn) -> None:
        amina.post(NOTE, {"text": "NOTE-CANARI"})
        for one in world.everybody():
            if one != world.amina:
                assert "NOTE-CANARI" not in said(sign_in(one).get(FIRST))

    def test_they_stay_with_their_lesson(self, amina: Client) -> None:
        amina.post(NOTE, {"text": "Une note"})
        assert "Une note" not in said(amina.get("/modules/module-3/relire/"))

    def test_no_empty_row(self, course: Course, enrolment: Enrolment) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(enrolment=enrolment, unit=course.first, text="")

    def test_erased_with_her(self, course: Course, world: World, enrolment: Enrolment) -> None:
        keep_note(enrolment, course.first, "À moi")
        say_if_useful(enrolment, course.first, useful=False, comment="Trop court")
        mine = export(world.amina)
        assert (mine["notes"][0]["text"], mine["opinions"][0]["comment"]) == ("À moi", "Trop court")
        erase(world.amina)
        assert not Note.objects.exists()
        assert not Opinion.objects.exists()

    def test_the_page_asks_no_more_for_them(self, amina: Client) -> None:
        amina.post(NOTE, {"text": "Une note"})
        amina.get(FIRST)
        with CaptureQueriesContext(connection) as queries:
            amina.get(FIRST)
        assert len(queries) <= 8, "\n".join(query["sql"][:150] for query in queries)


class TestOpinions:
    def test_one_a_revision(self, course: Course, world: World, enrolment: Enrolment, amina: Client) -> None:
        course.first.save_revision().publish()
        assert amina.post(OPINION, {"useful": "no", "comment": "Un exemple de plus"}).status_code == 303
        assert amina.post(OPINION, {"useful": "yes", "comment": "Très clair"}).status_code == 303
        assert Opinion.objects.get().comment == "Très clair"
        assert "Très clair" in said(amina.get(FIRST))
        course.first.refresh_from_db()
        course.first.intro = "Autrement dit."
        course.first.save_revision().publish()
        assert "Très clair" not in said(amina.get(FIRST))
        assert amina.post(OPINION, {"useful": "no", "comment": ""}).status_code == 303
        (lesson,) = lessons()
        assert [(one.is_live, one.useful, one.not_useful, one.comments) for one in lesson.versions] == [
            (True, 0, 1, ()),
            (False, 1, 0, ("Très clair",)),
        ]

    def test_also_of_a_page_without_revision_once(self, course: Course, enrolment: Enrolment) -> None:
        say_if_useful(enrolment, course.first, useful=True, comment="")
        say_if_useful(enrolment, course.first, useful=False, comment="")
        assert Opinion.objects.get().useful is False
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.create(enrolment=enrolment, unit=course.first, useful=True)

    @pytest.mark.parametrize("data", [{"comment": "Mon mot"}, {"useful": "perhaps", "comment": "Mon mot"}])
    def test_neither_yes_nor_no_keeps_the_words_on_the_page(self, amina: Client, data: dict[str, str]) -> None:
        response = amina.post(OPINION, data)
        assert response.status_code == 422
        assert "Mon mot" in said(response)
        assert not Opinion.objects.exists()

    def test_a_comment_too_long(self, course: Course, enrolment: Enrolment) -> None:
        with pytest.raises(Invalid):
            say_if_useful(enrolment, course.first, useful=True, comment="x" * 601)

    def test_editors_read_it_without_a_name(self, amina: Client, world: World, sign_in: SignIn) -> None:
        Group.objects.get(name=EDITORS).permissions.add(Permission.objects.get(codename="access_admin"))
        amina.post(OPINION, {"useful": "yes", "comment": "AVIS-CANARI"})
        response = sign_in(world.ines).get("/cms/reports/lecons/")
        assert "AVIS-CANARI" in said(response)
        assert "Utile : 1. Pas utile : 0." in said(response)
        assert "Amina" not in said(response)
        assert sign_in(world.luc).get("/cms/reports/lecons/").status_code in (302, 403)


class TestShortPath:
    @pytest.fixture
    def short(self, course: Course) -> Course:
        course.order.is_key = True
        publish(course.order)
        points = ("key_points", {"text": "<p>Partir de la fin.</p>"})
        course.first.body = [*((block.block_type, block.value) for block in course.first.body), points]
        course.first.save_revision().publish()
        return course

    def test_it_shows_what_to_remember_and_one_exercise(self, short: Course, amina: Client) -> None:
        page = said(amina.get(SHORT))
        assert "Partir de la fin." in page
        assert 'id="exercice-ordre"' in page
        assert "Un texte." not in page
        assert 'id="exercice-tri"' not in page
        assert "J’ai parcouru ce module" not in page

    def test_its_exercise_is_answered_there(self, short: Course, amina: Client) -> None:
        address = "/parcours/module-3/partir/exercices/ordre/?par=chemin-court"
        assert address in said(amina.get(SHORT))
        rows = {"ordre-one": "1", "ordre-two": "2", "ordre-three": "3", "ordre-four": "4"}
        response = amina.post(address, {"op": str(uuid4()), **rows})
        assert response.headers["Location"] == f"{SHORT}#exercice-ordre"
        assert "4 sur 4" in said(amina.get(SHORT))
        refused = amina.post(address, {"op": str(uuid4()), **rows, "ordre-two": "1"})
        assert refused.status_code == 422
        assert "le chemin court" in said(refused)

    def test_gone_through_and_never_completed(self, short: Course, enrolment: Enrolment, amina: Client) -> None:
        (module, _later) = read_outline()
        with pytest.raises(WrongState):
            follow_short_path(enrolment, module)
        answer(enrolment, short.order, response=ORDER_RIGHT, op_id=uuid4(), unit=short.first)
        for _click in range(2):
            assert amina.post(f"{SHORT}suivi/").status_code == 303
        assert ShortPathFollowed.objects.count() == 1
        assert not ModuleCompletion.objects.exists()
        state = module_progress(enrolment)[0]
        assert state.followed_at
        assert state.completed_at is None
        assert "Parcouru par le chemin court" in said(amina.get("/parcours/"))

    def test_closed_as_the_module_is(self, short: Course, world: World, amina: Client, sign_in: SignIn) -> None:
        set_openings(world.cohort, {short.module.pk: timezone.localdate() + timedelta(days=9)}, by=world.luc)
        assert amina.get(SHORT).status_code == 403
        assert amina.post(f"{SHORT}suivi/").status_code == 409
        assert sign_in(world.luc).get(SHORT).status_code == 200

    @pytest.mark.parametrize(("name", "reads", "follows"), [("stranger", 404, 404), ("luc", 200, 403), ("ines", 200, 403)])
    def test_who_reads_and_who_follows(
        self, short: Course, world: World, sign_in: SignIn, name: str, reads: int, follows: int
    ) -> None:
        browser = sign_in(getattr(world, name))
        assert browser.get(SHORT).status_code == reads
        assert browser.post(f"{SHORT}suivi/").status_code == follows

    def test_a_module_without_lessons_has_none(self, short: Course, amina: Client) -> None:
        assert amina.get("/parcours/module-4/chemin-court/").status_code == 404


def test_of_a_module_not_open_yet_nothing_is_noted_nor_said(
    course: Course, world: World, enrolment: Enrolment, amina: Client
) -> None:
    set_openings(world.cohort, {course.module.pk: timezone.localdate() + timedelta(days=9)}, by=world.luc)
    for act in (
        lambda: keep_note(enrolment, course.first, "Trop tôt"),
        lambda: say_if_useful(enrolment, course.first, useful=True, comment=""),
    ):
        with pytest.raises(WrongState) as refusal:
            act()
        assert refusal.value.code == "step_locked"
    assert amina.post(NOTE, {"text": "Trop tôt"}).status_code == 409
    assert "Un texte." not in said(amina.post(NOTE, {"text": "x" * 5_001}))
    assert not Note.objects.exists()
    assert not Opinion.objects.exists()
