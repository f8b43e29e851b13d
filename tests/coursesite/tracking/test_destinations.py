"""Destinations, as an administrator keeps them: form, test of the connection, pause, refused traces."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from coursesite.accounts.models import User
from coursesite.tracking.credentials import NoKey, reseal, seal, unseal
from coursesite.tracking.models import Delivery, Destination
from coursesite.tracking.sending import deliver_all
from tests.coursesite.tracking.conftest import destination_of
from tests.coursesite.tracking.lrs_stub import LrsStub

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Happen = Callable[..., None]


def fields(lrs: LrsStub, **changes: object) -> dict:
    return {
        "name": "Réseau Estuaire", "endpoint": lrs.endpoint, "version": "1.0.3", "username": lrs.user, "password": lrs.password, "active": "on",
        **changes,
    }  # fmt: skip


def test_add_test_and_send(admin: Client, lrs: LrsStub, happen: Happen) -> None:
    answer = admin.post(reverse("tracking:destination_new"), fields(lrs))
    assert answer.status_code == 303
    made = Destination.objects.get()
    assert made.slug == "reseau-estuaire"
    assert lrs.password not in made.password_token
    page = admin.post(reverse("tracking:destination_test", args=[made.slug]), follow=True).content.decode()
    assert "Connexion établie. Versions proposées\u00a0: 1.0.3, 2.0.0." in page
    assert lrs.password not in page
    happen(2)
    deliver_all()
    assert "Dernier envoi réussi" in admin.get(answer.headers["Location"]).content.decode()


def test_change_without_typing_the_password_again(admin: Client, lrs: LrsStub) -> None:
    made = destination_of(lrs, paused_reason="credentials", paused_at=timezone.now())
    page = admin.get(reverse("tracking:destination_edit", args=[made.slug])).content.decode()
    assert lrs.password not in page
    assert made.password_token not in page
    data = fields(lrs, password="", verbs=["submitted", "returned"], version="2.0.0")
    assert admin.post(reverse("tracking:destination_edit", args=[made.slug]), data).status_code == 303
    again = Destination.objects.get()
    assert (unseal(again.password_token), again.verbs, again.version) == (lrs.password, ["submitted", "returned"], "2.0.0")
    assert again.paused_reason == "", "new settings are tried"
    assert again.slug == made.slug


def test_another_server_never_gets_the_password_kept(admin: Client, lrs: LrsStub, settings: Settings) -> None:
    settings.LRS_HOSTS += ["ailleurs.example"]
    made = destination_of(lrs)
    address = reverse("tracking:destination_edit", args=[made.slug])
    assert admin.post(address, fields(lrs, password="", endpoint="https://ailleurs.example/xapi")).status_code == 422
    assert Destination.objects.get().endpoint == made.endpoint
    assert admin.post(address, fields(lrs, password="", endpoint=f"{lrs.endpoint}/autre")).status_code == 303


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://lrs.example.org/xapi"}, {"endpoint": "ftp://127.0.0.1/x"}, {"endpoint": "file:///etc/passwd"}, {"endpoint": "lrs"},
        {"endpoint": ""}, {"username": "a:b"}, {"username": "a\x00"}, {"password": ""}, {"password": "a\nb"}, {"version": "3"},
        {"verbs": ["danced"]}, {"name": ""}, {"name": "x" * 81},
    ],
)  # fmt: skip
def test_a_wrong_form_comes_back(admin: Client, lrs: LrsStub, changes: dict) -> None:
    answer = admin.post(reverse("tracking:destination_new"), fields(lrs, **changes))
    assert answer.status_code == 422
    assert not Destination.objects.exists()
    assert lrs.password not in answer.content.decode()


def test_two_destinations_of_like_names(admin: Client, lrs: LrsStub) -> None:
    for name in ("LRS", "lrs!", "???"):
        assert (
            admin.post(
                reverse("tracking:destination_new"), fields(lrs, name=name, endpoint=f"{lrs.endpoint}/statements")
            ).status_code
            == 303
        )
    assert sorted(Destination.objects.values_list("slug", flat=True)) == ["destination", "lrs", "lrs-2"]
    assert set(Destination.objects.values_list("endpoint", flat=True)) == {lrs.endpoint}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "autre"}, "Identifiants refusés."),
        ({"reading": "denied"}, "l’envoi peut tout de même fonctionner"),
        ({"reading": "broken"}, "ne répond pas comme un serveur de traces"),
        ({"versions": ["2.0.0"]}, "La version choisie n’est pas proposée"),
        ({"endpoint": "http://127.0.0.1:9/xapi"}, "Adresse introuvable ou certificat TLS refusé."),
        ({"endpoint": "http://lrs.example.org/xapi"}, "doit commencer par https"),
        ({"endpoint": "https://127.0.0.1:1/%zz"}, "Adresse introuvable"),
        ({"token": "gAAAA"}, "Le mot de passe n’est plus lisible"),
    ],
)
def test_the_connection_tested_in_words(admin: Client, lrs: LrsStub, settings: Settings, change: dict, words: str) -> None:
    settings.LRS_HOSTS += ["127.0.0.1:9", "127.0.0.1:1"]
    made = destination_of(lrs)
    if "endpoint" in change:
        Destination.objects.update(endpoint=change["endpoint"])
    elif "token" in change:
        Destination.objects.update(password_token=change["token"])
    else:
        vars(lrs).update(change)
    page = admin.post(reverse("tracking:destination_test", args=[made.slug]), follow=True).content.decode()
    assert words in page
    assert not [method for method, _path in lrs.seen if method != "GET"], "nothing is written there"


def test_pause_and_resume(admin: Client, lrs: LrsStub, happen: Happen) -> None:
    slug = destination_of(lrs).slug
    assert admin.post(reverse("tracking:destination_pause", args=[slug])).status_code == 303
    assert admin.post(reverse("tracking:destination_pause", args=[slug])).status_code == 409
    happen(2)
    deliver_all()
    assert lrs.seen == []
    assert admin.post(reverse("tracking:destination_resume", args=[slug])).status_code == 303
    assert admin.post(reverse("tracking:destination_resume", args=[slug])).status_code == 409
    deliver_all()
    assert len(lrs.stored) == 2


def test_send_refused_traces_again(admin: Client, lrs: LrsStub, happen: Happen) -> None:
    slug = destination_of(lrs).slug
    happen(3)
    Delivery.objects.update(dead_at=timezone.now(), refusals=12, http_status=400, message="<b>no</b>")
    page = admin.get(reverse("tracking:destination", args=[slug])).content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    first = Delivery.objects.earliest("pk").pk
    address = reverse("tracking:destination_resend", args=[slug])
    assert admin.post(address, {"delivery": first}).status_code == 303
    assert Delivery.objects.dead().count() == 2
    assert admin.post(address, {"delivery": "99999999999999999999999"}).status_code == 303
    assert Delivery.objects.dead().count() == 0
    deliver_all()
    assert len(lrs.stored) == 3


def test_give_up_is_for_rows_set_aside(admin: Client, lrs: LrsStub, happen: Happen) -> None:
    slug = destination_of(lrs).slug
    happen(1)
    row = Delivery.objects.get()
    address = reverse("tracking:destination_give_up", args=[slug, row.pk])
    assert admin.post(address).status_code == 409
    Delivery.objects.update(failures=2)
    assert "Abandonner" in admin.get(reverse("tracking:destination", args=[slug])).content.decode()
    assert admin.post(address).status_code == 303
    row.refresh_from_db()
    assert row.outcome == "given_up"


def test_passwords_survive_a_change_of_keys(settings: object) -> None:
    old, new = settings.CREDENTIAL_KEYS[0], "v7VZmOPHpmjDVWVZ2Nq1iDq6M5n0YBwNshj8vH5lRQk="  # type: ignore[attr-defined]
    token = seal("réseau €")
    settings.CREDENTIAL_KEYS = [new, old]  # type: ignore[attr-defined]
    assert unseal(token) == "réseau €"
    rotated = reseal(token)
    settings.CREDENTIAL_KEYS = [new]  # type: ignore[attr-defined]
    assert unseal(rotated) == "réseau €"
    for keys in ([new], [], ["too short"]):
        settings.CREDENTIAL_KEYS = keys  # type: ignore[attr-defined]
        with pytest.raises(NoKey):
            unseal(token)
