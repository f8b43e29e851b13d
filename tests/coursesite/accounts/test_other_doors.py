"""The libraries bring sign-in pages of their own. Whoever holds a second factor is asked for it whichever page she finds."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.people import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.mfa]


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/", "/en/_util/login/"])
def test_no_door_goes_round_the_second_factor(world: World, door: str) -> None:
    TOTP.activate(world.sofia, generate_totp_secret())
    assert Authenticator.objects.filter(user=world.sofia).exists()
    client = Client()
    answer = client.post(door, {"username": world.sofia.email, "password": PASSWORD, "login": world.sofia.email})
    assert "_auth_user_id" not in client.session, (answer.status_code, answer.headers.get("Location"))
    assert client.get("/cms/").status_code == 302


def test_wagtail_gives_no_new_password(world: World) -> None:
    answer = Client().get("/cms/password_reset/")
    assert answer.status_code == 404
