"""7. The trainer answers, the organisation revises, the trainer validates."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.story import Story, link_in

NODE, LINK = ".place:not(.place-link)", ".place-link"


def review_with(page: Page, remarks: list[tuple[str, str, str, str]], *, level: int = 3) -> None:
    """Remarks at their places, the rubric, the letter. `remarks`: (node or link, words of it, kind, text)."""
    for remark in remarks:
        add_remark(page, *remark)
    for criterion in page.locator("fieldset.criterion").all():
        criterion.locator(f"input[value='{level}']").check()
    page.locator("#rubric form button").last.click()
    page.wait_for_load_state()
    page.locator("#id_letter").fill("Bonjour à toute l’équipe, merci pour ce travail.")
    page.locator("#id_next_step").fill("Dire pourquoi les ateliers changent quelque chose")
    page.locator("#letter form button").last.click()
    page.wait_for_load_state()


def add_remark(page: Page, where: str, words: str, kind: str, text: str) -> None:
    place = page.locator(where, has_text=words).first
    place.locator("details.add-remark summary").first.click()
    form = place.locator("details.add-remark form").first
    form.locator("select[name=kind]").select_option(kind)
    form.locator("textarea[name=text]").fill(text)
    form.locator("button").last.click()
    expect(page.locator(where, has_text=words).first.locator(".margin-note.draft", has_text=text)).to_be_visible()


def send_back(story: Story) -> None:
    luc = story.luc
    link = link_in(story.site.mail("luc@demo.example", story.organisation))
    page = luc.sign_in("luc")
    luc.audit("trainer-dashboard")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Les personnes connaissent leurs droits")
    luc.go("/relectures/")
    luc.audit("queue")
    page.locator("li", has_text=story.organisation).get_by_role("button").first.click()
    page.wait_for_load_state()
    luc.audit("desk")
    review_with(
        page,
        [
            (NODE, "Ateliers collectifs", "strength", "Une activité claire, bien décrite."),
            (LINK, "Les personnes connaissent", "question", "Par quel mécanisme passe-t-on de l’atelier aux droits ?"),
        ],
    )
    page.locator("a[href$='a-reprendre/confirmer/']").first.click()
    page.wait_for_url("**/a-reprendre/confirmer/")
    luc.audit("confirm-return")
    page.locator("form.form button").last.click()
    page.wait_for_url("**/relectures/")


def revise(story: Story) -> None:
    nora = story.visitor()  # at her desk this time: margin notes beside the whole list
    story.site.mail(story.nora, "Luc")
    page = nora.sign_in(story.nora)
    nora.audit("returned-dashboard")
    page = nora.go(f"/fiches/{story.sheet}/")
    nora.audit("sheet-returned")
    note = page.locator(".margin-note", has_text="Par quel mécanisme")
    expect(note).to_be_visible()
    note.locator("summary", has_text="Répondre").click()
    note.locator("textarea[name=text]").first.fill("Les échanges entre pairs lèvent la peur de demander.")
    note.get_by_role("button", name="Envoyer la réponse").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("lèvent la peur")
    page.locator(".margin-note", has_text="Par quel mécanisme").get_by_role("button", name="C’est fait").click()
    page.wait_for_load_state()
    label = page.locator("#kind-outcome textarea[name=label]").first
    label.fill("Les personnes connaissent leurs droits et osent les demander")
    if story.script:
        expect(page.locator("worksheet-editor")).to_have_attribute("data-state", "saved")
    else:
        page.locator("#kind-outcome .row-form").first.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".messages")).to_contain_text("Enregistré à")
    nora.go(f"/fiches/{story.sheet}/envoyer/")
    page.locator("form:has([name=confirmed]) button").first.click()
    page.wait_for_load_state()


def validate(story: Story) -> None:
    luc = story.luc
    page = luc.go("/relectures/")
    page.locator("li", has_text=story.organisation).get_by_role("button").first.click()
    page.wait_for_load_state()
    changes = page.locator("#changes")
    expect(changes).to_contain_text("osent les demander")
    luc.audit("desk-second-round")
    expect(page.locator("fieldset.criterion").first.locator("input[value='3']")).to_be_checked()
    review_with(page, [(NODE, "Ateliers collectifs", "strength", "Le lien se lit bien maintenant.")])
    page.locator("a[href$='valider/confirmer/']").first.click()
    page.locator("form.form button").last.click()
    page.wait_for_url("**/relectures/")
    page = story.lead.go(f"/fiches/{story.sheet}/")
    expect(page.locator(".stamp").first).to_contain_text(re.compile("Validée"))
    story.lead.audit("sheet-validated")
