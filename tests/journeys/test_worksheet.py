"""The editor of the theory of change, in a browser: two people at once, a broken line, the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

Visitors = Callable[..., Visitor]

MAKE = """
from tests.people import join, organisation, person
from coursesite.cohorts.models import Cohort
from step_guides.worksheets import actions
mark = {mark!r}
cohort = Cohort.objects.order_by("pk").first()
place = organisation(cohort.programme.network, "Le Quai " + mark, sector="justice", city="Brest")
lea, tom = person("Lea" + mark + " Roux"), person("Tom" + mark + " Blanc")
join(lea, place, cohort, "lead")
join(tom, place, cohort)
sheet = actions.open_sheet(place, "theory_of_change", by=lea)
one = actions.add_node(sheet, "activity", {{"label": "Recevoir chaque personne"}}, by=lea)
actions.add_node(sheet, "outcome", {{"label": "Les personnes savent où aller", "horizon": "short"}}, by=lea, after=one.anchor)
actions.add_node(sheet, "activity", {{"label": "Animer un atelier"}}, by=lea)
answer = [lea.email, tom.email, str(sheet.public_id)]
"""
ANSWER = """
from step_guides.worksheets import actions
from step_guides.worksheets.models import Submission
from coursesite.cohorts.queries import trainers_of
sent = Submission.objects.get(worksheet__public_id={sheet!r})
trainer = trainers_of(sent.cohort).first()
actions.send_back(actions.claim(sent, by=trainer), by=trainer)
answer = trainer.first_name_only
"""
LABELS = """
from step_guides.worksheets.models import Node

answer = list(Node.objects.filter(worksheet__public_id={sheet!r}, kind="activity").values_list("label", flat=True))
"""


class Place:
    """An organisation of its own: other journeys are not disturbed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.lea, self.tom, self.sheet = site.shell(MAKE.format(mark=uuid4().hex[:6]))  # type: ignore[misc]
        self.path = f"/fiches/{self.sheet}/"

    def activities(self) -> list[str]:
        return self.site.shell(LABELS.format(sheet=self.sheet))  # type: ignore[return-value]


@pytest.fixture
def place(site: Site) -> Place:
    return Place(site)


def enter(visitor: Visitor, email: str, path: str) -> Page:
    visitor.sign_in(email)
    return visitor.go(path)


def label(page: Page, number: int = 0) -> object:
    return page.locator("#kind-activity textarea[name=label]").nth(number)


def saved(page: Page) -> None:
    """Everything typed is acknowledged, and the page says so."""
    expect(page.locator("worksheet-editor")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-status]")).to_have_text(re.compile(r"^Enregistré à \d\d\sh\s\d\d$"))


def test_two_people_write_in_one_row(visitor: Visitors, place: Place) -> None:
    first, second = visitor(), visitor()
    lea, tom = enter(first, place.lea, place.path), enter(second, place.tom, place.path)
    label(lea).fill("Recevoir chacun")
    saved(lea)
    label(tom, 1).fill("Animer deux ateliers")  # another row: no conflict
    saved(tom)
    label(tom).fill("Accueillir chaque personne")
    box = tom.locator("#kind-activity .conflict")
    expect(box).to_contain_text("modifié entre-temps")
    expect(box.locator("[data-mine]")).to_have_text("Accueillir chaque personne")
    expect(box.locator("[data-theirs]")).to_have_text("Recevoir chacun")
    second.audit("Conflit sur une ligne")
    box.get_by_role("button", name="Garder mon texte").click()
    saved(tom)
    assert place.activities() == ["Accueillir chaque personne", "Animer deux ateliers"]
    label(lea).fill("Recevoir encore")
    lea.locator("#kind-activity .conflict").get_by_role("button", name="Prendre l’autre").click()
    expect(label(lea)).to_have_value("Accueillir chaque personne")
    assert place.activities() == ["Accueillir chaque personne", "Animer deux ateliers"]


def test_what_is_typed_offline_is_kept_and_sent_on_return(visitor: Visitors, place: Place) -> None:
    someone = visitor()
    page = enter(someone, place.lea, place.path)
    someone.context.set_offline(True)
    label(page).fill("Tapé dans le train")
    expect(page.locator("[data-status]")).to_have_text("Hors ligne : votre texte est gardé dans ce navigateur.")
    page.close()  # before the line comes back
    someone.context.set_offline(False)
    page = someone.context.new_page()
    page.goto(place.site.url + place.path)
    expect(label(page)).to_have_value("Tapé dans le train")
    saved(page)
    assert place.activities()[0] == "Tapé dans le train"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jalons:sheet')).length") == 0


