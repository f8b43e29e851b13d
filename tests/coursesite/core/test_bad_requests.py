"""Whatever arrives, the answer explains itself in the language of the address and shows again what was typed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from coursesite.core.http import came_from
from coursesite.core.middleware import BodyLimits
from step_guides.worksheets.actions import open_sheet
from step_guides.worksheets.enums import Kind
from tests.people import World

FORM = "application/x-www-form-urlencoded"
ASK = "/relectures/fiches/{}/demander/"


def page_of(response) -> BeautifulSoup:
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.find("h1") and page.find("main"), response.content[:300]
    return page


def typed(response) -> list[str]:
    return [area.text.strip("\n") for area in page_of(response).select("textarea[readonly]")]


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "language", "said"), [("", "fr", "trop long"), ("/en", "en", "too long")])
def test_a_body_too_large_is_a_page_in_the_language_of_the_address(client: Client, where: str, language: str, said: str) -> None:
    response = client.post(f"{where}/compte/login/", b"x" * (BodyLimits.LIMIT + 1), content_type=FORM)
    page = page_of(response)
    assert response.status_code == 413
    assert page.html["lang"] == language and said in page.text
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_field_too_large_in_a_form_with_files_is_413_too(world: World, sign_in) -> None:
    """Forms with a file have a larger limit; their texts do not."""
    response = sign_in(world.rose).post(f"/promotions/{world.cohort.public_id}/import/", {"file": "x" * 2_000_000})
    assert response.status_code == 413
    assert "trop long" in page_of(response).text


@pytest.mark.django_db
def test_a_body_too_large_for_a_program(client: Client) -> None:
    response = client.post("/compte/login/", b"x" * (BodyLimits.LIMIT + 1), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [{f"f{number}": "x" for number in range(1500)}, "&".join(f"f{number}=x" for number in range(1500))]
)
@pytest.mark.parametrize("address", ["/v/", "/compte/login/"])
def test_1500_fields_are_a_400_in_words(client: Client, address: str, body) -> None:
    kind = {} if isinstance(body, dict) else {"content_type": FORM}
    response = client.post(address, body, **kind)
    assert response.status_code == 400
    assert page_of(response).html["lang"] == "fr"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_another_method_is_405_in_words_and_says_which_it_takes(world: World, sign_in, method: str) -> None:
    sheet = open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    response = getattr(sign_in(world.amina), method)(f"/fiches/{sheet.public_id}/annuler/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    if method != "head":
        assert "Il n’y a rien à lire ici" in page_of(response).h1.text


@pytest.mark.django_db
def test_another_method_for_a_program(world: World, sign_in) -> None:
    sheet = open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    answer = sign_in(world.amina).put(f"/fiches/{sheet.public_id}/enregistrer/", "{}", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", "POST")


TEXT = "Nous voulons que les personnes accueillies\nconnaissent leurs droits."


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_shows_the_text_and_leads_back_to_the_page(world: World, client: Client) -> None:
    sheet = open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    page = f"/fiches/{sheet.public_id}/"
    fields = {"label": TEXT, "column": "outcome:short", "lock": "3", "op_id": str(sheet.public_id), "password": "Un secret ici"}
    response = client.post(f"{page}lignes/", fields, headers={"Referer": f"http://testserver{page}"})
    assert response.status_code == 401
    assert typed(response) == [TEXT]
    assert page_of(response).select_one(f'main a[href="/compte/login/?next={page}"]')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("", "/mon-espace/"),
        ("http://evil.example/x/", "/mon-espace/"),
        ("http://testserver//evil.example/", "/mon-espace/"),
        ("http://testserver/fiches/", "/fiches/"),
    ],
)
def test_a_button_pressed_after_the_session_ended_never_leads_to_its_own_address(
    client: Client, referer: str, leads_to: str
) -> None:
    """Once signed in, a browser asks by GET for what `next` names: an address that only takes a POST would be an empty page."""
    response = client.post("/parcours/module-3/une-lecon/continuer/", {}, headers={"Referer": referer})
    assert (response.status_code, response["Location"]) == (303, f"/compte/login/?next={leads_to}")
    assert came_from(response.wsgi_request) == leads_to


@pytest.mark.django_db
def test_a_form_refused_for_its_token_shows_the_text_and_no_password(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/compte/login/", {"login": "Amina@test.example", "password": "jalons demo jalons", "note": TEXT})
    assert response.status_code == 403
    assert typed(response) == ["Amina@test.example", TEXT]


@pytest.mark.django_db
@pytest.mark.parametrize(("site", "shown"), [("same-origin", [TEXT]), ("same-site", []), ("cross-site", [])])
def test_our_pages_never_say_what_another_site_wrote(site: str, shown: list[str]) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/compte/login/", {"note": TEXT}, headers={"Sec-Fetch-Site": site})
    assert (response.status_code, typed(response)) == (403, shown)


@pytest.mark.django_db
def test_what_no_longer_exists_or_was_never_hers_gives_the_text_back(world: World, sign_in) -> None:
    """Somebody who left the organisation while she wrote. Absent and refused look alike, the text is her own."""
    sheet = open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    response = sign_in(world.chloe).post(f"/fiches/{sheet.public_id}/lignes/", {"label": TEXT})
    assert response.status_code == 404
    assert typed(response) == [TEXT]


@pytest.mark.django_db
def test_the_text_stays_text(client: Client) -> None:
    name = "<img src=http://evil.example/x>{{7*7}}"
    response = client.post("/fiches/lignes/", {"label": name})
    assert typed(response) == [name]
    assert not page_of(response).select("main img") and "49" not in page_of(response).select_one("main").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n$$$\r\n--x--', "multipart/form-data; boundary=x"),
        (b"text=\xff", f"{FORM}; charset=utf-7"),
        (b"text=\xff", f"{FORM}; charset=nope"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_a_400_in_words(world: World, sign_in, body: bytes, kind: str) -> None:
    response = sign_in(world.rose).generic("POST", f"/promotions/{world.cohort.public_id}/modifier/", body, content_type=kind)
    assert response.status_code in {400, 422}
    assert page_of(response).html["lang"] == "fr"


def test_the_limits_are_in_order() -> None:
    """A form is refused by its length before Django reads it; the texts of a form with files are bounded like any other."""
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == BodyLimits.LIMIT < BodyLimits.UPLOAD
