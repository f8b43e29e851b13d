from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, TrainerAssignment, TrainerInvitation
from coursesite.cohorts.permissions import is_trainer
from coursesite.cohorts.trainers import accept_training, add_trainer, end_assignment
from coursesite.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def post(client, cohort, **data):
    return client.post(reverse("cohorts:add_trainer", args=[cohort.public_id]), {"kind": "field", "full_name": "", **data})


@pytest.mark.parametrize("who", ["noe", "amina", "rose", "luc"])
def test_somebody_the_network_knows_is_assigned_at_once_and_told(world, sign_in, drain, who):
    user = getattr(world, who)
    assert post(sign_in(world.rose), world.other_cohort, email=user.email.upper()).status_code == 303
    assert is_trainer(user, world.other_cohort)
    drain()
    told = [message for message in mail.outbox if message.to == [user.email]]
    assert len(told) == (0 if who == "noe" else 1), "Noé trained it already"


def test_somebody_of_another_network_and_somebody_unknown_get_the_same_answer(world, sign_in, drain):
    rose, pages = sign_in(world.rose), []
    for cohort, email in ((world.cohort, "paul@test.example"), (world.other_cohort, "nobody@nulle.example")):
        answer = rose.post(
            reverse("cohorts:add_trainer", args=[cohort.public_id]), {"kind": "theory", "email": email}, follow=True
        )
        pages.append(answer.content.decode().count(email))
    assert pages[0] == pages[1]
    assert not TrainerAssignment.objects.filter(person=world.paul).exists()
    drain()
    first, second = (
        next(message for message in mail.outbox if message.to == [email])
        for email in ("paul@test.example", "nobody@nulle.example")
    )
    names = f"http\\S+|{world.cohort.name}|{world.other_cohort.name}"
    without_link = [re.sub(names, "", message.body) for message in (first, second)]
    assert without_link[0] == without_link[1]


def test_a_new_trainer_opens_an_account_and_trains(world, sign_in, drain):
    post(sign_in(world.rose), world.cohort, email="nina@formation.example", full_name="Nina Roche")
    drain()
    [message] = [one for one in mail.outbox if one.to == ["nina@formation.example"]]
    link = re.search(r"http://testserver(/\S*invitation/\S+)", message.body)[1]
    browser = Client()
    page = browser.get(link)
    assert page.status_code == 200 and "Nina Roche" in page.content.decode()
    form = {"full_name": "Nina Roche", "function": "formatrice", "password": "une phrase assez longue"}
    assert browser.post(link, form).status_code == 303
    nina = User.objects.get(email="nina@formation.example")
    assert TrainerAssignment.objects.get(person=nina).kind == "field"
    assert browser.get(reverse("cohorts:detail", args=[world.cohort.public_id])).status_code == 200
    assert Client().get(link).status_code == 409
    assert Client().get(link.replace("/formation", "")).status_code == 404, "the token of one door does not open the other"


def test_an_invited_account_of_elsewhere_confirms(world, sign_in):
    invitation = add_trainer(world.cohort, email=world.paul.email, kind="theory", by=world.rose)
    link = reverse("cohorts:join_as_trainer", args=[invitation.token()])
    paul = sign_in(world.paul)
    assert sign_in(world.noe).post(link).status_code == 403
    assert paul.get(link).status_code == 200
    assert [paul.post(link).status_code for _ in range(2)] == [303, 303]
    assert TrainerAssignment.objects.filter(person=world.paul).count() == 1
    assert {one.name for one in Cohort.objects.visible_to(world.paul)} == {world.cohort.name, world.far_cohort.name}


def test_accepting_after_the_assignment_ended_needs_a_new_invitation(world):
    invitation = add_trainer(world.cohort, email=world.paul.email, kind="theory", by=world.rose)
    assignment = accept_training(invitation, person=world.paul)
    end_assignment(assignment, by=world.rose)
    assert not is_trainer(world.paul, world.cohort)
    again = add_trainer(world.cohort, email=world.paul.email, kind="theory", by=world.rose)
    assert isinstance(again, TrainerAssignment), "the network knows somebody who trained for it"
    assert is_trainer(world.paul, world.cohort)


def test_adding_twice_is_adding_once(world):
    for _ in range(2):
        add_trainer(world.cohort, email="nina@formation.example", kind="theory", by=world.rose)
        add_trainer(world.other_cohort, email=world.luc.email, kind="theory", by=world.rose)
    assert TrainerInvitation.objects.count() == 1
    assert TrainerAssignment.objects.filter(cohort=world.other_cohort, person=world.luc).count() == 1


def test_only_officers_choose_trainers(world):
    for user in (world.luc, world.amina, world.paul):
        with pytest.raises(NotAllowed):
            add_trainer(world.cohort, email="nina@formation.example", kind="theory", by=user)


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@b", "x" * 260 + "@port.example"])
def test_a_wrong_address_is_422(world, sign_in, email):
    assert post(sign_in(world.rose), world.cohort, email=email).status_code == 422


def test_an_inactive_account_is_not_assigned(world):
    User.objects.filter(pk=world.noe.pk).update(is_active=False)
    assert isinstance(add_trainer(world.cohort, email=world.noe.email, kind="theory", by=world.rose), TrainerInvitation)


def test_an_assignment_that_ended_closes_the_door_at_once(world, sign_in):
    luc = sign_in(world.luc)
    assignment = TrainerAssignment.objects.get(person=world.luc)
    assert (
        sign_in(world.rose).post(reverse("cohorts:end_assignment", args=[world.cohort.public_id, assignment.pk])).status_code
        == 303
    )
    assert luc.get(reverse("cohorts:detail", args=[world.cohort.public_id])).status_code == 404
    assignment.refresh_from_db()
    assert assignment.ends_on == timezone.localdate()


def test_a_link_already_used_brings_no_trainer_back(world, sign_in):
    """Whose assignment was ended still has the mail: its button opens nothing again."""
    invitation = add_trainer(world.cohort, email=world.paul.email, kind="field", by=world.rose)
    browser, link = sign_in(world.paul), reverse("cohorts:join_as_trainer", args=[invitation.token()])
    assert browser.post(link).status_code == 303
    mine = TrainerAssignment.objects.current().filter(person=world.paul, cohort=world.cohort)
    end_assignment(mine.get(), by=world.rose)
    assert browser.post(link).status_code == 409
    assert not mine.exists()


def test_the_link_of_somebody_else_opens_nothing(world, sign_in):
    invitation = add_trainer(world.cohort, email=world.stranger.email, kind="theory", by=world.rose)
    url = reverse("cohorts:join_as_trainer", args=[invitation.token()])
    chloe = sign_in(world.chloe)
    for answer in (chloe.get(url), chloe.post(url)):
        assert answer.status_code == 403
        assert world.stranger.email not in answer.content.decode()
    assert sign_in(world.stranger).post(url).status_code == 303
    for answer in (chloe.post(url), Client().get(url), Client().post(url, {})):
        assert answer.status_code in {403, 409}, "used, it serves nobody else"
    assert TrainerAssignment.objects.filter(person=world.chloe).count() == 0
