from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.actions import revoke
from certification.certificates.models import Certificate, Issuer
from certification.certificates.permissions import can_view
from coursesite.accounts.models import User
from tests.certification.ready import Network, nine_modules
from tests.people import join, person

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def certificate(network: Network) -> Certificate:
    return network.issue(network.world.amina)


def eligibility(network: Network) -> str:
    return f"/certificats/promotions/{network.world.cohort.public_id}/"


def path(network: Network, who: User, kind: str = "apercu") -> str:
    return f"/certificats/{kind}/{network.enrolment(who).public_id}/{network.achievement.slug}/"


# --- The officer ----------------------------------------------------------------------------------------------------------


def test_the_officer_reads_who_is_ready_and_what_the_others_miss(network: Network, sign_in: SignIn) -> None:
    network.ready(network.world.amina)
    body = sign_in(network.world.rose).get(eligibility(network)).content.decode()
    assert "1 personne est prête." in body
    assert "Il manque" in body and "Aperçu pour Amina Haddad" in body and "Conditions pour Chloé Vasseur" in body


@pytest.mark.parametrize(
    ("who", "status"),
    [("amina", 403), ("luc", 403), ("paul", 404), ("noe", 404), ("stranger", 404), ("ines", 404), ("sofia", 200)],
)
def test_who_opens_the_officer_pages(network: Network, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(getattr(network.world, who))
    assert client.get(eligibility(network)).status_code == status
    network.ready(network.world.amina)
    posted = client.post(path(network, network.world.amina, "delivrer"), {"seen": ""})
    assert posted.status_code == (409 if who == "sofia" else status)
    assert not Certificate.objects.exists()


def test_from_the_preview_to_the_certificate(network: Network, sign_in: SignIn) -> None:
    network.ready(network.world.amina)
    client = sign_in(network.world.rose)
    preview = client.get(path(network, network.world.amina)).content.decode()
    assert "Délivrer à Amina Haddad" in preview and "Direction du réseau" in preview and "2\u00a0h" in preview
    assert not Certificate.objects.exists()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', preview)
    assert seen

    answers = [client.post(path(network, network.world.amina, "delivrer"), {"seen": seen[1]}) for _ in range(2)]

    certificate = Certificate.objects.get()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.headers["Location"] for answer in answers} == {f"/certificats/{certificate.uuid}/"}
    page = client.get(f"/certificats/{certificate.uuid}/").content.decode()
    assert certificate.serial in page and "Révoquer ce certificat" in page
    assert client.get(path(network, network.world.amina)).status_code == 303


def test_somebody_who_is_not_eligible(network: Network, sign_in: SignIn) -> None:
    client = sign_in(network.world.rose)
    preview = client.get(path(network, network.world.chloe)).content.decode()
    assert "Il manque" in preview and 'name="seen"' not in preview
    refused = client.post(path(network, network.world.chloe, "delivrer"), {"seen": ""}, HTTP_ACCEPT="application/json")
    assert refused.status_code == 409
    assert refused.json()["code"] == "not_eligible" and len(refused.json()["missing"]) == 2


def test_a_post_without_the_preview_issues_nothing(network: Network, sign_in: SignIn) -> None:
    network.ready(network.world.amina)
    assert sign_in(network.world.rose).post(path(network, network.world.amina, "delivrer")).status_code == 409


def test_nothing_is_issued_by_a_link(network: Network, sign_in: SignIn) -> None:
    network.ready(network.world.amina)
    client = sign_in(network.world.rose)
    assert client.get(path(network, network.world.amina, "delivrer")).status_code == 405


def test_another_networks_certificate_is_not_found(network: Network, sign_in: SignIn, certificate: Certificate) -> None:
    client = sign_in(network.world.paul)
    for end in ["", "certificat.pdf", "revoquer/"]:
        assert client.get(f"/certificats/{certificate.uuid}/{end}").status_code == 404
    assert client.post(f"/certificats/{certificate.uuid}/revoquer/", {"reason": "x"}).status_code == 404


def test_the_officer_revokes_with_a_reason(network: Network, sign_in: SignIn, certificate: Certificate) -> None:
    client = sign_in(network.world.rose)
    address = f"/certificats/{certificate.uuid}/revoquer/"
    assert client.get(address).status_code == 200
    empty = client.post(address, {"reason": ""})
    assert empty.status_code == 422 and Certificate.objects.get().state == "valid"

    assert client.post(address, {"reason": "Délivré par erreur", "note": "Appel du 3"}).status_code == 303

    page = client.get(f"/certificats/{certificate.uuid}/").content.decode()
    assert "Certificat révoqué" in page and "Appel du 3" in page
    assert client.post(address, {"reason": "Encore"}).status_code == 409


def test_a_holder_does_not_read_the_private_note(network: Network, sign_in: SignIn, certificate: Certificate) -> None:
    revoke(certificate, by=network.world.rose, reason="Délivré par erreur", note="Appel du 3")
    page = sign_in(network.world.amina).get(f"/certificats/{certificate.uuid}/").content.decode()
    assert "Délivré par erreur" in page and "Appel du 3" not in page and "Révoquer ce certificat" not in page