def test_the_session_ends_while_typing(visitor: Visitors, place: Place) -> None:
    someone = visitor()
    page = enter(someone, place.lea, place.path)
    someone.context.clear_cookies(name="sessionid")
    label(page).fill("Tapé après la fin de la session")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Reconnectez-vous : votre texte est conservé.")
    with someone.context.expect_page() as opened:
        dialog.get_by_role("link").click()
    other = opened.value
    other.locator("#id_login").fill(place.lea)
    other.locator("#id_password").fill(PASSWORD)
    other.locator("#id_password").press("Enter")
    other.wait_for_url("**/mon-espace/**")
    other.close()
    if dialog.is_visible():
        dialog.get_by_role("button").click()
    saved(page)
    assert place.activities()[0] == "Tapé après la fin de la session"


@pytest.mark.slow
def test_the_keyboard_alone(visitor: Visitors, place: Place) -> None:
    someone = visitor()
    page = enter(someone, place.lea, place.path)
    label(page, 1).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-said]")).to_have_text(re.compile("Animer un atelier, Activités.: place 1 sur 2"))
    assert page.evaluate("document.activeElement.value") == "Animer un atelier"
    assert place.activities() == ["Animer un atelier", "Recevoir chaque personne"]
    page.locator("#kind-impact details.add summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kind-impact details.add input[name=label]")).to_be_focused()
    page.keyboard.type("Moins de personnes sans logement")
    page.keyboard.press("Enter")
    expect(page.locator("#kind-impact textarea[name=label]")).to_be_focused()
    page.locator("#kind-outcome [data-link-from]").first.focus()
    page.keyboard.press("Enter")
    page.locator(".link-form select").select_option(label="Moins de personnes sans logement")
    page.locator(".link-form button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kind-outcome .link textarea[name=assumption]")).to_be_focused()
    page.keyboard.type("elles savent qui appeler")
    saved(page)
    expect(page.locator("#diagram .is-live")).to_have_count(1)
    someone.audit("Éditeur de la théorie du changement")
    page.locator("[data-send] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2#pending")).to_be_visible()
    page.get_by_role("button", name="quand même").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Votre fiche est envoyée")


def test_on_a_phone_one_element_at_a_time(visitor: Visitors, place: Place) -> None:
    someone = visitor(phone=True)
    page = enter(someone, place.lea, place.path)
    page.locator("#kind-activity .row-open").first.click()
    assert page.locator(".row:visible").count() == 1
    page.get_by_role("link", name="Suivant").locator("visible=true").click()
    expect(label(page, 1)).to_be_visible()
    assert page.locator(".row:visible").count() == 1
    page.get_by_role("link", name="Toute la liste").locator("visible=true").click()
    assert page.locator(".row-node:visible").count() == 3


def test_from_nothing_to_the_answer(visitor: Visitors, place: Place, site: Site) -> None:
    """The first page, five questions, the list they make, then the sheet that came back."""
    code = f"from step_guides.worksheets.models import *\nWorksheet.objects.get(public_id={place.sheet!r}).delete()\nanswer = 1"
    site.shell(code)
    someone = visitor()
    page = enter(someone, place.lea, "/fiches/theorie-du-changement/")
    page.locator("main form button").click()
    expect(page.get_by_role("link", name="Répondre aux cinq questions")).to_be_visible()
    someone.audit("Fiche vide")
    page.get_by_role("link", name="Répondre aux cinq questions").click()
    page.locator("[name=impact]").fill("Moins de ruptures de parcours")
    page.locator("[name=outcome]").fill("Les jeunes osent demander de l’aide")
    page.locator("[name=audience]").fill("Jeunes accueillis")
    page.locator("form.guided .button").first.click()
    expect(page.locator(".row-node")).to_have_count(2)
    page.locator("[data-send] button").click()
    expect(page.locator("worksheet-editor[data-frozen]")).to_be_visible()
    site.shell(ANSWER.format(sheet=page.url.rstrip("/").rsplit("/", 1)[1]))
    page.reload()
    expect(page.locator("#answer")).to_have_text("À reprendre")


def test_the_pages_around_the_editor(visitor: Visitors, place: Place) -> None:
    someone = visitor()
    enter(someone, place.lea, place.path)
    for path, name in [
        (place.path + "historique/", "Historique de la fiche"),
        (place.path + "imprimer/", "Fiche à imprimer"),
        ("/fiches/", "Vos fiches"),
        ("/fiches/theorie-du-changement/exemple/", "Exemple rempli"),
    ]:
        someone.go(path)
        someone.audit(name)
