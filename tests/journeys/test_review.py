"""A review, from the queue to the stamp: remarks at their place, an answer sent, a new version read for what changed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

Visitors = Callable[..., Visitor]
MECHANISM, WHO, CLEAR = (
    "Par quel mécanisme l’accueil mène-t-il à cet effet ?",
    "Qui change, concrètement ?",
    "L’activité se comprend tout de suite.",
)

MAKE = """
from coursesite.cohorts.models import Cohort
from step_guides.worksheets import actions
from step_guides.worksheets.models import Link, Node
from tests.people import join, organisation, person

mark = {mark!r}
cohort = Cohort.objects.filter(trainer_assignments__person__email="luc@demo.example").first()
place = organisation(cohort.programme.network, "Le Phare " + mark, sector="justice", city="Brest")
lea = person("Lea" + mark + " Roux")
join(lea, place, cohort, "lead")
sheet = actions.open_sheet(place, "theory_of_change", by=lea)
one = actions.add_node(sheet, "activity", {{"label": "Recevoir chaque personne"}}, by=lea)
two = actions.add_node(sheet, "outcome", {{"label": "Les gens vont mieux", "horizon": "short"}}, by=lea, after=one.anchor)
sheet.refresh_from_db()
sent = actions.submit(sheet, by=lea, confirmed=True)
link = Link.objects.get(worksheet=sheet.pk)
answer = [lea.email, place.name, str(sheet.public_id), one.anchor, two.anchor, link.anchor]
"""


class Story:
    """An organisation of its own in Luc's cohort, its theory of change sent."""

    def __init__(self, site: Site) -> None:
        made = site.shell(MAKE.format(mark=uuid4().hex[:6]))
        self.lea, self.name, self.sheet, self.activity, self.outcome, self.link = made  # type: ignore[misc]
        self.path = f"/fiches/{self.sheet}/"


@pytest.fixture
def story(site: Site) -> Story:
    return Story(site)


def enter(visitor: Visitor, email: str, path: str) -> Page:
    page = visitor.go("/compte/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/mon-espace/**")
    return visitor.go(path)


def open_from_queue(page: Page, name: str) -> None:
    page.locator(".queue-item", has_text=name).get_by_role("button").click()
    expect(page.get_by_role("heading", name="Votre réponse est un brouillon")).to_be_visible()


def remark(page: Page, anchor: str, kind: str, text: str) -> None:
    margin = page.locator(f"#{anchor.replace(':', '-')} > .place-margin")
    margin.locator(".add-remark > summary").click()
    form = margin.locator("form[data-bank]")
    form.locator("[name=kind]").select_option(kind)
    form.locator("[name=text]").fill(text)
    form.get_by_role("button").click()
    expect(margin.locator(".margin-note.draft", has_text=text)).to_be_visible()


def next_step(page: Page, letter: str, step: str) -> None:
    page.locator("#letter [name=letter]").fill(letter)
    page.locator("#letter [name=next_step]").fill(step)
    page.get_by_role("button", name="Enregistrer la lettre").click()
    expect(page.locator("#letter [name=next_step]")).to_have_value(step)


def levels(page: Page) -> list[str]:
    return page.locator("#rubric input:checked").evaluate_all("found => found.map((one) => one.value)")


def test_two_trainers_answer_in_one_letter(visitor: Visitors, story: Story) -> None:
    """Luc prepares, Maud takes it over and invites him; each writes a part, Luc agrees, Maud signs: Lea reads one letter."""
    theorist, practitioner, participant = visitor(), visitor(), visitor()
    luc = enter(theorist, "luc@demo.example", "/relectures/")
    open_from_queue(luc, story.name)
    version = luc.url

    maud = enter(practitioner, "maud@demo.example", version.split("#")[0])
    maud.get_by_role("link", name="Reprendre cette relecture…").click()
    expect(maud.locator("main")).to_contain_text("garde ce qui est déjà préparé")
    practitioner.audit("Reprendre une relecture")
    maud.get_by_role("button", name="Reprendre").click()
    expect(maud.get_by_role("heading", name="Votre réponse est un brouillon")).to_be_visible()
    maud.locator("#together summary", has_text="Inviter quelqu’un à répondre avec vous").click()
    maud.locator("#together select[name=to]").select_option(label="Luc Morvan")
    maud.get_by_role("button", name="Inviter et prévenir").click()
    expect(maud.locator("#together")).to_contain_text("invitation sans réponse")
    remark(maud, story.activity, "strength", CLEAR)
    for criterion in maud.locator(".criterion").all():
        criterion.locator("input[value='3']").check()
    maud.get_by_role("button", name="Enregistrer la grille").click()
    next_step(maud, "Bonjour Lea, voici notre lecture.", "Dire qui change")

    theorist.go(version)
    luc.locator("body").press("?")
    expect(luc.locator("[data-keys] .keys")).to_be_visible()
    remark(luc, story.outcome, "to_fix", WHO)
    luc.locator("#letter [name=letter]").fill("Côté théorie, le lien reste à dire.")
    luc.get_by_role("button", name="Enregistrer la lettre").click()
    luc.get_by_role("button", name="Répondre ensemble").click()
    luc.locator("#together summary", has_text="Ce que Maud a préparé").click()
    expect(luc.locator("#together")).to_contain_text("voici notre lecture")
    theorist.audit("Répondre à plusieurs")
    luc.get_by_role("button", name="Ma part est prête, d’accord").click()
    expect(luc.locator(".messages")).to_contain_text("Votre accord est donné.")

    practitioner.go(version)
    maud.get_by_role("link", name="Demander une nouvelle version…").click()
    expect(maud.locator("main")).to_contain_text(WHO)
    maud.get_by_role("button", name="Renvoyer et prévenir l’équipe").click()
    maud.wait_for_url("**/relectures/")

    lea = enter(participant, story.lea, story.path)
    expect(lea.locator("#answer")).to_be_visible()
    main = lea.locator("main")
    for words in ["voici notre lecture", "Côté théorie", WHO, CLEAR]:
        expect(main).to_contain_text(words)
    expect(main).to_contain_text("Maud et Luc ont lu la version 1")


