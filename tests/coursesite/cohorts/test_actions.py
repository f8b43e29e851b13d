from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts import actions
from coursesite.cohorts.calendar import proposed_end
from coursesite.cohorts.models import Cohort, Enrolment, Participation, Programme
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.organisations.models import Membership, Organisation
from coursesite.tracking.models import Statement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2026, 1, 12), 9, date(2026, 9, 30)),
        (date(2026, 10, 5), 9, date(2027, 6, 30)),
        (date(2026, 12, 31), 1, date(2026, 12, 31)),
        (date(2027, 1, 1), 2, date(2027, 2, 28)),
        (date(2028, 1, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 1), 36, date(2028, 12, 31)),
    ],
)
def test_the_last_day_is_proposed(starts, months, ends):
    assert proposed_end(starts, months) == ends


def create(world, **fields):
    given = {"name": "Neuve", "starts_on": date(2027, 1, 12), "track": "autonomy", "by": world.rose} | fields
    return actions.create_cohort(world.programme, **given)


def test_a_cohort_created_twice_is_one(world):
    assert create(world) == create(world)
    assert Cohort.objects.filter(name="Neuve").count() == 1


def test_the_same_name_for_another_cohort_is_refused(world):
    create(world)
    with pytest.raises(Invalid) as refused:
        create(world, track="accompanied")
    assert "name" in refused.value.errors


@pytest.mark.parametrize("ends_on", [date(2027, 1, 12), date(2026, 1, 1), date(2031, 1, 1)])
def test_dates_that_make_no_sense(world, ends_on):
    with pytest.raises(Invalid):
        create(world, ends_on=ends_on)


def test_only_the_officers_of_the_network(world):
    for user in (world.paul, world.luc, world.amina, world.ines, world.stranger):
        with pytest.raises(NotAllowed):
            create(world, by=user)
        with pytest.raises(NotAllowed):
            actions.add_organisation(world.cohort, name="X", by=user)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": "12/13/2027"},
        {"starts_on": ""},
        {"starts_on": "0001-01-01"},
        {"name": ""},
        {"name": "N" * 121},
        {"track": "autre"},
        {"ends_on": "2026-01-01"},
    ],
)
def test_a_wrong_form_is_422_and_keeps_what_was_typed(world, sign_in, wrong):
    data = {
        "programme": world.programme.pk,
        "name": "Neuve",
        "starts_on": "2027-01-12",
        "ends_on": "",
        "track": "autonomy",
    } | wrong
    answer = sign_in(world.rose).post(reverse("cohorts:create"), data)
    assert answer.status_code == 422
    assert (data["name"] or "2027-01-12") in answer.content.decode()
    assert not Cohort.objects.filter(name__startswith="N").exists()


def test_only_declared_fields_change(world, sign_in):
    before = world.cohort.public_id, world.cohort.trace_id, world.cohort.programme_id
    data = {
        "name": "Renommée",
        "starts_on": "2026-10-05",
        "ends_on": "2027-06-30",
        "track": "autonomy",
        "public_id": "x",
        "trace_id": "y",
        "programme": 99,
    }
    assert sign_in(world.rose).post(reverse("cohorts:edit", args=[world.cohort.public_id]), data).status_code == 303
    world.cohort.refresh_from_db()
    assert world.cohort.name == "Renommée"
    assert (world.cohort.public_id, world.cohort.trace_id, world.cohort.programme_id) == before


def test_a_name_already_taken_by_another_cohort(world, sign_in):
    data = {"name": world.other_cohort.name, "starts_on": "2026-10-05", "ends_on": "2027-06-30", "track": "autonomy"}
    assert sign_in(world.rose).post(reverse("cohorts:edit", args=[world.cohort.public_id]), data).status_code == 422


