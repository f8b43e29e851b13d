from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from certification.certificates import codes, verification
from certification.certificates.actions import revoke, show, suspend
from certification.certificates.models import Certificate
from certification.certificates.rendering import make
from certification.certificates.verification_views import certificate as certificate_view
from coursesite.core.throttle import address_of
from tests.certification.ready import Network

pytestmark = pytest.mark.django_db
KEYS = {
    "status", "status_date", "reason", "replaced_by", "holder", "document", "mention", "title", "programme", "cohort", "starts", "ends", "modules", "minutes",
    "contribution", "results", "criteria", "issuer", "on_behalf_of", "delegation", "signatories", "serial", "issued", "valid_until", "sha256",
}  # fmt: skip
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def certificate(network: Network) -> Certificate:
    return network.issue(network.world.amina)


def test_anybody_reads_the_printed_facts(certificate: Certificate) -> None:
    response = Client().get(f"/v/{certificate.token}")

    page = response.content.decode()
    assert response.status_code == 200
    for printed in [
        "Amina Haddad",
        "Module 3 · Relier",
        "Réseau Estuaire",
        "Promotion Estuaire",
        certificate.serial,
        "Direction du réseau",
    ]:
        assert printed in page
    assert certificate.payload["contribution"][0]["sentence"].replace("’", "&#x27;") in page.replace("’", "&#x27;")


def test_neither_mail_nor_organisation_nor_text_of_the_worksheet(certificate: Certificate) -> None:
    page = Client().get(f"/v/{certificate.token}").content.decode()
    assert "@" not in page and "Passerelle" not in page and "Activité 0" not in page


def test_headers_and_no_cookie(certificate: Certificate) -> None:
    for path in [f"/v/{certificate.token}", "/v/", "/v/nothing"]:
        response = Client().get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_no_third_party_and_no_csrf_form(certificate: Certificate) -> None:
    page = Client().get("/v/").content.decode()
    assert "csrfmiddlewaretoken" not in page and 'src="http' not in page


def test_the_key_set_is_exact(certificate: Certificate) -> None:
    found = Client().get(f"/v/{certificate.token}", **JSON).json()
    assert set(found) == KEYS
    assert (
        found["status"] == "valid" and found["holder"] == "Amina Haddad" and found["minutes"] == {"module": 120, "worksheet": 180}
    )
    assert found["sha256"] is None
    assert "@" not in str(found) and "salt" not in str(found)


def test_the_hash_of_the_file_is_given_once_it_exists(certificate: Certificate) -> None:
    rendering = make(Certificate.objects.whole().get())
    assert Client().get(f"/v/{certificate.token}", **JSON).json()["sha256"] == rendering.sha256


@pytest.mark.parametrize(
    "change", [str.lower, codes.grouped, lambda token: codes.grouped(token).lower(), lambda token: token.replace("0", "O")]
)
def test_the_same_page_however_the_code_is_typed(certificate: Certificate, change: Any) -> None:
    assert "Amina Haddad" in Client().get(f"/v/{change(certificate.token)}").content.decode()
    posted = Client().post("/v/", {"code": change(certificate.token)})
    assert posted.status_code == 303 and posted.headers["Location"] == f"/v/{certificate.token}"


def test_unknown_and_malformed_are_one_neutral_page(certificate: Certificate) -> None:
    unknown = Client().get(f"/v/{codes.new_token()}")
    malformed = Client().get("/v/n-importe-quoi")
    posted = Client().post("/v/", {"code": "n'importe quoi <b>"})
    assert [unknown.status_code, malformed.status_code, posted.status_code] == [404, 404, 404]
    assert unknown.content == malformed.content == posted.content
    assert "Code inconnu" in unknown.content.decode()
    assert Client().get("/v/abc", **JSON).json()["code"] == "unknown_code"


def test_revoked_says_so_first_with_its_reason(network: Network, certificate: Certificate) -> None:
    revoke(certificate, by=network.world.rose, reason="Délivré à une autre personne", note="Appeler Amina")

    page = Client().get(f"/v/{certificate.token}").content.decode()
    assert "Certificat révoqué le" in page and "Délivré à une autre personne" in page and "Appeler Amina" not in page
    heading = page.split("<h1>")[1].split("</h1>")[0]
    assert "Certificat révoqué le" in heading and "autre personne" in heading
    found = Client().get(f"/v/{certificate.token}", **JSON).json()
    assert found["status"] == "revoked" and found["reason"] == "Délivré à une autre personne"


def test_every_state_has_its_words(network: Network, certificate: Certificate) -> None:
    assert verification.standing(certificate).code == "valid"
    certificate.valid_until = timezone.now() - timedelta(days=1)
    assert verification.standing(certificate).code == "expired"
    suspend(certificate, by=network.world.rose, reason="En cours d’examen")
    assert verification.standing(certificate).code == "suspended"
    certificate.issuer.suspended_at = timezone.now()
    assert verification.standing(certificate).code == "issuer_suspended"
    certificate.state = "superseded"
    assert verification.standing(certificate).code == "superseded"


def test_initials_only(network: Network, certificate: Certificate) -> None:
    show(certificate, "initials", by=network.world.amina)
    page = Client().get(f"/v/{certificate.token}").content.decode()
    assert "A. H." in page and "Amina" not in page and "Haddad" not in page


def test_private_gives_the_state_and_nothing_of_the_person(network: Network, certificate: Certificate) -> None:
    show(certificate, "private", by=network.world.amina)
    assert set(Client().get(f"/v/{certificate.token}", **JSON).json()) == {"status", "status_date", "issuer", "serial"}
    page = Client().get(f"/v/{certificate.token}").content.decode()
    assert "Amina" not in page and "Promotion" not in page and certificate.serial in page


def test_twenty_a_minute_then_429(certificate: Certificate) -> None:
    answers = [Client().get(f"/v/{codes.new_token()}").status_code for _ in range(20)]
    assert set(answers) == {404}
    last = Client().get(f"/v/{certificate.token}")
    assert last.status_code == 429 and last.headers["Retry-After"] and "Amina" not in last.content.decode()
    assert Client().get(f"/v/{certificate.token}", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_when_the_counters_are_lost_it_closes(certificate: Certificate, tmp_path: Any) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    lost = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(blocked / "under")}}
    with override_settings(CACHES=lost):
        response = certificate_view(RequestFactory().get(f"/v/{certificate.token}"), certificate.token)
    assert response.status_code == 503 and "Amina" not in response.content.decode()


def test_behind_our_proxy_the_last_address_counts(settings: Any) -> None:
    request = RequestFactory().get("/v/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3")
    assert address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == "10.1.2.3"


def test_it_answers_with_few_queries(certificate: Certificate, django_assert_max_num_queries: Any) -> None:
    Client().get("/v/")  # the menu of the site is kept from then on
    with django_assert_max_num_queries(2):
        Client().get(f"/v/{certificate.token}")


def test_in_english_the_facts_keep_their_language(certificate: Certificate) -> None:
    page = Client().get(f"/en/v/{certificate.token}").content.decode()
    assert "Authentic and valid" in page and 'lang="fr"' in page and "Certificat de parcours" in page


def test_nothing_but_reading(certificate: Certificate) -> None:
    assert Client().post(f"/v/{certificate.token}").status_code == 405
    assert Client().delete("/v/").status_code == 405
