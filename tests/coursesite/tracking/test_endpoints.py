"""Where traces may be sent: by an allow-list, asked of the form, of the action, and of each connection."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from coursesite.core.addresses import is_public
from coursesite.core.errors import Invalid
from coursesite.tracking import delivery
from coursesite.tracking.actions import save_destination
from coursesite.tracking.endpoints import check_endpoint
from coursesite.tracking.models import Delivery, Destination
from coursesite.tracking.sending import deliver_all
from tests.coursesite.tracking.conftest import destination_of
from tests.coursesite.tracking.lrs_stub import LrsStub
from tests.coursesite.tracking.rows import fresh
from tests.coursesite.tracking.test_destinations import fields

Happen = Callable[..., None]


def test_what_is_listed_and_nothing_else(settings: Settings) -> None:
    settings.LRS_HOSTS = ["lrs.example.org", "autre.example:8443", "[2001:db8::1]:9443"]
    for allowed in (
        "https://lrs.example.org/xapi",
        "https://LRS.example.org:443/",
        "https://autre.example:8443/x",
        "https://[2001:db8::1]:9443/",
    ):
        check_endpoint(allowed)
    for refused in (
        "http://lrs.example.org/xapi", "https://lrs.example.org:8443/", "https://autre.example/x", "https://169.254.169.254/latest",
        "https://127.0.0.1/xapi", "https://[::1]/", "https://lrs.example.org.evil.example/", "https://evil.example/lrs.example.org",
        "https://lrs.example.org@evil.example/", "https://evil.example\\@lrs.example.org/", "https://user:word@lrs.example.org/", "https://",
        "ftp://lrs.example.org/", "//lrs.example.org/", "https://lrs.example.org:99999/", "",
    ):  # fmt: skip
        with pytest.raises(Invalid):
            check_endpoint(refused)


def test_an_empty_list_allows_none(settings: Settings) -> None:
    settings.LRS_HOSTS = []
    with pytest.raises(Invalid, match="LRS_HOSTS"):
        check_endpoint("https://lrs.example.org/xapi")


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0", "224.0.0.1"]
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)
    assert is_public("9.9.9.9") and is_public("2620:fe::fe")


@pytest.mark.django_db
def test_the_form_and_the_action_refuse_and_write_nothing(admin: Client, lrs: LrsStub) -> None:
    answer = admin.post(reverse("tracking:destination_new"), fields(lrs, endpoint="https://ailleurs.example/xapi"))
    assert answer.status_code == 422
    assert "n’est pas de ceux" in answer.content.decode()
    with pytest.raises(Invalid):
        save_destination(Destination(name="Ailleurs", endpoint="https://ailleurs.example/xapi", username="a"), password="b")
    assert not Destination.objects.exists()


@pytest.mark.django_db
def test_a_destination_whose_host_is_no_longer_listed_is_paused_and_gets_nothing(
    lrs: LrsStub, happen: Happen, settings: Settings
) -> None:
    destination = destination_of(lrs)
    happen(3)
    settings.LRS_HOSTS = ["lrs.example.org"]
    deliver_all()
    assert (lrs.seen, fresh(destination).paused_reason) == ([], "endpoint")
    assert "LRS" in fresh(destination).last_error or "serveur" in fresh(destination).last_error
    assert Delivery.objects.waiting().count() == 3, "they wait"


@pytest.mark.django_db
def test_a_listed_name_that_leads_to_this_machine_is_refused_when_it_connects(
    lrs: LrsStub, happen: Happen, settings: Settings
) -> None:
    """`localhost` stands for a name whose DNS was moved to an address of the inside."""
    destination = destination_of(lrs)
    happen(2)
    port = lrs.server.server_port
    Destination.objects.update(endpoint=f"http://localhost:{port}/xapi")
    settings.LRS_HOSTS = [f"localhost:{port}"]
    deliver_all()
    assert (lrs.seen, fresh(destination).paused_reason) == ([], "endpoint")
    assert "adresse privée" in fresh(destination).last_error
    settings.LRS_HOSTS += ["127.0.0.1", "::1"]
    Destination.objects.update(paused_reason="", paused_at=None)
    deliver_all()
    assert len(lrs.stored) == 2


@pytest.mark.django_db
def test_no_proxy_of_the_environment_carries_traces(
    lrs: LrsStub, happen: Happen, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.1)
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        destination_of(lrs)
        happen(1)
        deliver_all()
        with pytest.raises(TimeoutError):
            proxy.accept()
    assert len(lrs.stored) == 1


@pytest.mark.django_db
def test_a_redirect_is_not_followed(lrs: LrsStub, happen: Happen) -> None:
    destination = destination_of(lrs)
    happen(1)
    lrs.mode = "302"
    deliver_all()
    assert fresh(destination).paused_reason == "endpoint"
    assert {path for _method, path in lrs.seen} == {"/xapi/statements"}


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["drip", "drip-headers"])
def test_an_answer_that_drips_without_end_is_cut(
    lrs: LrsStub, happen: Happen, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(delivery, "LONGEST_ANSWER", 0.6)
    destination = destination_of(lrs)
    happen(1)
    lrs.mode = mode
    began = time.monotonic()
    deliver_all()
    assert time.monotonic() - began < 2.5, "each byte came in time; the whole did not"
    found = fresh(destination)
    assert (found.outages, found.paused_reason) == (1, "")
    assert Delivery.objects.waiting().count() == 1


@pytest.mark.django_db
def test_the_check_over_https_refuses_a_certificate_nobody_vouches_for(admin: Client, lrs: LrsStub, settings: Settings) -> None:
    """A plain server where TLS was asked: no byte of the password leaves."""
    port = lrs.server.server_port
    destination = destination_of(lrs)
    Destination.objects.update(endpoint=f"https://127.0.0.1:{port}/xapi")
    page = admin.post(reverse("tracking:destination_test", args=[destination.slug]), follow=True).content.decode()
    assert "certificat TLS refusé" in page
    assert lrs.seen == []


@pytest.mark.django_db
def test_a_small_answer_that_unpacks_to_a_huge_one_is_not_unpacked(lrs: LrsStub, happen: Happen) -> None:
    destination = destination_of(lrs)
    happen(1)
    lrs.mode = "bomb"
    deliver_all()
    assert fresh(destination).paused_reason == "endpoint", "read as it came, it is no JSON; unpacked, it would be an empty list"
