"""« Mes messages », how one is told, the daily mail, and the link that stops one kind of mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed
from coursesite.core.models import Outbox
from coursesite.notifications import actions, leaving, personal_data, queries
from coursesite.notifications.actions import notify
from coursesite.notifications.base import registered
from coursesite.notifications.digest import forget_old, send_digests
from coursesite.notifications.enums import NEEDED, Delivery, Topic
from coursesite.notifications.models import Digest, Message, Preference
from tests.people import person

pytestmark = pytest.mark.django_db
NOTICE = "accounts.security_notice"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.fixture
def amina() -> User:
    return person("Amina Haddad")


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one message that needs no other room, on a topic with a choice."""
    monkeypatch.setattr(type(registered()[NOTICE]), "topic", Topic.ANSWERS)


def tell(someone: User, number: int = 1, at: datetime = NOON) -> None:
    with time_machine.travel(at):
        notify(NOTICE, to=someone, payload={"event": "password_changed"}, dedupe=str(number))


def wish(someone: User, delivery: str) -> None:
    actions.choose(someone, {"answers": delivery}, by=someone)


def test_each_message_is_kept_in_the_site_once(amina: User, drain) -> None:
    tell(amina)
    drain()
    Outbox.objects.update(done_at=None)
    drain()
    [kept] = Message.objects.all()
    assert kept.subject == mail.outbox[0].subject and kept.topic == "account"
    assert kept.link == "/compte/password/reset/" and kept.read_at is None


def test_what_opens_something_is_not_kept(amina: User, drain) -> None:
    notify("accounts.sign_in_code", to=amina, secret={"code": "ABCD-EFGH"}, dedupe="7")
    notify("accounts.password_reset", to=amina, payload={"person": amina.pk}, dedupe="7")
    notify("accounts.unknown_address", email="a@test.example", dedupe="7")
    drain()
    assert len(mail.outbox) == 3 and not Message.objects.exists()


