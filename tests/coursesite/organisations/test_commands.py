from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything
from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.cohorts.seeds import seed as seed_cohorts
from coursesite.organisations.models import Invitation, Membership, Network, NetworkRole, Organisation
from coursesite.organisations.permissions import is_officer
from coursesite.organisations.seeds import seed as seed_organisations
from coursesite.tracking.models import Statement

pytestmark = pytest.mark.django_db


def open_network(*args: str) -> str:
    out = io.StringIO()
    call_command("open_network", *args, stdout=out)
    return out.getvalue()


def test_a_real_site_gets_its_first_network():
    for _ in range(2):
        open_network("Réseau Neuf", "--officer", "Rose@neuf.example", "Rose Lambert")
    network = Network.objects.get()
    rose = User.objects.get(email="rose@neuf.example")
    assert is_officer(rose, network) and not rose.has_usable_password()
    assert NetworkRole.objects.count() == 1
    open_network("Région", "--officer", "rose@neuf.example", "Rose", "--part-of", network.slug)
    assert Network.objects.get(slug="region").parent == network


@pytest.mark.parametrize(
    "args",
    [
        ["X", "--officer", "nope", "R"],
        ["!!", "--officer", "a@b.example", "R"],
        ["X", "--officer", "a@b.example", "R", "--part-of", "rien"],
    ],
)
def test_what_makes_no_sense_is_said(args):
    with pytest.raises(CommandError):
        open_network(*args)


CAST = ["amina", "bilal", "chloe", "luc", "maud", "noe", "rose", "paul"]


def counts() -> list[int]:
    return [
        model.objects.count()
        for model in (Network, NetworkRole, Organisation, Membership, Cohort, Enrolment, TrainerAssignment, Statement)
    ]


def test_demo_content_twice_changes_nothing_and_brings_nobody_back():
    for first in CAST:
        User.objects.create_user(f"{first}@demo.example", full_name=first.title())
    said: list[str] = []
    for seed in (seed_organisations, seed_cohorts):
        seed(demo=True, out=said.append)
    before = counts()
    assert before == [2, 2, 4, 3, 3, 3, 3, 3]
    Membership.objects.filter(person__email="bilal@demo.example").update(ends_on="2026-11-01")
    Organisation.objects.filter(name="Le Phare des Dunes").update(city="Quimper")
    for seed in (seed_organisations, seed_cohorts):
        seed(demo=True, out=said.append)
    assert counts() == before
    assert Organisation.objects.get(name="Le Phare des Dunes").city == "Quimper"
    assert all(one.is_fictional for one in [*Organisation.objects.all(), *Network.objects.all()])


def test_without_demo_there_is_no_content_and_without_accounts_it_says_so():
    said: list[str] = []
    for seed in (seed_organisations, seed_cohorts):
        seed(demo=False, out=said.append)
    assert counts() == [0] * 8 and said == []
    for seed in (seed_organisations, seed_cohorts):
        seed(demo=True, out=said.append)
    assert any("rose@demo.example" in line for line in said)


def test_everything_known_of_a_person_can_be_told(world):
    from coursesite.organisations.actions import invite

    invite(world.jardin, email=world.bilal.email, full_name="Bilal le canari", by=world.chloe)
    told = str(everything(world.bilal))
    assert "La Passerelle des Rives" in told and "Promotion Estuaire" in told and "Bilal le canari" in told
    assert "Promotion Estuaire" in str(everything(world.luc)) and "Réseau Estuaire" in str(everything(world.rose))
    token = Invitation.objects.get().token()
    assert token not in told
