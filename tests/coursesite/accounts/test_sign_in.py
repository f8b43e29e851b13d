from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.models import Outbox
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db
LOGIN = "/compte/login/"


@pytest.fixture
def amina() -> User:
    return person("Amina Haddad")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_speaks_french_and_offers_both_ways(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "Se connecter" in page and "Recevoir un code par courriel" in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page


def test_the_demo_people_are_shown_in_the_demo_only(client: Client, settings, amina: User) -> None:
    assert "Chloé Vasseur" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    assert "Chloé Vasseur" in page and "Entrer comme Chloé" in page


def test_a_password_signs_in_and_the_session_gets_a_new_key(client: Client, amina: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    old = session.session_key
    answer = client.post(LOGIN, {"login": "  AMINA@test.example ", "password": PASSWORD})
    assert answer.status_code == 302
    assert signed_in(client) and client.session.session_key != old


def test_after_signing_in_another_site_is_never_gone_to(client: Client, amina: User) -> None:
    answer = client.post(LOGIN, {"login": amina.email, "password": PASSWORD, "next": "//evil.example/"})
    assert "evil" not in answer["Location"]
    client.logout()
    answer = client.post(LOGIN, {"login": amina.email, "password": PASSWORD, "next": "/compte/mes-donnees/"})
    assert answer["Location"] == "/compte/mes-donnees/"


def test_a_code_signs_in(client: Client, amina: User, drain) -> None:
    answer = client.post("/compte/login/code/", {"email": amina.email}, follow=True)
    assert "Tapez le code reçu" in answer.content.decode()
    assert mail.outbox == []
    drain()
    [letter] = mail.outbox
    assert letter.to == [amina.email] and letter.subject == "Votre code de connexion"
    code = code_of(letter.body)
    assert code not in str(Outbox.objects.values_list("payload", "key"))
    wrong = client.post("/compte/login/code/confirm/", {"code": "ZZZZ-ZZZZ"})
    assert wrong.status_code == 200 and not signed_in(client)
    answer = client.post("/compte/login/code/confirm/", {"code": code})
    assert answer.status_code == 302 and signed_in(client)


def test_a_code_works_in_the_browser_that_asked_for_it_only(client: Client, amina: User, drain) -> None:
    client.post("/compte/login/code/", {"email": amina.email})
    drain()
    other = Client()
    other.post("/compte/login/code/confirm/", {"code": code_of(mail.outbox[0].body)})
    assert not signed_in(other)


def test_a_code_is_not_mailed_once_it_is_too_old(client: Client, amina: User, drain) -> None:
    client.post("/compte/login/code/", {"email": amina.email})
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        drain()
    assert mail.outbox == []
    assert Outbox.objects.filter(done_at=None).count() == 0


def test_five_wrong_codes_end_that_code(client: Client, amina: User, drain) -> None:
    client.post("/compte/login/code/", {"email": amina.email})
    drain()
    for _try in range(5):
        client.post("/compte/login/code/confirm/", {"code": "ZZZZ-ZZZZ"})
    client.post("/compte/login/code/confirm/", {"code": code_of(mail.outbox[0].body)})
    assert not signed_in(client)


def test_turning_back_in_the_middle(client: Client, amina: User) -> None:
    client.post("/compte/login/code/", {"email": amina.email})
    assert client.get(LOGIN).status_code == 302
    answer = client.post("/compte/logout/", {"next": LOGIN})
    assert answer["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_password_reset_whole(client: Client, amina: User, drain) -> None:
    answer = client.post("/compte/password/reset/", {"email": amina.email}, follow=True)
    assert "Regardez votre messagerie" in answer.content.decode()
    drain()
    link = re.search(r"http://testserver(/compte/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    assert "15 caractères au moins. Une phrase est plus facile à retenir." in form.content.decode()
    address = form.redirect_chain[-1][0]
    short = client.post(address, {"password1": "trop court", "password2": "trop court"})
    assert "15" in short.content.decode()
    new = "la marée monte doucement"
    done = client.post(address, {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    amina.refresh_from_db()
    assert amina.check_password(new)
    assert "ne fonctionne plus" in Client().get(link[1], follow=True).content.decode()
    drain()
    assert [letter.subject for letter in mail.outbox[1:]] == ["Un changement dans la sécurité de votre compte"]


def test_a_poisoned_host_does_not_reach_the_mail(client: Client, amina: User, drain) -> None:
    answer = client.post("/compte/password/reset/", {"email": amina.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    drain()
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["/compte/login/code/", "/compte/password/reset/"])
def test_nobody_learns_whether_an_account_exists(address: str, amina: User, drain) -> None:
    known, unknown = Client(), Client()
    one = known.post(address, {"email": amina.email}, follow=True)
    two = unknown.post(address, {"email": "nobody@test.example"}, follow=True)
    assert one.redirect_chain == two.redirect_chain
    assert neutral(one).replace(amina.email, "X") == neutral(two).replace("nobody@test.example", "X")
    drain()
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects["nobody@test.example"] == "Aucun compte à cette adresse"
    assert subjects[amina.email] != subjects["nobody@test.example"]


def test_a_wrong_password_reads_like_an_unknown_address(amina: User) -> None:
    one = Client().post(LOGIN, {"login": amina.email, "password": "x" * 15})
    two = Client().post(LOGIN, {"login": "nobody@test.example", "password": "x" * 15})
    assert one.status_code == two.status_code
    assert neutral(one).replace(amina.email, "X") == neutral(two).replace("nobody@test.example", "X")


def test_somebody_who_left_does_not_sign_in_and_her_sessions_end(client: Client, amina: User, drain) -> None:
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/compte/").status_code == 200
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert client.get("/compte/").status_code == 302
    stranger = Client()
    stranger.post(LOGIN, {"login": amina.email, "password": PASSWORD})
    stranger.post("/compte/login/code/", {"email": amina.email})
    drain()
    assert not signed_in(stranger)
    assert all("code" not in letter.subject for letter in mail.outbox)


def test_there_is_no_sign_up(client: Client) -> None:
    page = client.get("/compte/signup/").content.decode()
    assert "Un compte s’ouvre sur invitation" in page and "<form" not in page.split("<main")[1].split("</main")[0]
    client.post("/compte/signup/", {"email": "new@test.example", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="new@test.example").exists()


def test_signing_out_is_a_post_and_clears_the_browser(client: Client, amina: User) -> None:
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    assert "Se déconnecter" in client.get(reverse("account_logout")).content.decode()
    assert signed_in(client)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not signed_in(client)


def test_posting_without_a_token_is_refused(amina: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    for address in [LOGIN, "/compte/login/code/", "/compte/password/reset/", "/compte/logout/"]:
        assert careful.post(address, {"login": amina.email, "password": PASSWORD}).status_code == 403


def code_of(body: str) -> str:
    found = re.search(r"^\s{4}(\S+)$", body, re.MULTILINE)
    assert found, body
    return found[1]


def neutral(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