def test_a_programme_is_created_once_then_edited(world, sign_in):
    rose = sign_in(world.rose)
    data = {
        "network": world.network.pk,
        "name": "Court",
        "months": 4,
        "objectives": "Un\nDeux",
        "review_days": 3,
        "message_days": 2,
        "quiet_days": 14,
        "quiet_reminders": 2,
    }
    assert [rose.post(reverse("cohorts:programme_create"), data).status_code for _ in range(2)] == [303, 303]
    programme = Programme.objects.get(name="Court")
    assert rose.get(reverse("cohorts:programme_edit", args=[programme.pk])).status_code == 200
    assert rose.post(reverse("cohorts:programme_edit", args=[programme.pk]), data | {"months": 5}).status_code == 303
    assert Programme.objects.get(name="Court").months == 5
    assert (
        rose.post(reverse("cohorts:programme_edit", args=[programme.pk]), data | {"name": world.programme.name}).status_code
        == 422
    )
    assert rose.post(reverse("cohorts:programme_create"), data | {"months": 0}).status_code == 422


def test_adding_an_organisation_the_network_knows_reuses_it(world, sign_in):
    data = {"name": "le  phare des DUNES", "city": "Ailleurs", "sector": "other", "full_name": "", "email": "chef@phare.example"}
    assert sign_in(world.rose).post(reverse("cohorts:add_organisation", args=[world.cohort.public_id]), data).status_code == 303
    assert Organisation.objects.count() == 4
    world.phare.refresh_from_db()
    assert world.phare.city == "Brest"
    assert Participation.objects.filter(organisation=world.phare).count() == 2


def test_an_organisation_of_another_network_is_not_touched(world):
    added, _sent = actions.add_organisation(world.cohort, name="Le Refuge du Col", by=world.rose)
    assert added != world.refuge and added.network == world.network


def test_adding_twice_is_adding_once(world, sign_in):
    data = {"name": "Neuve", "city": "", "sector": "other", "email": "lead@neuve.example"}
    for _ in range(2):
        sign_in(world.rose).post(reverse("cohorts:add_organisation", args=[world.cohort.public_id]), data)
    neuve = Organisation.objects.get(name="Neuve")
    assert neuve.participations.count() == neuve.invitations.count() == 1


def test_an_organisation_that_leaves_takes_its_people_and_may_come_back(world):
    participation = Participation.objects.get(cohort=world.cohort, organisation=world.passerelle)
    registration = Enrolment.objects.get(person=world.amina).registration
    actions.withdraw_organisation(participation, by=world.rose)
    actions.withdraw_organisation(participation, by=world.rose)
    assert not Enrolment.objects.open().filter(organisation=world.passerelle).exists()
    assert Statement.objects.filter(verb__endswith="unregistered").count() == 2
    actions.take_part(world.cohort, world.passerelle, by=world.rose)
    assert Enrolment.objects.open().get(person=world.amina).registration == registration
    assert Statement.objects.filter(verb__endswith="/registered").count() == 2


def test_removing_a_member_ends_access_and_leaves_a_trace_once(world, sign_in):
    membership = Membership.objects.get(person=world.bilal)
    url = reverse("cohorts:remove_member", args=[world.passerelle.public_id, membership.pk])
    assert [sign_in(world.amina).post(url).status_code for _ in range(2)] == [303, 303]
    assert Statement.objects.filter(verb__endswith="unregistered").count() == 1
    assert sign_in(world.bilal).get(reverse("organisations:detail", args=[world.passerelle.public_id])).status_code == 404
    assert Enrolment.objects.get(person=world.bilal).left_on == timezone.localdate()


def test_the_last_lead_stays(world):
    with pytest.raises(WrongState):
        actions.remove_member(Membership.objects.get(person=world.amina), by=world.rose)


def test_a_member_since_today_can_leave_today_and_return(world):
    Membership.objects.filter(person=world.bilal).update(starts_on=timezone.localdate())
    actions.remove_member(Membership.objects.get(person=world.bilal), by=world.amina)
    assert not Membership.objects.current().filter(person=world.bilal).exists()
    assert Membership.objects.current(timezone.localdate() - timedelta(days=1)).filter(person=world.bilal).count() == 0
