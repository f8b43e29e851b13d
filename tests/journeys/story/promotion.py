"""0. A promotion is opened, its organisations invited; a lead joins on her phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.story import Story, link_in
from tests.people import PASSWORD


def open_a_promotion(story: Story) -> None:
    rose = story.rose
    page = rose.sign_in("rose")
    rose.audit("officer-dashboard")
    rose.go("/promotions/programmes/nouveau/")
    page.locator("#id_name").fill(f"Parcours des salines {story.mark}")
    page.locator("#id_months").fill("9")
    page.locator("#id_objectives").fill("Construire sa théorie du changement")
    page.get_by_role("button", name="Créer le programme").click()
    rose.go("/promotions/nouvelle/")
    rose.audit("cohort-form")
    page.locator("#id_programme").select_option(label=f"Parcours des salines {story.mark}")
    page.locator("#id_name").fill(story.cohort)
    page.locator("#id_starts_on").fill("2026-10-12")
    page.locator("form.form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(story.cohort)
    expect(page.locator("main")).to_contain_text("30 juin 2027")  # nine calendar months
    address = page.url
    for trainer in ["luc", "maud"]:
        page.goto(f"{address}formateurs/ajouter/")
        page.locator("#id_email").fill(f"{trainer}@demo.example")
        page.get_by_role("button", name=re.compile("Ajouter")).click()
        page.wait_for_url(address)
    import_organisations(story, page, address)
    page.goto(f"{address}structures/ajouter/")
    page.locator("#id_name").fill(story.organisation)
    page.locator("#id_city").fill("Guérande")
    page.locator("#id_full_name").fill("Nora Benali")
    page.locator("#id_email").fill(story.nora)
    page.locator("form.form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text(story.organisation)
    rose.audit("cohort")


def import_organisations(story: Story, page: Page, address: str) -> None:
    """A file with a bad line imports nothing and says where; mended, it is previewed, then confirmed."""
    head = "structure;ville;secteur;nom;courriel\r\n"
    good = f"La Cabane {story.mark};Batz;justice;Élise Morin;elise-{story.mark}@cabane.example\r\n"
    bad = f"=1+1;Batz;justice;Jean;jean-{story.mark}@x.example\r\nSans courriel;Batz;justice;Jean;pas-une-adresse\r\n"
    page.goto(f"{address}import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": (head + good + bad).encode("cp1252")}
    )
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Élise Morin")
    expect(page.locator("main")).to_contain_text(re.compile("pas-une-adresse|courriel"))
    story.rose.audit("import-with-errors")
    page.goto(f"{address}import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "b.csv", "mimeType": "text/csv", "buffer": (head + good).encode("utf-8-sig")}
    )
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    page.locator("form[action$='confirmer/'] button").first.click()
    page.goto(address)
    expect(page.locator("main")).to_contain_text(f"La Cabane {story.mark}")


def invite_and_join(story: Story) -> None:
    """On a phone, from the message; then she invites her colleague. The link serves once."""
    phone = story.lead
    mail = story.site.mail(story.nora, "rejoindre")
    link = link_in(mail)
    phone.go(link)
    phone.audit("join")
    page = accept(phone, mail, "Nora Benali")
    again = story.visitor()
    answer = again.page.goto(link)
    assert answer and answer.status == 409
    phone.go("/mon-espace/")
    phone.audit("participant-dashboard")
    page.get_by_role("link", name=re.compile("Inviter")).first.click()
    page.locator("#id_email").fill(story.omar)
    page.locator("form.form button[type=submit]").first.click()
    assert "Nora" in story.site.mail(story.omar, "rejoindre")


def accept(someone: Visitor, mail: str, name: str) -> Page:
    """An invitation accepted from its message, by somebody who has no account yet."""
    page = someone.go(link_in(mail))
    page.locator("#id_full_name").fill(name)
    page.locator("#id_function").fill("coordination")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url("**/mon-espace/**")
    return page
