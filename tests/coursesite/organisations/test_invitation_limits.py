"""Invitations are counted, and end with the right of whoever sent them or with the promotion they lead to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts.actions import join
from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment, TrainerInvitation
from coursesite.cohorts.trainers import accept_training, add_trainer, resend_to_trainer
from coursesite.core.errors import CountersLost, TooOften, WrongState
from coursesite.core.models import Outbox
from coursesite.organisations import links
from coursesite.organisations.actions import invite, invite_leads, resend
from coursesite.organisations.models import Invitation, Membership, NetworkRole
from tests.people import World

pytestmark = pytest.mark.django_db
YANN = "yann@port.example"


def asked(world: World, email: str = YANN) -> Invitation:
    return invite(world.passerelle, email=email, by=world.amina)[0]


def page_of(link: Invitation | TrainerInvitation) -> str:
    return reverse("cohorts:join" if isinstance(link, Invitation) else "cohorts:join_as_trainer", args=[link.token()])


def ended(role: type[Membership] | type[NetworkRole], **of: object) -> None:
    role.objects.filter(**of).update(ends_on=timezone.localdate())


def over(*cohorts: Cohort) -> None:
    Cohort.objects.filter(pk__in=[one.pk for one in cohorts]).update(ends_on=timezone.localdate() - timedelta(days=1))


# --- how many ---


def test_one_person_sends_so_many_in_an_hour(world: World, sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_AN_HOUR", 3)
    amina = sign_in(world.amina)
    url = reverse("organisations:invite", args=[world.passerelle.public_id])
    answers = [amina.post(url, {"email": f"a{number}@port.example", "role": "member"}) for number in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert "beaucoup d’invitations en une heure" in answers[-1].content.decode()
    assert (Invitation.objects.count(), Outbox.objects.count()) == (3, 3), "a refusal writes nothing"
    assert sign_in(world.rose).post(url, {"email": "b@port.example", "role": "member"}).status_code == 303, "others go on"


def test_sending_again_and_inviting_trainers_count_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_AN_HOUR", 2)
    add_trainer(world.cohort, email="t@port.example", kind="theory", by=world.rose)
    invitation = invite(world.passerelle, email=YANN, by=world.rose)[0]
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    invitation.refresh_from_db()
    before = invitation.token_hash
    with pytest.raises(TooOften):
        resend(invitation, by=world.rose)
    invitation.refresh_from_db()
    assert (invitation.token_hash, invitation.sendings) == (before, 1), "the link that left still works"


def test_one_address_is_written_to_so_often_whoever_asks(world: World, sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_A_DAY", 2)
    asked(world)
    invite(world.jardin, email=YANN.upper(), by=world.chloe)
    url = reverse("organisations:invite", args=[world.phare.public_id])
    answer = sign_in(world.rose).post(url, {"email": YANN, "role": "member"})
    assert answer.status_code == 429
    assert "plusieurs invitations aujourd’hui" in answer.content.decode()
    with pytest.raises(TooOften):
        invite_leads([(world.phare, YANN, "")], by=world.rose)
    assert Invitation.objects.count() == 2


def test_a_file_of_many_leads_is_not_many_tries(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_AN_HOUR", 2)
    wanted = [(world.phare, f"l{number}@port.example", "") for number in range(5)]
    assert invite_leads(wanted, by=world.rose) == 5


def test_without_counters_nothing_is_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "incr", lost, raising=False)
    with pytest.raises(CountersLost):
        asked(world)
    assert not Invitation.objects.exists()


# --- how long ---


@pytest.mark.parametrize("how", ["left", "no longer lead", "account closed"])
def test_an_invitation_ends_with_the_right_of_whoever_sent_it(world: World, client: Client, sign_in, how: str) -> None:
    invitation = asked(world, world.stranger.email)
    if how == "left":
        ended(Membership, person=world.amina)
    elif how == "no longer lead":
        Membership.objects.filter(person=world.amina).update(role="member")
    else:
        type(world.amina).objects.filter(pk=world.amina.pk).update(is_active=False)
    invitation = Invitation.objects.get()
    with pytest.raises(WrongState) as refusal:
        join(invitation, person=world.stranger)
    assert refusal.value.code == "inviter_left"
    for browser in (client, sign_in(world.stranger)):
        for answer in (browser.get(page_of(invitation)), browser.post(page_of(invitation), {"password": "x"})):
            assert answer.status_code == 409
            assert "ne peut plus le faire" in answer.content.decode()
    assert not Membership.objects.filter(person=world.stranger).exists()


def test_sent_again_by_somebody_who_may_it_works(world: World) -> None:
    invitation = asked(world, world.stranger.email)
    ended(Membership, person=world.amina)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    invitation = resend(Invitation.objects.get(), by=world.rose)
    assert invitation.invited_by == world.rose
    assert join(invitation, person=world.stranger) == world.passerelle


def test_inviting_again_takes_over_from_who_left(world: World) -> None:
    """Else the answer would be « already invited », for a link that opens nothing."""
    asked(world, world.stranger.email)
    ended(Membership, person=world.amina)
    invitation, sent = invite(world.passerelle, email=world.stranger.email, by=world.rose)
    assert (sent, invitation.invited_by, Invitation.objects.count()) == (True, world.rose, 1)
    assert invite(world.passerelle, email=world.stranger.email, by=world.rose)[1] is False
    assert join(invitation, person=world.stranger) == world.passerelle


def test_inviting_a_trainer_again_takes_over_from_who_left(world: World) -> None:
    first = add_trainer(world.cohort, email=world.stranger.email, kind="theory", by=world.rose)
    TrainerInvitation.objects.filter(pk=first.pk).update(invited_by=world.amina)
    again = add_trainer(world.cohort, email=world.stranger.email, kind="theory", by=world.rose)
    assert isinstance(again, TrainerInvitation) and (again.pk, again.invited_by) == (first.pk, world.rose)
    assert accept_training(again, person=world.stranger).person == world.stranger


def test_it_also_ends_for_trainers(world: World, sign_in) -> None:
    invitation = add_trainer(world.cohort, email=world.stranger.email, kind="theory", by=world.rose)
    assert isinstance(invitation, TrainerInvitation)
    ended(NetworkRole, person=world.rose)
    invitation = TrainerInvitation.objects.get()
    assert sign_in(world.stranger).post(page_of(invitation)).status_code == 409
    with pytest.raises(WrongState, match="ne peut plus"):
        accept_training(invitation, person=world.stranger)
    assert not TrainerAssignment.objects.filter(person=world.stranger).exists()


def test_an_invitation_ends_with_the_promotion(world: World, sign_in) -> None:
    member = asked(world, world.stranger.email)
    trainer = add_trainer(world.cohort, email=world.stranger.email, kind="theory", by=world.rose)
    assert isinstance(trainer, TrainerInvitation)
    over(world.cohort)
    for link, accept in [(member, join), (trainer, accept_training)]:
        fresh = type(link).objects.get()
        answer = sign_in(world.stranger).get(page_of(fresh))
        assert (answer.status_code, "est terminée" in answer.content.decode()) == (409, True)
        with pytest.raises(WrongState) as refusal:
            accept(fresh, person=world.stranger)
        assert refusal.value.code == "cohort_over"
    with pytest.raises(WrongState):
        add_trainer(Cohort.objects.get(pk=world.cohort.pk), email="t@port.example", kind="theory", by=world.rose)
    TrainerInvitation.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(WrongState):
        resend_to_trainer(TrainerInvitation.objects.get(), by=world.rose)
    assert not Membership.objects.filter(person=world.stranger).exists()


def test_only_promotions_that_go_on_are_joined(world: World) -> None:
    from tests.people import Participation

    Participation.objects.create(cohort=world.other_cohort, organisation=world.passerelle)
    over(world.cohort)
    join(asked(world, world.stranger.email), person=world.stranger)
    assert [one.cohort for one in Enrolment.objects.filter(person=world.stranger)] == [world.other_cohort]


def test_used_before_the_end_it_still_shows_the_way_in(world: World, sign_in) -> None:
    invitation = asked(world, world.stranger.email)
    join(invitation, person=world.stranger)
    over(world.cohort)
    ended(Membership, person=world.amina)
    assert sign_in(world.stranger).get(page_of(invitation)).status_code == 303