def test_the_site_keeps_it_when_the_mail_server_is_down(amina: User, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    from coursesite.core.outbox import drain

    tell(amina)
    assert drain().outages == 1 and Message.objects.count() == 1


@pytest.mark.parametrize(("delivery", "mails"), [("at_once", 1), ("daily", 0), ("site", 0)])
def test_people_choose_how_they_are_told(amina: User, chosen: None, drain, delivery: str, mails: int) -> None:
    wish(amina, delivery)
    tell(amina)
    drain()
    assert len(mail.outbox) == mails and Message.objects.get().delivery == delivery


def test_what_is_needed_has_no_choice(amina: User) -> None:
    for topic in NEEDED:
        assert queries.wished(amina, topic) == Delivery.AT_ONCE
        with pytest.raises(Invalid):
            actions.choose(amina, {topic.value: "site"}, by=amina)
        with pytest.raises(IntegrityError), transaction.atomic():
            Preference.objects.create(person=amina, topic=topic, delivery="site")
    with pytest.raises(NotAllowed):
        actions.choose(amina, {"answers": "site"}, by=person("Bilal Kernan"))


def seven(day: int = 24, hour: int = 6, minute: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # an hour later in Paris


def daily(amina: User, drain: Callable, number: int = 3) -> None:
    wish(amina, "daily")
    for one in range(number):
        tell(amina, one)
    with time_machine.travel(NOON):
        drain()


def test_the_daily_mail_gathers_what_waits_once_and_in_french(amina: User, chosen: None, drain) -> None:
    daily(amina, drain)
    assert send_digests(seven(hour=5)) == 0  # six in the morning
    with time_machine.travel(seven()):
        assert send_digests() == 1
        assert send_digests() == send_digests(seven(hour=18)) == 0
        drain()
    [letter] = mail.outbox
    assert letter.subject == "3 messages pour vous sur Jalons"
    assert letter.body.count("Un changement dans la sécurité de votre compte") == 3
    assert "http://testserver/messages/" in letter.body and "3 messages vous attendent" in letter.body
    assert send_digests(seven(25)) == 0


def test_what_was_read_on_the_site_meanwhile_is_not_in_it(amina: User, chosen: None, drain) -> None:
    daily(amina, drain, 2)
    actions.mark_read(Message.objects.earliest("pk"), by=amina)
    with time_machine.travel(seven()):
        send_digests()
        assert Digest.objects.get().messages.count() == 1
        actions.mark_all_read(amina)
        drain()
    assert mail.outbox == []


def test_what_comes_after_seven_waits_for_the_next_day(amina: User, chosen: None, drain) -> None:
    wish(amina, "daily")
    with time_machine.travel(seven(minute=10)):
        tell(amina, at=seven(minute=10))
        drain()
    assert send_digests(seven(hour=12)) == 0 and send_digests(seven(25)) == 1


def test_nobody_who_left_is_written_to(amina: User, chosen: None, drain) -> None:
    daily(amina, drain)
    User.objects.update(is_active=False)
    assert send_digests(seven()) == 0


def test_only_daily_messages_are_gathered(amina: User, chosen: None, drain) -> None:
    tell(amina)
    drain()
    digest = Digest.objects.create(person=amina, day=NOON.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(digest=digest)
    for link in ["https://ailleurs.example/", "//ailleurs.example/"]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.update(link=link)


def stopping(letter) -> str:
    found = re.search(r"<(http://testserver(/messages/desabonnement/[^>]+))>", letter.extra_headers["List-Unsubscribe"])
    assert found and letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found[1] in letter.body and found[1].replace("&", "&amp;") in letter.alternatives[0][0]
    return found[2]


def test_a_mail_program_stops_one_kind_of_mail_without_a_session(amina: User, chosen: None, drain) -> None:
    tell(amina)
    drain()
    address = stopping(mail.outbox[0])
    outside = Client(enforce_csrf_checks=True)
    for _fetch in range(2):  # what a mail filter or a browser fetches beforehand
        assert outside.get(address).status_code == 200
    assert queries.wished(amina, "answers") == Delivery.AT_ONCE
    answer = outside.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "C’est fait" in answer.content.decode()
    assert queries.wished(amina, "answers") == Delivery.SITE and queries.wished(amina, "late") == Delivery.AT_ONCE
    assert outside.post(address).status_code == 200 and not outside.cookies


def test_the_daily_mail_can_be_stopped(amina: User, chosen: None, drain) -> None:
    daily(amina, drain, 1)
    actions.choose(amina, {"late": "at_once", "exchanges": "daily"}, by=amina)
    with time_machine.travel(seven()):
        send_digests()
        drain()
    tell(amina, 9, seven(hour=12))
    drain()
    Client().post(stopping(mail.outbox[0]))
    assert queries.wishes(amina) == {
        "answers": "site", "exchanges": "site", "to_read": "at_once", "late": "at_once", "resume": "at_once"
    }  # fmt: skip
    assert send_digests(seven(25)) == 0


def test_what_is_needed_cannot_be_stopped(amina: User, drain) -> None:
    tell(amina)
    drain()
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers and "desabonnement" not in mail.outbox[0].body
    forged = leaving.SIGNER.sign_object([str(amina.public_id), "account"])
    assert Client().post(reverse("notifications:stop", args=[forged])).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b", "eyJ0b3BpYyI6MX0:aaaa", "%00", "é"])
def test_a_link_that_we_did_not_write_does_nothing(amina: User, token: str) -> None:
    for answer in [Client().get(f"/messages/desabonnement/{token}/"), Client().post(f"/messages/desabonnement/{token}/")]:
        assert answer.status_code == 404
    assert not Preference.objects.exists()


def test_the_list_opens_marks_and_counts(amina: User, sign_in: Callable, drain) -> None:
    for number in range(3):
        tell(amina, number)
    drain()
    browser, page = sign_in(amina), reverse("notifications:list")
    shown = BeautifulSoup(browser.get(page).content.decode(), "html.parser")
    assert shown.select_one(".menu .count").text.startswith("3") and "3 messages non lus" in shown.text
    first, second, _third = Message.objects.all()
    opened = browser.post(reverse("notifications:read", args=[first.public_id]), {"open": "1"})
    assert opened.status_code == 303 and opened["Location"] == "/compte/password/reset/"
    assert browser.post(reverse("notifications:read", args=[second.public_id]))["Location"] == page
    assert queries.unread_count(amina) == 1
    assert browser.get(reverse("notifications:read", args=[second.public_id])).status_code == 405
    browser.post(reverse("notifications:all_read"))
    assert queries.unread_count(amina) == 0
    assert BeautifulSoup(browser.get(page).content.decode(), "html.parser").select_one(".menu .count") is None


def test_a_list_costs_the_same_whatever_its_length(amina: User, sign_in: Callable, drain, django_assert_max_num_queries) -> None:
    for number in range(20):
        tell(amina, number)
    drain()
    browser = sign_in(amina)
    with django_assert_max_num_queries(8):
        browser.get(reverse("notifications:list"))


def test_choosing_on_the_page(amina: User, sign_in: Callable) -> None:
    browser, page = sign_in(amina), reverse("notifications:preferences")
    shown = browser.get(page).content.decode()
    assert "Sécurité de mon compte" in shown and "vous remarquez qu’une autre personne" in shown
    data = dict.fromkeys(queries.wishes(amina), "daily")
    assert browser.post(page, data | {"late": "never"}).status_code == 422
    assert not Preference.objects.exists()
    assert browser.post(page, data | {"account": "site"}).status_code == 303
    assert set(queries.wishes(amina).values()) == {"daily"} and Preference.objects.count() == len(data)


def test_somebody_elses_message_does_not_exist(amina: User, sign_in: Callable, drain) -> None:
    tell(amina)
    drain()
    bilal = sign_in(person("Bilal Kernan"))
    assert bilal.post(reverse("notifications:read", args=[Message.objects.get().public_id])).status_code == 404
    with pytest.raises(NotAllowed):
        actions.mark_read(Message.objects.get(), by=person("Chloé Vasseur"))


def test_a_person_takes_her_messages_away_and_they_are_forgotten(amina: User, chosen: None, drain) -> None:
    daily(amina, drain, 2)
    send_digests(seven())
    told = personal_data.export(amina)
    assert len(told["messages"]) == 2 and told["preferences"]["answers"] == "daily"
    actions.mark_all_read(amina)
    assert forget_old() == 0 and forget_old(timezone.now() + timedelta(days=89)) == 0
    assert forget_old(timezone.now() + timedelta(days=91)) == 2
    assert not Digest.objects.exists(), "with nothing left in it, the daily mail is forgotten too"
    personal_data.erase(amina)
    assert not Digest.objects.exists() and not Preference.objects.exists()


def test_what_nobody_read_is_forgotten_after_a_year(amina: User, drain) -> None:
    tell(amina)
    drain()
    assert forget_old(timezone.now() + timedelta(days=364)) == 0
    assert forget_old(timezone.now() + timedelta(days=366)) == 1
    assert not Message.objects.exists()
