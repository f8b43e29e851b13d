from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.cohorts.actions import join, remove_member, take_part
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Refusal
from coursesite.organisations.actions import invite, resend, revoke
from coursesite.organisations.models import Invitation, Membership
from coursesite.organisations.personal_links import hash_token
from coursesite.tracking.models import Statement
from tests.people import PASSWORD, build_world

pytestmark = pytest.mark.django_db
FORM = {"full_name": "Yann Kerbol", "function": "éducateur", "password": "une phrase assez longue"}


def invited(world, email="yann@port.example", role="member") -> Invitation:
    invitation, _sent = invite(world.passerelle, email=email, role=role, by=world.amina)
    return invitation


def link(invitation) -> str:
    return reverse("cohorts:join", args=[invitation.token()])


def test_a_newcomer_joins_and_is_signed_in(world):
    browser, invitation = Client(), invited(world)
    page = browser.get(link(invitation))
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and page["X-Robots-Tag"] == "noindex"

    answer = browser.post(link(invitation), FORM)

    yann = User.objects.get(email="yann@port.example")
    assert answer.status_code == 303
    assert get_user(browser) == yann
    assert yann.check_password(FORM["password"]) and yann.function == "éducateur"
    assert Enrolment.objects.get(person=yann).cohort == world.cohort
    invitation.refresh_from_db()
    assert invitation.accepted_by == yann


def test_the_address_comes_from_the_invitation_alone(world):
    Client().post(
        link(invited(world)), {**FORM, "email": "autre@port.example", "is_superuser": "1", "is_staff": "1", "role": "lead"}
    )
    yann = User.objects.get(email="yann@port.example")
    assert not yann.is_superuser and not yann.is_staff
    assert Membership.objects.get(person=yann).role == "member"
    assert not User.objects.filter(email="autre@port.example").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"password": "trop court"}, {"password": "yann@port.example"}, {"full_name": ""}, {"full_name": "Ya\0nn"}, {"password": ""}],
)
def test_a_form_with_errors_is_422_and_creates_nothing(world, wrong):
    invitation = invited(world)
    assert Client().post(link(invitation), {**FORM, **wrong}).status_code == 422
    assert not User.objects.filter(email="yann@port.example").exists()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_somebody_with_an_account_signs_in_then_confirms(world, sign_in):
    invitation = invited(world, email="chloe@test.example")
    signed_out = Client().get(link(invitation))
    assert signed_out.status_code == 200
    assert f"?next={link(invitation)}" in signed_out.content.decode()
    assert Client().post(link(invitation), FORM).status_code == 409, "no second account"

    chloe = sign_in(world.chloe)
    assert chloe.get(link(invitation)).status_code == 200
    assert not Membership.objects.filter(person=world.chloe, organisation=world.passerelle).exists()
    assert chloe.post(link(invitation)).status_code == 303
    assert Membership.objects.current().filter(person=world.chloe, organisation=world.passerelle).exists()
    assert Enrolment.objects.get(person=world.chloe).organisation == world.jardin, (
        "already in this cohort, for her own organisation"
    )


def test_the_same_post_twice_joins_once(world, sign_in):
    invitation = invited(world, email="stranger@port.example")
    User.objects.filter(pk=world.stranger.pk).update(email="stranger@port.example")
    world.stranger.refresh_from_db()
    client = sign_in(world.stranger)
    assert [client.post(link(invitation)).status_code for _ in range(2)] == [303, 303]
    assert Membership.objects.filter(person=world.stranger).count() == 1
    assert Enrolment.objects.filter(person=world.stranger).count() == 1
    assert Statement.objects.count() == 1
    assert client.get(link(invitation)).status_code == 303


def test_used_by_somebody_else_before(world):
    invitation = invited(world)
    Client().post(link(invitation), FORM)
    later = Client().get(link(invitation))
    assert later.status_code == 409
    assert "déjà servi" in later.content.decode()
    assert Client().post(link(invitation), FORM).status_code == 409


def test_for_somebody_else_is_403_and_does_not_show_the_whole_address(world, sign_in):
    invitation = invited(world)
    for method in ("get", "post"):
        answer = getattr(sign_in(world.bilal), method)(link(invitation))
        assert answer.status_code == 403
        assert "yann@port.example" not in answer.content.decode()
        assert "y…@port.example" in answer.content.decode()
    assert not Membership.objects.filter(organisation=world.passerelle).exclude(person__in=[world.amina, world.bilal]).exists()


