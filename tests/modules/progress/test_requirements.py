"""What a module asks of an organisation's worksheets: met for all its learners, by whoever saved; validated where there are trainers."""

from __future__ import annotations

from uuid import uuid4

import pytest

from coursesite.cohorts.enums import Track
from coursesite.cohorts.models import Enrolment
from coursesite.tracking.models import Statement
from modules.catalogue.models import ModulePage
from modules.catalogue.requirements import TO_VALIDATE
from modules.progress import seeds
from modules.progress.actions import answer, complete_unit, meet_together
from modules.progress.models import ModuleCompletion, SharedRequirement
from modules.progress.queries import module_progress
from step_guides.worksheets import actions as worksheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import KINDS
from step_guides.worksheets.models import Submission
from tests.modules.course import CHOICES_RIGHT, ORDER_RIGHT, SORT_RIGHT, THEORY, Course, build_course
from tests.people import World, join, person

pytestmark = pytest.mark.django_db
VALIDATED = "theory-of-change:validated"


def does_all(enrolment: Enrolment, course: Course) -> None:
    for exercise, response, unit in (
        (course.sort, SORT_RIGHT, course.first),
        (course.order, ORDER_RIGHT, course.first),
        (course.choices, CHOICES_RIGHT, course.second),
    ):
        answer(enrolment, exercise, response=response, op_id=uuid4(), unit=unit)
    complete_unit(enrolment, course.first)
    complete_unit(enrolment, course.second)


def completed() -> set[str]:
    return set(ModuleCompletion.objects.values_list("enrolment__person__email", flat=True))


def sent(world: World) -> Submission:
    sheet = worksheets.open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    worksheets.add_node(sheet, "activity", {"label": "Une activité"}, by=world.amina)
    submission = worksheets.submit(sheet, by=world.amina, confirmed=True)
    worksheets.claim(submission, by=world.luc)
    return submission


def test_a_sheet_saved_by_one_counts_for_her_colleagues_and_for_those_who_come_later(world: World, course: Course) -> None:
    bilal, chloe = (Enrolment.objects.get(person=one) for one in (world.bilal, world.chloe))
    does_all(bilal, course)
    does_all(chloe, course)
    assert completed() == set()
    sheet = worksheets.open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    worksheets.add_node(sheet, "activity", {"label": "Une activité"}, by=world.amina)
    assert completed() == {world.bilal.email}, "Amina saved, Bilal had all the rest; Chloé is of another organisation"
    late = join(person("Lina Martin"), world.passerelle, world.cohort)
    assert late is not None
    does_all(late, course)
    assert completed() == {world.bilal.email, late.person.email}


def test_who_left_completes_nothing_more(world: World, course: Course) -> None:
    bilal = Enrolment.objects.get(person=world.bilal)
    does_all(bilal, course)
    Enrolment.objects.filter(pk=bilal.pk).update(left_on=bilal.enrolled_at.date())
    meet_together(world.passerelle, THEORY)
    assert completed() == set()


@pytest.fixture
def accompanied(world: World) -> Course:
    return build_course(requirements=[THEORY, VALIDATED])


def test_an_accompanied_module_waits_for_the_trainer(world: World, accompanied: Course) -> None:
    bilal = Enrolment.objects.get(person=world.bilal)
    does_all(bilal, accompanied)
    submission = sent(world)
    assert completed() == set()
    with_words = module_progress(bilal)[0].missing_labels
    assert with_words == ["Faire valider la fiche «\u00a0Théorie du changement\u00a0» par un formateur ou une formatrice"]
    worksheets.validate(submission, by=world.luc)
    assert completed() == {world.bilal.email}
    assert Statement.objects.filter(verb__endswith="completed").count() == 1


def test_opened_again_it_waits_again_and_what_is_complete_stays(world: World, accompanied: Course) -> None:
    does_all(Enrolment.objects.get(person=world.bilal), accompanied)
    submission = sent(world)
    worksheets.validate(submission, by=world.luc)
    worksheets.reopen(submission.worksheet, by=world.amina, reason="Un effet manque")
    assert completed() == {world.bilal.email}
    assert not SharedRequirement.objects.filter(key=VALIDATED).exists()
    does_all(Enrolment.objects.get(person=world.amina), accompanied)
    assert completed() == {world.bilal.email}


@pytest.mark.parametrize(
    ("track", "complete"), [(Track.AUTONOMY, True), (Track.ACCOMPANIED, False), (Track.PROJECT_GROUP, False)]
)
def test_nobody_validates_in_autonomy(world: World, accompanied: Course, track: str, complete: bool) -> None:
    type(world.cohort).objects.filter(pk=world.cohort.pk).update(track=track)
    meet_together(world.passerelle, THEORY)
    does_all(Enrolment.objects.get(person=world.bilal), accompanied)
    assert (completed() == {world.bilal.email}) is complete


def test_what_became_complete_by_itself_is_told_when_seeds_run(world: World, accompanied: Course) -> None:
    bilal = Enrolment.objects.get(person=world.bilal)
    meet_together(world.passerelle, THEORY)
    does_all(bilal, accompanied)
    said: list[str] = []
    seeds.seed(demo=False, out=said.append)
    assert (completed(), said) == (set(), [])
    ModulePage.objects.filter(pk=accompanied.module.pk).update(requirements=[THEORY])
    seeds.seed(demo=False, out=said.append)
    seeds.seed(demo=False, out=said.append)
    assert completed() == {world.bilal.email}
    assert said == ["progress: 1 modules completed"]


def test_the_sheets_that_modules_want_validated_are_those_that_trainers_validate() -> None:
    assert {kind.name for kind in TO_VALIDATE} == {spec.kind.name for spec in KINDS.values() if spec.to_validate}