def test_a_new_network_presents_itself_then_issues(network: Network, sign_in: SignIn) -> None:
    world = network.world
    nine_modules()
    cohort = world.far_cohort
    client = sign_in(world.paul)
    listing = f"/certificats/promotions/{cohort.public_id}/"
    assert "Présenter l’émetteur" in client.get(listing).content.decode()

    form = f"/certificats/emetteur/{cohort.public_id}/"
    assert client.get(form).status_code == 200
    bad = client.post(form, {"legal_name": "Réseau 🌊", "function": "Direction"})
    assert bad.status_code == 422 and not Issuer.objects.filter(network=world.other_network).exists()
    done = client.post(form, {"legal_name": "Réseau Montagne", "function": "Direction", "place": "Gap", "name": ""})

    assert done.status_code == 303
    issuer = Issuer.objects.get(network=world.other_network)
    assert issuer.prefix == "MON"
    assert set(issuer.achievements.values_list("slug", flat=True)) == {"parcours-accompagne", "parcours-en-autonomie"}
    client.post(form, {"legal_name": "Autre", "function": "Autre"})
    assert Issuer.objects.get(network=world.other_network).legal_name == "Réseau Montagne"


# --- The holder and those who accompany her -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("amina", 200),
        ("bilal", 404),
        ("chloe", 404),
        ("luc", 200),
        ("noe", 404),
        ("rose", 200),
        ("paul", 404),
        ("ines", 404),
        ("sofia", 200),
    ],
)
def test_who_reads_and_downloads_a_certificate(
    network: Network, sign_in: SignIn, certificate: Certificate, drain: Any, who: str, status: int
) -> None:
    drain()
    user = getattr(network.world, who)
    client = sign_in(user)
    assert client.get(f"/certificats/{certificate.uuid}/").status_code == status
    assert client.get(f"/certificats/{certificate.uuid}/certificat.pdf").status_code == status


def test_the_lead_reads_those_of_her_organisation(network: Network, sign_in: SignIn) -> None:
    certificate = network.issue(network.world.bilal)
    assert sign_in(network.world.amina).get(f"/certificats/{certificate.uuid}/").status_code == 200


def test_list_and_detail_agree(network: Network) -> None:
    for who in [network.world.amina, network.world.chloe, network.world.bilal]:
        network.issue(who)
    for user in network.world.everybody():
        seen = {one for one in Certificate.objects.all() if can_view(user, one)}
        assert seen == set(Certificate.objects.visible_to(user)), user


def test_the_pdf_is_private_and_only_there_once_made(
    network: Network, sign_in: SignIn, certificate: Certificate, drain: Any
) -> None:
    client = sign_in(network.world.amina)
    address = f"/certificats/{certificate.uuid}/certificat.pdf"
    waiting = client.get(address)
    assert waiting.status_code == 202 and "en préparation" in waiting.content.decode()

    drain()

    response = client.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_document_of_a_revoked_certificate_is_no_longer_given_out(
    network: Network, sign_in: SignIn, certificate: Certificate, drain: Any
) -> None:
    drain()
    revoke(certificate, by=network.world.rose, reason="Délivré par erreur")
    assert sign_in(network.world.amina).get(f"/certificats/{certificate.uuid}/certificat.pdf").status_code == 409


def test_my_certificates(network: Network, sign_in: SignIn) -> None:
    client = sign_in(network.world.amina)
    assert "Il manque" not in client.get("/certificats/").content.decode()
    assert "à achever" in client.get("/certificats/").content.decode()
    network.ready(network.world.amina)
    assert "C’est à votre réseau" in client.get("/certificats/").content.decode()
    network.issue(network.world.amina)
    body = client.get("/certificats/").content.decode()
    assert "Module 3 · Relier" in body and "authentique et valide" in body
    assert sign_in(network.world.stranger).get("/certificats/").status_code == 200


def test_the_holder_chooses_what_strangers_read(network: Network, sign_in: SignIn, certificate: Certificate) -> None:
    address = f"/certificats/{certificate.uuid}/affichage/"
    assert sign_in(network.world.amina).post(address, {"visibility": "initials"}).status_code == 303
    assert Certificate.objects.get().visibility == "initials"
    assert sign_in(network.world.amina).post(address, {"visibility": "everything"}).status_code == 422
    assert sign_in(network.world.rose).post(address, {"visibility": "link"}).status_code == 403
    assert sign_in(network.world.bilal).post(address, {"visibility": "link"}).status_code == 404


def test_nobody_reads_without_signing_in(network: Network, certificate: Certificate) -> None:
    for address in [
        "/certificats/",
        f"/certificats/{certificate.uuid}/",
        f"/certificats/{certificate.uuid}/certificat.pdf",
        eligibility(network),
    ]:
        assert Client().get(address).status_code == 302


def test_the_holder_is_told_by_mail(network: Network, certificate: Certificate, drain: Any) -> None:
    drain()
    told = [one for one in mail.outbox if one.to == ["amina@test.example"] and "certificat" in one.subject]
    assert len(told) == 1
    assert f"/certificats/{certificate.uuid}/" in told[0].body and "/v/" not in told[0].body
    revoke(certificate, by=network.world.rose, reason="Délivré par erreur")
    drain()
    last = mail.outbox[-1]
    assert "révoqué" in last.subject and "Délivré par erreur" in last.body and last.to == ["amina@test.example"]


def test_pages_cost_the_same_whatever_the_number_of_people(network: Network, sign_in: SignIn) -> None:
    client = sign_in(network.world.rose)

    def cost() -> int:
        client.get(eligibility(network))
        with CaptureQueriesContext(connection) as queries:
            client.get(eligibility(network))
        return len(queries)

    network.issue(network.world.amina)
    one = cost()
    network.issue(network.world.bilal)
    for number in range(3):
        someone = person(f"Personne{number} Test")
        join(someone, network.world.jardin, network.world.cohort)
        network.complete(someone)
    assert cost() == one <= 22
