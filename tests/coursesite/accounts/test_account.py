from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from coursesite.accounts import actions
from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from coursesite.accounts.seeds import DEMO_PASSWORD, DEMO_PEOPLE, seed
from coursesite.core.errors import Invalid, NotAllowed
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> User:
    return person("Amina Haddad", function="directrice")


def test_the_account_page_is_for_its_holder(client: Client, amina: User, sign_in) -> None:
    assert client.get("/compte/")["Location"] == "/compte/login/?next=/compte/"
    page = sign_in(amina).get("/compte/").content.decode()
    assert "Amina Haddad" in page and amina.email in page and "Mon compte" in page


def test_editing_who_i_am(amina: User, sign_in) -> None:
    client = sign_in(amina)
    answer = client.post(
        "/compte/",
        {"full_name": " Amina  H. ", "function": "", "language": "en", "is_superuser": "on", "email": "x@test.example"},
    )
    assert answer.status_code == 303
    amina.refresh_from_db()
    assert (amina.full_name, amina.function, amina.language) == ("Amina  H.", "", "en")
    assert not amina.is_superuser and amina.email == "amina@test.example"


@pytest.mark.parametrize("name", ["", "Amina\x00", "a" * 121, "Amina \u202e"])
def test_what_is_refused_is_shown_again(amina: User, sign_in, name: str) -> None:
    answer = sign_in(amina).post("/compte/", {"full_name": name, "function": "", "language": "fr"})
    assert answer.status_code == 422
    amina.refresh_from_db()
    assert amina.full_name == "Amina Haddad"


def test_only_the_person_edits_her_account(amina: User) -> None:
    with pytest.raises(NotAllowed):
        actions.edit_profile(amina, by=person("Bilal Kernan"), full_name="X", function="", language="fr")
    with pytest.raises(Invalid):
        actions.edit_profile(amina, by=amina, full_name="X", function="", language="klingon")


def test_a_name_is_escaped(amina: User, sign_in) -> None:
    amina.full_name = "<img src=http://evil.example> {{7*7}}"
    amina.save()
    page = sign_in(amina).get("/compte/").content.decode()
    assert "<img src=http" not in page and "{{7*7}}" in page


def test_signing_out_everywhere_else(amina: User, sign_in) -> None:
    here, phone = sign_in(amina), sign_in(amina)
    key = here.session.session_key
    assert here.get("/compte/deconnecter-partout/").status_code == 405
    assert here.post("/compte/deconnecter-partout/").status_code == 303
    assert phone.get("/compte/").status_code == 302
    assert here.get("/compte/").status_code == 200 and here.session.session_key != key


def test_changing_the_password_ends_the_other_sessions(amina: User, sign_in) -> None:
    here, phone = sign_in(amina), sign_in(amina)
    new = "la marée monte doucement"
    answer = here.post("/compte/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302 and answer["Location"] == "/compte/"
    assert phone.get("/compte/").status_code == 302
    assert here.get("/compte/").status_code == 200


def test_my_data(amina: User, sign_in, client: Client) -> None:
    assert client.get("/compte/mes-donnees/").status_code == 302
    answer = sign_in(amina).get("/compte/mes-donnees/")
    assert answer["Content-Disposition"] == 'attachment; filename="jalons.json"' and "no-store" in answer["Cache-Control"]
    data = json.loads(answer.content)["accounts"]
    assert data["email"] == amina.email and data["function"] == "directrice"
    assert "password" not in data


def test_an_address_is_not_changed_through_the_library(amina: User, sign_in) -> None:
    client = sign_in(amina)
    assert client.get("/compte/email/")["Location"] == "/compte/"
    assert client.post("/compte/email/", {"action_add": "", "email": "x@test.example"}).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/compte/",
        "/compte/password/change/",
        "/compte/password/reset/",
        "/compte/2fa/",
        "/compte/logout/",
        "/compte/reauthenticate/",
    ],
)
def test_pages_in_both_languages(amina: User, sign_in, address: str) -> None:
    client = sign_in(amina)
    french, english = client.get(address), client.get(f"/en{address}")
    assert french.status_code == english.status_code == 200
    assert '<html lang="fr"' in french.content.decode() and '<html lang="en"' in english.content.decode()


def test_the_account_page_costs_little(amina: User, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(amina)
    with django_assert_max_num_queries(6):  # session, person, second factor; the rest is the frame of the page
        client.get("/compte/")


def test_seeds_twice_change_nothing() -> None:
    said: list[str] = []
    seed(demo=True, out=said.append)
    sofia = User.objects.get(email="sofia@demo.example")
    assert len(said) == len(DEMO_PEOPLE) == User.objects.count()
    assert sofia.is_superuser and sofia.check_password(DEMO_PASSWORD)
    User.objects.filter(pk=sofia.pk).update(full_name="Sofia P.")
    seed(demo=True, out=said.append)
    assert len(said) == len(DEMO_PEOPLE)
    assert User.objects.get(pk=sofia.pk).full_name == "Sofia P."


def test_editors_write_pages_and_no_rights() -> None:
    seed(demo=True, out=lambda line: None)
    ines = User.objects.get(email="ines@demo.example")
    assert ines.groups.get().name == EDITORS
    assert ines.has_perm("wagtailadmin.access_admin")
    assert not ines.has_perm("accounts.change_user") and not ines.has_perm("auth.change_group")
    rights = Group.objects.get(name=EDITORS).page_permissions.values_list("permission__codename", flat=True)
    assert sorted(rights) == ["add_page", "change_page", "publish_page"]


def test_without_demo_no_person_is_made() -> None:
    seed(demo=False, out=lambda line: None)
    assert User.objects.count() == 0 and Group.objects.filter(name=EDITORS).exists()