def test_expired_and_revoked_are_409(world):
    invitation = invited(world)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link(invitation)).status_code == 409
    assert Client().post(link(invitation), FORM).status_code == 409
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    revoke(invitation, by=world.amina)
    assert Client().post(link(invitation), FORM).status_code == 409
    assert not User.objects.filter(email="yann@port.example").exists()


@pytest.mark.parametrize("token", ["x", "0" * 32, "é" * 10, "a" * 3000, "%00", "..%2F.."])
def test_unknown_links_are_404(world, token):
    assert Client().get(f"/promotions/invitation/{token}/").status_code == 404


def test_the_link_of_an_earlier_message_stops_working(world):
    invitation = invited(world)
    before = link(invitation)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    invitation.refresh_from_db()
    resend(invitation, by=world.amina)
    assert Client().get(before).status_code == 404
    assert Client().get(link(Invitation.objects.get())).status_code == 200


def test_only_the_hash_is_at_rest_and_no_log_holds_the_token(world, drain, caplog):
    from coursesite.core.logs import JsonLines, WithoutTokens
    from coursesite.core.models import Outbox

    invitation = invited(world)
    token = invitation.token()
    assert invitation.token_hash == hash_token(token)
    dump = str(list(Invitation.objects.values())) + str(list(Outbox.objects.values()))
    assert token not in dump
    with caplog.at_level(logging.DEBUG):
        Client().get("/promotions/invitation/" + token + "x/")
        drain()
    quiet = WithoutTokens()
    lines = [JsonLines().format(record) for record in caplog.records if quiet.filter(record)]
    assert not any(token in line for line in lines)


def test_the_join_page_asks_for_a_csrf_token(world):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(invited(world)), FORM).status_code == 403
    assert not User.objects.filter(email="yann@port.example").exists()


def test_membership_and_enrolment_come_together_or_not_at_all(world, monkeypatch):
    from coursesite.cohorts import actions

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", broken)
    invitation = invited(world)
    with pytest.raises(RuntimeError):
        Client().post(link(invitation), FORM)
    assert not User.objects.filter(email="yann@port.example").exists()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_somebody_who_left_comes_back_under_the_same_registration(world):
    enrolment = Enrolment.objects.get(person=world.bilal)
    membership = Membership.objects.get(person=world.bilal)
    remove_member(membership, by=world.amina)
    assert not Enrolment.objects.open().filter(person=world.bilal).exists()
    join(invited(world, email="bilal@test.example"), person=world.bilal)
    back = Enrolment.objects.open().get(person=world.bilal)
    assert back.registration == enrolment.registration
    verbs = [verb.rpartition("/")[2] for verb in Statement.objects.order_by("timestamp").values_list("verb", flat=True)]
    assert verbs == ["unregistered", "registered"]


def test_a_cohort_joined_later_enrols_the_members(world):
    take_part(world.other_cohort, world.passerelle, by=world.rose)
    assert set(Enrolment.objects.filter(cohort=world.other_cohort).values_list("person", flat=True)) == {
        world.amina.pk,
        world.bilal.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_membership():
    world = build_world()
    invitation = invited(world, email="zoe@test.example")
    start, outcomes = threading.Barrier(2), []

    def accept() -> None:
        try:
            start.wait(10)
            join(Invitation.objects.get(pk=invitation.pk), person=User.objects.get(pk=world.stranger.pk))
            outcomes.append("joined")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == ["joined", "joined"], "the second call finds it done"
    assert Membership.objects.filter(person=world.stranger).count() == 1
    assert Enrolment.objects.filter(person=world.stranger).count() == 1
    assert Statement.objects.count() == 1


def test_signing_in_by_password_comes_back_to_the_invitation(world):
    invitation = invited(world, email="zoe@test.example")
    browser = Client()
    answer = browser.post(
        f"{reverse('account_login')}?next={link(invitation)}", {"login": "zoe@test.example", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert answer.url == link(invitation)


def test_a_link_already_used_brings_nobody_back(world, sign_in):
    """Who was removed still has the mail: its button gives neither membership nor enrolment again."""
    invitation = invited(world, email="chloe@test.example")
    browser = sign_in(world.chloe)
    assert browser.post(link(invitation)).status_code == 303
    mine = Membership.objects.current().filter(person=world.chloe, organisation=world.passerelle)
    remove_member(mine.get(), by=world.amina)
    assert browser.post(link(invitation)).status_code == 409
    assert not mine.exists()
