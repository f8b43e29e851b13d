from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.models import Outbox
from coursesite.organisations.actions import accept, invite, resend, revoke
from coursesite.organisations.models import Invitation, Membership
from coursesite.organisations.personal_links import LIFETIME, MOST_SENDINGS

pytestmark = pytest.mark.django_db


def asked(world, email="yann@port.example", **fields):
    invitation, _sent = invite(world.passerelle, email=email, by=world.amina, **fields)
    return invitation


def later(invitation: Invitation) -> Invitation:
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(minutes=5))
    invitation.refresh_from_db()
    return invitation


def test_the_message_says_who_where_when_and_until_when(world, drain):
    asked(world, full_name="Yann Kerbol")
    drain()
    [message] = mail.outbox
    html = message.alternatives[0][0]
    for text in (message.body, html):
        for words in (
            "Bonjour Yann Kerbol",
            "Amina Haddad",
            "La Passerelle des Rives (exemple fictif)",
            "Réseau Estuaire",
            "Promotion Estuaire",
            "72",
            "http://testserver/promotions/invitation/",
        ):
            assert words in text, words
    assert "Rejoindre La Passerelle des Rives" in html
    assert message.subject == "Amina Haddad vous invite à rejoindre La Passerelle des Rives"
    assert message.to == ["yann@port.example"]


def test_names_stay_text_in_the_message(world, drain):
    asked(world, full_name="<img src=http://x> {{7*7}}\u00a0")
    drain()
    html = mail.outbox[0].alternatives[0][0]
    assert "<img" not in html and "{{7*7}}" in html


def test_it_is_valid_for_72_hours(world):
    invitation = asked(world)
    assert invitation.expires_at - invitation.sent_at == LIFETIME == timedelta(hours=72)


def test_inviting_twice_sends_one_message(world, sign_in, drain):
    url = reverse("organisations:invite", args=[world.passerelle.public_id])
    amina = sign_in(world.amina)
    for email in ("yann@port.example", "YANN@port.example"):
        assert amina.post(url, {"email": email, "role": "member"}).status_code == 303
    drain()
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_inviting_again_after_it_expired_sends_a_new_link(world):
    invitation = asked(world)
    before = invitation.token_hash
    Invitation.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    again, sent = invite(world.passerelle, email="yann@port.example", by=world.amina)
    assert sent and again.pk == invitation.pk and again.token_hash != before and not again.is_expired


def test_sending_again(world, drain):
    invitation = later(asked(world))
    drain()
    resend(invitation, by=world.amina)
    resend(invitation, by=world.amina)
    drain()
    assert len(mail.outbox) == 2, "a double click sends once"
    assert mail.outbox[0].body != mail.outbox[1].body


def test_no_message_for_an_invitation_cancelled_or_replaced_meanwhile(world, drain):
    first = later(asked(world))
    resend(first, by=world.amina)
    revoke(asked(world, email="autre@port.example"), by=world.amina)
    drain()
    assert len(mail.outbox) == 1, "only the latest link leaves"


def test_five_sendings_at_most(world):
    invitation = asked(world)
    for _ in range(MOST_SENDINGS - 1):
        invitation = resend(later(invitation), by=world.amina)
    with pytest.raises(WrongState):
        resend(later(invitation), by=world.amina)


def test_revoking_twice_is_revoking_once_and_never_undoes_an_acceptance(world):
    invitation = asked(world)
    assert revoke(invitation, by=world.amina).revoked_at == revoke(invitation, by=world.amina).revoked_at
    with pytest.raises(WrongState):
        resend(later(invitation), by=world.amina)
    second = asked(world, email=world.stranger.email)
    accept(second, person=world.stranger)
    with pytest.raises(WrongState):
        revoke(second, by=world.amina)
    assert Membership.objects.current().filter(person=world.stranger).exists()


def test_a_member_is_not_invited_again(world):
    with pytest.raises(Invalid):
        asked(world, email=world.bilal.email.upper())


def test_somebody_with_an_account_elsewhere_is_invited_like_anybody(world, sign_in):
    url = reverse("organisations:invite", args=[world.passerelle.public_id])
    answers = [
        sign_in(world.amina).post(url, {"email": email, "role": "member"}) for email in (world.paul.email, "nobody@nulle.example")
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert not Membership.objects.filter(person=world.paul).exists()


def test_who_may_invite(world, sign_in):
    url = reverse("organisations:invite", args=[world.passerelle.public_id])
    for who, expected in [
        ("amina", 303),
        ("rose", 303),
        ("sofia", 303),
        ("bilal", 403),
        ("chloe", 404),
        ("luc", 404),
        ("paul", 404),
        ("stranger", 404),
    ]:
        answer = sign_in(getattr(world, who)).post(url, {"email": f"{who}@port.example", "role": "member"})
        assert answer.status_code == expected, who
    for user in (world.bilal, world.chloe, world.paul):
        with pytest.raises(NotAllowed):
            invite(world.passerelle, email="x@port.example", by=user)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "nope", "role": "member"},
        {"email": "a@port.example", "role": "superuser"},
        {"email": "a@port.example\0", "role": "member"},
        {"email": "a@port.example", "role": "member", "full_name": "x" * 121},
    ],
)
def test_wrong_forms_are_422_and_write_nothing(world, sign_in, data):
    url = reverse("organisations:invite", args=[world.passerelle.public_id])
    assert sign_in(world.amina).post(url, data).status_code == 422
    assert not Invitation.objects.exists() and not Outbox.objects.exists()


@pytest.mark.parametrize("name", ["organisations:resend", "organisations:revoke"])
def test_buttons_of_an_invitation(world, sign_in, name):
    url = reverse(name, args=[asked(world).public_id])
    assert sign_in(world.amina).get(url).status_code == 405
    for who, expected in [("chloe", 404), ("paul", 404), ("luc", 404), ("bilal", 403), ("amina", 303), ("rose", 303)]:
        assert sign_in(getattr(world, who)).post(url).status_code == expected, who


def test_too_many_waiting(world, monkeypatch):
    monkeypatch.setattr("coursesite.organisations.actions.MOST_PENDING", 2)
    asked(world, email="a@port.example")
    asked(world, email="b@port.example")
    with pytest.raises(WrongState):
        asked(world, email="c@port.example")
