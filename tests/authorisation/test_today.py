"""Rights are looked up at each request: what ends, ends within the session; roles add up, prohibitions win."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.organisations.models import Membership, NetworkRole
from tests.authorisation.conftest import Built
from tests.authorisation.places import Place
from tests.authorisation.table import Row, rows
from tests.people import World

pytestmark = pytest.mark.django_db


def ended(**fields: Any) -> dict[str, Any]:
    return {"ends_on": timezone.localdate(), **fields}


def leaves_the_cohort(world: World) -> None:
    Enrolment.objects.filter(person=world.bilal).update(left_on=timezone.localdate())


def leaves_the_organisation(world: World) -> None:
    Membership.objects.filter(person__in=[world.amina, world.bilal]).update(**ended())


def stops_leading(world: World) -> None:
    Membership.objects.filter(person=world.amina).update(role="member")


def stops_training(world: World) -> None:
    TrainerAssignment.objects.filter(person=world.luc).update(**ended())


def stops_acting(world: World) -> None:
    NetworkRole.objects.filter(person=world.rose).update(**ended())


def stops_editing(world: World) -> None:
    world.ines.groups.clear()


def stops_administering(world: World) -> None:
    User.objects.filter(pk=world.sofia.pk).update(is_superuser=False, is_staff=False)


# What ends, whose it was, and the rows that go with it, each with the answer of the next request.
ENDS: list[tuple[Callable[[World], None], str, dict[str, int]]] = [
    (leaves_the_cohort, "PA", {"11": 404, "2": 404, "2b": 404, "57b": 200, "16a": 200, "18": 200}),
    (leaves_the_organisation, "PA", {"11": 404, "2": 404, "2c": 404, "16a": 404, "17": 404, "18": 404, "18d": 404, "19": 404, "20a": 404,
                                     "20c": 404, "25": 404, "26": 404, "26b": 404, "26f": 404, "57b": 404, "37": 202}),
    (leaves_the_organisation, "OL", {"16b": 404, "16d": 404, "16e": 404, "52": 404, "37": 404, "18": 404}),
    (stops_leading, "OL", {"16b": 403, "16c": 403, "16d": 403, "16f": 403, "52": 403, "37": 404, "18": 200}),
    (stops_training, "TR", {"11": 404, "2": 404, "20b": 404, "20c": 404, "20d": 404, "24": 404, "24b": 404, "24d": 404, "24e": 404, "24f": 404,
                            "24g": 404, "26": 404, "26b": 404, "27": 404, "37": 404, "57c": 404}),
    (stops_acting, "NA", {"11": 404, "13": 404, "13b": 404, "13c": 404, "13e": 404, "14b": 404, "15": 404, "15b": 404, "16a": 404, "16b": 404,
                          "36a": 404, "36b": 404, "37": 404, "38": 404, "57d": 404}),
    (stops_editing, "ED", {"2": 404, "57e": 404}),
    (stops_administering, "SU", {"11": 404, "13": 404, "38": 404, "47": 404, "47b": 404, "49c": 404, "49f": 404, "56": 404, "56b": 404,
                                 "57f": 404}),
]  # fmt: skip


@pytest.mark.parametrize(("end", "role", "answers"), ENDS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_right_ends_at_once(end: Callable[[World], None], role: str, answers: dict[str, int], built: Built) -> None:
    """Within the session that was open: granted before, refused to the very next request."""
    table, place, wrong = {row.number: row for row in rows()}, built.places["own"], []
    person = built.ask.who(role)
    for number in answers:
        row = table[number]
        before = built.ask(row, person, place).status_code
        if before not in row.codes:
            wrong.append(f"{role} {number} {row.url}: {before} to begin with")
    end(built.world)
    for number, code in answers.items():
        after = built.ask(table[number], person, place).status_code
        if after != code:
            wrong.append(f"{role} {number} {table[number].url}: {after} instead of {code}")
    assert wrong == [], "\n".join(wrong)


def test_the_editing_space_closes_at_once(built: Built) -> None:
    assert built.ask.get("/cms/pages/", built.world.ines).status_code == 200
    stops_editing(built.world)
    assert built.ask.get("/cms/pages/", built.world.ines).status_code == 403
    stops_administering(built.world)
    assert built.ask.get("/cms/users/", built.world.sofia).status_code == 403


def test_a_closed_account_is_signed_out(built: Built) -> None:
    person = built.world.amina
    assert built.ask.get(reverse("accounts:me"), person).status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = built.ask.get(reverse("accounts:me"), person)
    assert answer.status_code == 302 and "/compte/login/" in answer["Location"]


def granted(row: Row, person: User, place: Place, built: Built) -> bool:
    return built.ask(row, person, place).status_code in row.codes


def test_roles_add_up_each_in_its_own_scope(built: Built) -> None:
    """Bilal, a participant here, trains another cohort and acts for another network: he gains what they give there, and nothing else."""
    world, places, wrong = built.world, built.places, []
    TrainerAssignment.objects.create(cohort=world.other_cohort, person=world.bilal, starts_on=timezone.localdate())
    NetworkRole.objects.create(network=world.other_network, person=world.bilal, starts_on=timezone.localdate())
    gained = {
        "own": {"PA"}, "same cohort": set(), "other cohort": {"TR"}, "other network": {"NA"},
    }  # fmt: skip
    mine = {"11", "16a", "17", "18", "20a", "20b", "20c", "24b", "26", "26b", "27", "13", "13b", "14b", "15b", "36a", "38"}
    for row in rows():
        if row.number not in mine or row.number == "24b":
            continue  # the rubric belongs to whoever opened the version
        for place, roles in gained.items():
            there = {"PA": "own", "TR": "same cohort", "NA": "other cohort"}  # where such a role holds no other right
            right = any(there[role] in row.places(role) for role in roles) or (place == "same cohort" and row.number == "11")
            if granted(row, world.bilal, places[place], built) != right:
                wrong.append(f"{row.number} {row.url} at {place}: {'refused' if right else 'granted'}")
    assert wrong == [], "\n".join(wrong)


def test_a_trainer_decides_nothing_on_her_own_organisation(built: Built) -> None:
    """A prohibition wins over the union of the roles: 403, and she reads the version as a member."""
    world, place, table = built.world, built.places["own"], {row.number: row for row in rows()}
    Membership.objects.create(organisation=world.passerelle, person=world.luc, starts_on=timezone.localdate() - timedelta(days=1))
    codes = {
        number: built.ask(table[number], world.luc, place).status_code
        for number in ("20a", "20b", "24", "24b", "24d", "24g", "27", "26e")
    }
    assert codes == {"20a": 200} | dict.fromkeys(["20b", "24", "24b", "24d", "24g", "27", "26e"], 403)
    assert built.ask(table["24"], world.luc, built.places["same cohort"]).status_code == 303
