from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts.actions import remove_member
from coursesite.core.errors import Refusal, WrongState
from coursesite.organisations.actions import change_role, invite
from coursesite.organisations.models import Invitation, Membership, Network, NetworkRole, Organisation
from coursesite.organisations.permissions import can_manage, can_view, officer_networks
from tests.people import build_world, join, person

pytestmark = pytest.mark.django_db


def test_lists_and_predicates_agree(world):
    region = Network.objects.create(name="Estuaire Sud", slug="sud", parent=world.network)
    land = Network.objects.create(name="Pays", slug="pays", parent=region)
    regional = person("Rita Sud")
    NetworkRole.objects.create(network=region, person=regional)
    below = Organisation.objects.create(network=land, name="D’en bas")
    invite(world.passerelle, email="x@port.example", by=world.rose)
    invite(world.refuge, email="x@port.example", by=world.paul)
    for user in [*world.everybody(), regional]:
        assert {one for one in Organisation.objects.all() if can_view(user, one)} == set(Organisation.objects.visible_to(user)), (
            user
        )
        assert {one for one in Invitation.objects.all() if can_manage(user, one.organisation)} == set(
            Invitation.objects.visible_to(user)
        ), user
    assert set(Organisation.objects.visible_to(regional)) == {below}
    assert below in Organisation.objects.visible_to(world.rose)
    assert set(officer_networks(world.rose)) == {world.network, region, land}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("amina", 200),
        ("bilal", 200),
        ("rose", 200),
        ("sofia", 200),
        ("chloe", 404),
        ("luc", 404),
        ("paul", 404),
        ("stranger", 404),
    ],
)
def test_the_page_of_an_organisation(world, sign_in, who, expected):
    assert (
        sign_in(getattr(world, who)).get(reverse("organisations:detail", args=[world.passerelle.public_id])).status_code
        == expected
    )


def test_members_see_each_other_and_leads_see_addresses_and_invitations(world, sign_in):
    invite(world.passerelle, email="attendue@port.example", by=world.amina)
    url = reverse("organisations:detail", args=[world.passerelle.public_id])
    for who, sees in [("amina", True), ("rose", True), ("bilal", False)]:
        text = sign_in(getattr(world, who)).get(url).content.decode()
        assert "Amina Haddad" in text and "Bilal Kernan" in text
        assert ("bilal@test.example" in text) is sees
        assert ("attendue@port.example" in text) is sees


def test_the_number_of_queries_does_not_grow(world, sign_in):
    amina, url = sign_in(world.amina), reverse("organisations:detail", args=[world.passerelle.public_id])
    amina.get(url)
    with CaptureQueriesContext(connection) as few:
        amina.get(url)
    for number in range(5):
        join(person(f"N{number} Nom"), world.passerelle)
        invite(world.passerelle, email=f"x{number}@port.example", by=world.amina)
    with CaptureQueriesContext(connection) as many:
        amina.get(url)
    assert len(many) == len(few)


def test_the_profile_is_edited_by_leads_and_officers(world, sign_in):
    url, data = (
        reverse("organisations:edit", args=[world.passerelle.public_id]),
        {"name": "La Passerelle", "city": "Nantes", "sector": "justice"},
    )
    for who, expected in [("amina", 303), ("rose", 303), ("bilal", 403), ("chloe", 404), ("paul", 404), ("luc", 404)]:
        assert sign_in(getattr(world, who)).post(url, data).status_code == expected, who
    world.passerelle.refresh_from_db()
    assert world.passerelle.name == "La Passerelle"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "LE JARDIN DES POSSIBLES"}, {"name": "x" * 161}, {"sector": "pêche"}, {"name": "a\0b"}]
)
def test_a_wrong_profile_is_422(world, sign_in, wrong):
    data = {"name": "La Passerelle", "city": "Nantes", "sector": "justice"} | wrong
    assert sign_in(world.amina).post(reverse("organisations:edit", args=[world.passerelle.public_id]), data).status_code == 422
    world.passerelle.refresh_from_db()
    assert world.passerelle.name == "La Passerelle des Rives"


def test_only_declared_fields_change(world, sign_in):
    data = {
        "name": "Autre nom",
        "city": "X",
        "sector": "other",
        "network": world.other_network.pk,
        "is_fictional": "",
        "public_id": "x",
    }
    sign_in(world.amina).post(reverse("organisations:edit", args=[world.passerelle.public_id]), data)
    world.passerelle.refresh_from_db()
    assert world.passerelle.network == world.network and world.passerelle.is_fictional


def role_url(world, someone):
    return reverse("organisations:change_role", args=[world.passerelle.public_id, Membership.objects.get(person=someone).pk])


def test_sharing_the_lead(world, sign_in):
    amina = sign_in(world.amina)
    assert amina.post(role_url(world, world.bilal), {"role": "lead"}).status_code == 303
    assert sign_in(world.bilal).get(reverse("organisations:invite", args=[world.passerelle.public_id])).status_code == 200
    assert sign_in(world.bilal).post(role_url(world, world.amina), {"role": "member"}).status_code == 303
    assert amina.post(role_url(world, world.bilal), {"role": "member"}).status_code == 403


@pytest.mark.parametrize(("who", "expected"), [("amina", 403), ("bilal", 403), ("chloe", 404), ("paul", 404)])
def test_nobody_raises_herself(world, sign_in, who, expected):
    target = world.amina if who == "amina" else world.bilal
    assert sign_in(getattr(world, who)).post(role_url(world, target), {"role": "lead"}).status_code == expected


def test_a_role_that_does_not_exist(world, sign_in):
    assert sign_in(world.amina).post(role_url(world, world.bilal), {"role": "superuser"}).status_code == 422


def test_a_membership_of_another_organisation_is_not_reached_through_this_one(world, sign_in):
    far = Membership.objects.get(person=world.chloe)
    url = reverse("organisations:change_role", args=[world.passerelle.public_id, far.pk])
    assert sign_in(world.amina).post(url, {"role": "lead"}).status_code == 404


def test_the_last_lead_keeps_the_role(world):
    with pytest.raises(WrongState):
        change_role(Membership.objects.get(person=world.amina), role="member", by=world.rose)


def test_somebody_gone_has_no_role_to_change(world):
    membership = Membership.objects.get(person=world.bilal)
    remove_member(membership, by=world.amina)
    with pytest.raises(WrongState):
        change_role(membership, role="lead", by=world.amina)


def test_an_officer_whose_role_ended_finds_nothing(world, sign_in):
    rose, url = sign_in(world.rose), reverse("organisations:detail", args=[world.passerelle.public_id])
    assert rose.get(url).status_code == 200
    NetworkRole.objects.update(ends_on=timezone.localdate())
    assert rose.get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_leads_cannot_remove_each_other():
    world = build_world()
    Membership.objects.filter(person=world.bilal).update(role="lead")
    pairs = [(world.amina, world.bilal), (world.bilal, world.amina)]
    memberships = {
        one.person_id: one
        for one in Membership.objects.filter(organisation=world.passerelle).select_related("organisation__network")
    }
    start, outcomes = threading.Barrier(2), []

    def remove(by, whom) -> None:
        try:
            start.wait(10)
            remove_member(memberships[whom.pk], by=by)
            outcomes.append("removed")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes.count("removed") == 1
    assert Membership.objects.current().filter(organisation=world.passerelle, role="lead").count() == 1
