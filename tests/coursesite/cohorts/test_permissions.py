"""What may be listed, what may be opened and what may be done agree, for everybody."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from coursesite.cohorts.models import Cohort, Enrolment, Import, Programme, TrainerInvitation
from coursesite.cohorts.permissions import can_view, officer_can
from coursesite.cohorts.trainers import add_trainer
from coursesite.organisations.models import Network, NetworkRole
from coursesite.organisations.permissions import is_officer
from tests.people import person

pytestmark = pytest.mark.django_db


def test_lists_and_predicates_agree(world):
    region = Network.objects.create(name="Estuaire Sud", slug="sud", parent=world.network)
    regional = person("Rita Sud")
    NetworkRole.objects.create(network=region, person=regional)
    programme = Programme.objects.create(network=region, name="P")
    Cohort.objects.create(programme=programme, name="Sud", starts_on="2027-01-01", ends_on="2027-09-30")
    add_trainer(world.cohort, email="x@port.example", kind="theory", by=world.rose)
    for user in [*world.everybody(), regional]:
        assert {one for one in Cohort.objects.all() if can_view(user, one)} == set(Cohort.objects.visible_to(user)), user
        assert {one for one in Programme.objects.all() if is_officer(user, one.network)} == set(
            Programme.objects.visible_to(user)
        ), user
        invitations = {one for one in TrainerInvitation.objects.all() if officer_can(user, one.cohort)}
        assert invitations == set(TrainerInvitation.objects.visible_to(user)), user
        assert not Enrolment.objects.visible_to(user).exclude(cohort__in=Cohort.objects.visible_to(user)).exists()
    assert {cohort.name for cohort in Cohort.objects.visible_to(regional)} == {"Sud"}
    assert "Sud" in {cohort.name for cohort in Cohort.objects.visible_to(world.rose)}


OFFICER_PAGES = ["cohorts:edit", "cohorts:export", "cohorts:add_organisation", "cohorts:add_trainer", "cohorts:import"]


@pytest.mark.parametrize("name", OFFICER_PAGES)
@pytest.mark.parametrize(
    ("who", "expected"),
    [("rose", 200), ("sofia", 200), ("luc", 403), ("amina", 403), ("bilal", 403), ("paul", 404), ("noe", 404), ("ines", 404)],
)
def test_pages_of_officers(world, sign_in, name, who, expected):
    client = sign_in(getattr(world, who))
    assert client.get(reverse(name, args=[world.cohort.public_id])).status_code == expected
    if expected != 200 and name != "cohorts:export":
        assert client.post(reverse(name, args=[world.cohort.public_id]), {"nonsense": 1}).status_code == expected, (
            "decided before the body is read"
        )


@pytest.mark.parametrize("name", ["cohorts:create", "cohorts:programme_create"])
@pytest.mark.parametrize(("who", "expected"), [("rose", 200), ("paul", 200), ("luc", 404), ("amina", 404), ("stranger", 404)])
def test_pages_that_open_something(world, sign_in, name, who, expected):
    assert sign_in(getattr(world, who)).get(reverse(name)).status_code == expected


def test_another_networks_programme_cannot_be_used_nor_edited(world, sign_in):
    paul = sign_in(world.paul)
    data = {"programme": world.programme.pk, "name": "Intrusion", "starts_on": "2027-01-12", "track": "autonomy"}
    assert paul.post(reverse("cohorts:create"), data).status_code == 422
    assert not Cohort.objects.filter(name="Intrusion").exists()
    assert paul.get(reverse("cohorts:programme_edit", args=[world.programme.pk])).status_code == 404
    own = {
        "network": world.network.pk,
        "name": "Intrusion",
        "months": 3,
        "review_days": 5,
        "message_days": 2,
        "quiet_days": 14,
        "quiet_reminders": 2,
    }
    assert paul.post(reverse("cohorts:programme_create"), own).status_code == 422


POSTS = [
    "cohorts:end_assignment",
    "cohorts:resend_to_trainer",
    "cohorts:revoke_trainer_invitation",
    "cohorts:withdraw_organisation",
    "cohorts:remove_member",
]


@pytest.mark.parametrize("name", POSTS)
def test_buttons_refuse_get_and_strangers(world, sign_in, name):
    invitation = add_trainer(world.cohort, email="x@port.example", kind="theory", by=world.rose)
    arguments = {
        "cohorts:end_assignment": [world.cohort.public_id, world.cohort.trainer_assignments.first().pk],
        "cohorts:resend_to_trainer": [world.cohort.public_id, invitation.public_id],
        "cohorts:revoke_trainer_invitation": [world.cohort.public_id, invitation.public_id],
        "cohorts:withdraw_organisation": [world.cohort.public_id, world.jardin.public_id],
        "cohorts:remove_member": [world.passerelle.public_id, world.passerelle.memberships.get(person=world.bilal).pk],
    }
    url = reverse(name, args=arguments[name])
    assert sign_in(world.rose).get(url).status_code == 405
    assert sign_in(world.paul).post(url).status_code == 404
    assert sign_in(world.bilal).post(url).status_code == 403
    assert sign_in(world.rose).post(url).status_code == 303
    assert sign_in(world.rose).post(url).status_code == 303, "again is harmless"


def test_an_object_of_another_cohort_is_not_reached_through_this_one(world, sign_in):
    rose = sign_in(world.rose)
    far = world.other_cohort.trainer_assignments.get()
    assert rose.post(reverse("cohorts:end_assignment", args=[world.cohort.public_id, far.pk])).status_code == 404
    assert (
        rose.post(reverse("cohorts:withdraw_organisation", args=[world.cohort.public_id, world.phare.public_id])).status_code
        == 404
    )
    assert rose.get(reverse("cohorts:import_preview", args=[world.cohort.public_id, uuid.uuid4()])).status_code == 404
    member = world.jardin.memberships.get()
    assert rose.post(reverse("cohorts:remove_member", args=[world.passerelle.public_id, member.pk])).status_code == 404
    assert not Import.objects.exists()
