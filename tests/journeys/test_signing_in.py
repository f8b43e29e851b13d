"""2. Signing in: a password, a code received by e-mail, and the second factor that a real site asks of those who hold a role."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.story import Visitors
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

AMINA, LUC = "amina@demo.example", "luc@demo.example"
SUBJECT = "code de connexion"
# Everything a role opens, and what any account opens.
GUARDED = ["/relectures/", "/mon-espace/", "/promotions/", "/compte/", "/fiches/", "/modules/module-3/a-quoi-sert/"]


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("real-site"), demo=False)
    yield site
    site.stop()


def title(page: Page) -> object:
    return page.get_by_role("heading", level=1)


def type_password(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Courriel").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def ask_for_a_code(visitor: Visitor, email: str) -> str:
    """On the page of the code when it returns, which is what the message says it is."""
    page = visitor.go("/compte/login/")
    page.get_by_role("link", name="Recevoir un code par courriel").click()
    page.get_by_label("Courriel").fill(email)
    page.get_by_role("button", name="M’envoyer le code").click()
    expect(title(page)).to_have_text("Tapez le code reçu")
    code = re.search(r"^\s{4}(\S+)\s*$", visitor.site.mail(email, SUBJECT), re.MULTILINE)
    assert code
    return code[1]


def six_digits(secret: str, ahead: int = 0) -> str:
    """What the app on a phone shows (RFC 6238). `ahead`: periods from now; a code serves once, the next one is already good."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def test_a_participant_by_password_then_by_a_code(site: Site, visitor: Visitors) -> None:
    amina = visitor()
    page = amina.go("/fiches/")
    expect(title(page)).to_have_text("Se connecter")
    amina.audit("sign-in")
    type_password(page, AMINA, "pas le bon mot de passe")
    expect(page.get_by_role("main")).to_contain_text("incorrect")
    expect(page.get_by_label("Courriel")).to_have_value(AMINA)
    type_password(page, AMINA)
    expect(title(page)).to_have_text("Vos fiches")  # where she was going
    page.get_by_text("Amina", exact=True).click()
    page.get_by_role("button", name="Se déconnecter").click()
    amina.go("/fiches/")
    expect(title(page)).to_have_text("Se connecter")

    code = ask_for_a_code(amina, AMINA)
    amina.audit("sign-in-code")
    page.get_by_label("Code").fill("ZZZZZZ")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("incorrect")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(title(page)).to_contain_text("Amina")
    page.wait_for_url("**/mon-espace/")

    mailbox = visitor()  # the demonstration shows its mail to anybody at the machine
    box = mailbox.go("/demo/courrier/")
    mailbox.audit("demo-mailbox")
    box.get_by_role("link", name=re.compile(SUBJECT)).first.click()
    expect(box.get_by_role("main")).to_contain_text(code)


def test_a_trainer_cannot_do_without_a_second_factor(real_site: Site, visitor: Visitors) -> None:
    luc = visitor(at=real_site)
    page = luc.go("/relectures/")
    expect(page.get_by_role("main")).not_to_contain_text("démonstration")
    type_password(page, LUC)
    expect(title(page)).to_have_text("Confirmez que c’est bien vous")  # before the ways to sign in are changed
    for address in GUARDED:
        luc.go(address)
        assert "next=%2Fcompte%2F2fa%2Ftotp%2Factivate%2F" in page.url, address
    luc.audit("second-factor-first")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    expect(title(page)).to_have_text("Installer une application d’authentification")
    for address in GUARDED:
        luc.go(address)
        expect(title(page)).to_have_text("Installer une application d’authentification")
    luc.audit("second-factor")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code").fill(f"{(int(six_digits(secret)) + 1) % 10**6:06}")
    page.get_by_role("button", name="Protéger mon compte").click()
    expect(page.get_by_role("main")).to_contain_text("incorrect")
    assert page.locator(".secret").inner_text() == secret
    page.get_by_label("Code").fill(six_digits(secret))
    page.get_by_role("button", name="Protéger mon compte").click()
    expect(title(page)).to_have_text("Codes de secours")
    luc.audit("recovery-codes")
    luc.go("/relectures/")
    expect(title(page)).to_have_text("À lire")
    assert "application" in real_site.mail(LUC, "compte")

    elsewhere = visitor(at=real_site)
    page = elsewhere.go("/relectures/")
    type_password(page, LUC)
    expect(title(page)).to_have_text("Code de l’application d’authentification")
    elsewhere.audit("second-factor-asked")
    other_tab = elsewhere.context.new_page()
    other_tab.goto(f"{real_site.url}/relectures/")  # the password alone opens nothing
    expect(title(other_tab)).to_have_text("Code de l’application d’authentification")
    other_tab.close()
    served = six_digits(secret)
    page.get_by_label("Code").fill(served)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(title(page)).to_have_text("À lire")

    by_mail = visitor(at=real_site)
    code = ask_for_a_code(by_mail, LUC)
    page = by_mail.page
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(title(page)).to_have_text("Code de l’application d’authentification")
    page.get_by_label("Code").fill(served)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("incorrect")  # it may still be the one of these thirty seconds
    page.get_by_label("Code").fill(six_digits(secret, ahead=1))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/mon-espace/")


def test_nobody_else_is_asked_for_one(real_site: Site, visitor: Visitors) -> None:
    amina = visitor(at=real_site)
    page = amina.go("/compte/login/")
    type_password(page, AMINA)
    expect(title(page)).to_contain_text("Amina")
    answer = page.goto(f"{real_site.url}/demo/courrier/")
    assert answer and answer.status == 404
