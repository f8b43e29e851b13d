"""Sent, sent back twice, and decided: what each side does on a version."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.amarres import Amarres
from tests.journeys.amarres.drawing import row_of
from tests.journeys.conftest import Visitor
from tests.journeys.story.reviewing import LINK, NODE, add_remark, review_with
from tests.journeys.test_worksheet import saved

RIGHTS, HOUSING = "Les personnes connaissent leurs droits", "Les personnes accèdent à un logement stable"
RIGHTS_AGAIN = "Les personnes connaissent leurs droits et savent qui contacter"


def send(visitor: Visitor, path: str) -> None:
    page = visitor.go(f"{path}envoyer/")
    page.locator("form:has([name=confirmed]) button").first.click()
    page.wait_for_url(f"**{path}")
    expect(page.locator("main")).to_contain_text(re.compile("[Ee]nvoyée"))


def open_waiting(story: Amarres, trainer: Visitor, title: str) -> Page:
    page = trainer.go("/relectures/")
    item = page.locator("li.queue-item", has_text=story.name).filter(has_text=title)
    item.get_by_role("button", name=re.compile("Lire et répondre|Continuer")).click()
    page.wait_for_url("**/versions/**")
    return page


def confirm(page: Page, decision: str) -> None:
    page.locator(f"a[href$='{decision}/confirmer/']").first.click()
    page.wait_for_url(f"**/{decision}/confirmer/")
    page.locator("form.form button").last.click()
    page.wait_for_url("**/relectures/**")


def first_round(story: Amarres) -> None:
    page = open_waiting(story, story.luc, "Théorie du changement")
    remarks = [
        (NODE, "Rendez-vous individuels", "strength", "Une activité claire, avant et après la sortie."),
        (NODE, RIGHTS, "to_fix", "Connaître ne suffit pas : que savent-elles faire de plus ?"),
        (LINK, HOUSING, "question", "D’où savez-vous que des logements existent ?"),
    ]
    review_with(page, remarks, level=2)
    confirm(page, "a-reprendre")


def first_revision(story: Amarres, path: str) -> None:
    """Lise rewords; Marc declines with a reason."""
    page = story.lise.go(path)
    row = row_of(page, RIGHTS)
    row.locator("[name=label]").fill(RIGHTS_AGAIN)
    saved(page)
    page = story.lise.go(path)
    note = row_of(page, RIGHTS_AGAIN).locator(".margin-note", has_text="Connaître ne suffit pas")
    note.get_by_role("button", name="C’est fait").click()
    expect(page.locator(".margin-note[data-state=addressed]", has_text="Connaître ne suffit pas")).to_be_visible()
    page = story.marc.go(path)
    note = page.locator(".link .margin-note", has_text="des logements existent")
    note.locator("summary", has_text="Écarter").click()
    note.locator("[name=reason]").fill("La métropole publie chaque année les attributions ; nous les suivons déjà.")
    note.get_by_role("button", name="Écarter pour cette raison").click()
    expect(page.locator(".margin-note[data-state=declined]", has_text="des logements existent")).to_contain_text("La métropole")
    send(story.marc, path)


def second_round(story: Amarres) -> None:
    page = open_waiting(story, story.luc, "Théorie du changement")
    changes = page.locator("#changes")
    expect(changes).to_contain_text("savent qui contacter")
    expect(page.locator("main")).to_contain_text("La métropole publie")
    review_with(
        page,
        [
            (NODE, "Dépendance", "suggestion", "Dites comment vous l’évitez."),
            (NODE, RIGHTS_AGAIN, "strength", "Le changement se voit."),
        ],
    )
    confirm(page, "a-reprendre")


def second_revision(story: Amarres, path: str) -> None:
    page = story.marc.go(path)
    row = row_of(page, "Dépendance vis-à-vis de l'accompagnateur")
    row.locator("details.row-more > summary").click()
    row.locator("[name=note]").fill(
        "Deux personnes suivent chaque situation, et chacun rencontre d’autres services dès le premier mois."
    )
    saved(page)
    send(story.lise, path)


def third_round(story: Amarres) -> None:
    """Luc writes the letter and Maud adds her remarks; she agrees, he signs: one letter, two names."""
    page = open_waiting(story, story.luc, "Théorie du changement")
    expect(page.locator("#changes")).to_contain_text("Deux personnes suivent chaque situation")
    invite(page, "Maud")
    review_with(page, [(NODE, RIGHTS_AGAIN, "strength", "Le raisonnement se lit sans vous.")])
    agree(
        story,
        "Théorie du changement",
        (NODE, "Rendez-vous individuels", "strength", "Sur le terrain, c’est bien là que tout se joue."),
    )
    page.reload()
    expect(page.locator("#together")).to_contain_text("d’accord")
    confirm(page, "valider")


def invite(page: Page, name: str) -> None:
    together = page.locator("#together")
    if together.locator("li strong", has_text=name).count():  # a cohort that reads in pairs has invited her
        return
    together.locator("summary", has_text="Inviter").click()
    label = next(text for text in together.locator("select[name=to] option").all_text_contents() if name in text)
    together.locator("select[name=to]").select_option(label=label)
    together.get_by_role("button", name="Inviter").click()
    expect(page.locator("#together li strong", has_text=name)).to_be_visible()


def agree(story: Amarres, title: str, remark: tuple[str, str, str, str]) -> None:
    page = story.maud.go("/relectures/")
    item = page.locator("li.queue-item", has_text=story.name).filter(has_text=title)
    item.get_by_role("button").first.click()
    page.wait_for_url("**/versions/**")
    add_remark(page, *remark)
    page.locator("#together").get_by_role("button", name="Répondre ensemble").click()
    page.locator("#together").get_by_role("button", name=re.compile("d’accord")).click()
    expect(page.locator("#together")).to_contain_text("Retirer mon accord")


def validate_the_lot(story: Amarres) -> None:
    page = open_waiting(story, story.maud, "Effets, questions et indicateurs")
    review_with(page, [("#whole .place", "logement stable", "strength", "Des indicateurs que l’équipe saura tenir.")])
    confirm(page, "valider")


def read_the_others(story: Amarres, titles: list[str]) -> None:
    for title in titles:
        page = open_waiting(story, story.luc, title)
        confirm(page, "lue")