def test_a_review_from_the_queue_to_the_stamp(visitor: Visitors, story: Story) -> None:
    trainer, participant = visitor(), visitor()

    luc = enter(trainer, "luc@demo.example", "/relectures/")
    open_from_queue(luc, story.name)
    remark(luc, story.activity, "strength", CLEAR)
    remark(luc, story.outcome, "to_fix", WHO)
    remark(luc, story.link, "question", MECHANISM)
    for criterion in luc.locator(".criterion").all():
        criterion.locator("input[value='3']").check()
    luc.locator(".criterion").nth(7).locator("input[value='2']").check()
    luc.get_by_role("button", name="Enregistrer la grille").click()
    expect(luc.locator("#rubric input:checked")).to_have_count(8)
    next_step(luc, "Bonjour Lea,\n\nVotre fiche se lit bien.", "Dire qui change, et quoi")
    trainer.audit("La relecture d’une version, toute préparée")  # the other screens: test_story.py
    luc.get_by_role("link", name="Demander une nouvelle version…").click()
    luc.get_by_role("button", name="Renvoyer et prévenir l’équipe").click()
    luc.wait_for_url("**/relectures/")
    expect(luc.locator(".queue-item", has_text=story.name)).to_have_count(0)

    lea = enter(participant, story.lea, story.path)
    asked = lea.locator(f"[data-anchor='{story.link}'] .margin-note", has_text=MECHANISM)
    who = lea.locator(f"[data-anchor='{story.outcome}'] > .row-threads .margin-note", has_text=WHO)
    expect(asked).to_be_visible()
    expect(who).to_be_visible()
    expect(lea.locator(f"[data-anchor='{story.activity}'] > .row-threads .margin-note", has_text=CLEAR)).to_be_visible()
    asked.locator("summary", has_text="Répondre").click()
    asked.locator("[name=text]").fill("Les personnes savent à qui parler.")
    asked.get_by_role("button", name="Envoyer la réponse").click()
    expect(asked).to_contain_text("Les personnes savent à qui parler.")
    who.get_by_role("button", name="C’est fait").click()
    expect(who).to_contain_text("traitée")
    participant.go(f"/fiches/{story.sheet}/")
    lea.locator("#kind-outcome textarea[name=label]").first.fill("Les personnes reçues savent où aller")
    expect(lea.locator("worksheet-editor")).to_have_attribute("data-state", "saved")
    lea.locator("[data-send] button").click()
    again = lea.locator("form:has([name=confirmed]) button")
    expect(again.or_(lea.locator("[data-frozen]"))).to_be_visible()
    if again.is_visible():
        again.click()
    expect(lea.locator("[data-frozen]")).to_be_visible()

    trainer.go("/relectures/")
    open_from_queue(luc, story.name)
    changes = luc.locator("#changes")
    expect(changes).to_contain_text("Les personnes reçues savent où aller")
    expect(changes).to_contain_text("Les personnes savent à qui parler.")
    assert luc.evaluate("document.querySelector('#changes').compareDocumentPosition(document.querySelector('#whole')) & 4")
    assert levels(luc) == ["3"] * 7 + ["2"]
    remark(luc, story.outcome, "strength", "On voit qui change.")
    next_step(luc, "Merci, c’est net.", "Choisir un premier indicateur")
    luc.get_by_role("link", name="Valider…").click()
    luc.get_by_role("button", name="Valider et prévenir l’équipe").click()
    luc.wait_for_url("**/relectures/")

    participant.go(story.path)
    expect(lea.locator(".stamp")).to_contain_text("Validée")
