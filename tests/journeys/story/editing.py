"""10. The editor changes a lesson and puts a new exercise in it; a learner in the middle of it loses nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.cms import begin_exercise, publish
from tests.journeys.conftest import Visitor
from tests.journeys.story import Story
from tests.journeys.story.learning import answer_exercise
from tests.journeys.story.promotion import accept

SENTENCE = "Ces mots viennent d’être ajoutés par la rédaction."
CHOICES = [("Relire la fiche à voix haute", True), ("Compter les réunions tenues", False)]
LESSON = """
from modules.catalogue.models import UnitPage
page = UnitPage.objects.get(slug="ce-qui-peut-mal-tourner")
answer = [page.pk, page.live_revision_id]
"""
# Everything both learners have, row by row.
KEPT = """
from modules.progress.models import Attempt, ModuleCompletion, ModuleStart, UnitCompletion
rows = (list(one.objects.filter(enrolment__person__email__in={emails!r}).order_by("pk").values()) for one in
        (Attempt, ModuleStart, ModuleCompletion, UnitCompletion))
answer = [[str(row) for row in found] for found in rows]
"""
AS_BEFORE = """
from modules.catalogue.models import UnitPage
from modules.exercises.models import Exercise
Exercise.objects.get(title={title!r}).unpublish()
UnitPage.objects.get(pk={pk}).revisions.get(pk={revision}).publish()
answer = True
"""


def edit(story: Story) -> None:
    omar = begin_the_lesson(story)
    pk, revision = story.site.shell(LESSON)  # type: ignore[misc]
    kept = story.site.shell(KEPT.format(emails=[story.nora, story.omar]))
    ines = story.visitor()
    ines.screens.strict = True
    ines.sign_in("ines")
    ines.audit("editor-dashboard")
    title = f"Ce qui peut mal tourner, suite {story.mark}"
    page = ines.go(f"/cms/pages/{pk}/edit/")
    page.locator("#id_title").fill(title)
    text = page.get_by_role("region", name=re.compile("^Texte")).first.get_by_role("textbox").first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f" {SENTENCE}")
    exercise = new_exercise(ines, story.mark)
    see_in_preview(page, exercise)
    publish_exercise(ines, page)
    publish(page)
    expect(page.locator(".messages")).to_contain_text(title)
    assert ines.screens.faults == []

    assert story.site.shell(KEPT.format(emails=[story.nora, story.omar])) == kept
    page = omar.page
    page.reload()
    # He had begun the module: it stays as it was, until he asks.
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    page.get_by_role("button", name="Lire la nouvelle version du module").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text(SENTENCE)
    mine = page.locator("section.exercise", has_text="Repérer les effets non voulus")
    expect(mine).to_contain_text("4 sur 6")
    expect(mine.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(page.locator("[aria-current=step]").first).to_be_visible()
    new = page.locator("section.exercise", has_text=exercise)
    new.get_by_label(CHOICES[0][0]).check()
    new.get_by_role("button", name="Vérifier").click()
    expect(page.locator("section.exercise", has_text=exercise)).to_contain_text("2 sur 2")
    omar.go("/parcours/")
    expect(page.get_by_role("main")).to_contain_text("1 leçon vue sur 6")
    nora = story.lead.go("/parcours/")
    expect(nora.get_by_role("main")).to_contain_text("achevé le")
    story.site.shell(AS_BEFORE.format(title=exercise, pk=pk, revision=revision))  # as the other journeys expect it


def begin_the_lesson(story: Story) -> Visitor:
    """Omar joins, answers the exercise of one lesson half right, marks it as seen, and opens it again."""
    omar = story.visitor()
    page = accept(omar, story.site.mail(story.omar, "rejoindre"), "Omar Le Bihan")
    page = omar.go("/modules/module-3/ce-qui-peut-mal-tourner/")
    answer_exercise(page, 0, right=1)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/relire/")
    page = omar.go("/modules/module-3/ce-qui-peut-mal-tourner/")
    expect(page.locator("section.exercise")).to_contain_text("4 sur 6")
    return omar


def new_exercise(ines: Visitor, mark: str) -> str:
    """Begun from the chooser of the lesson, written in its own tab, kept as a draft. Returns its title."""
    title = f"Se relire {mark}"
    form = begin_exercise(ines, title, "Cocher ce qui est juste")
    form.get_by_role("textbox", name="Consigne").fill("Cochez ce qui aide à se relire.")
    for text, right in CHOICES:
        form.get_by_role("button", name="Insérer un bloc").last.click()
        form.get_by_role("textbox", name="Texte du choix").last.fill(text)
        form.get_by_role("checkbox", name="À cocher").last.set_checked(right)
    form.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(form.locator(".messages")).to_contain_text(title)
    return title


def see_in_preview(page: Page, exercise: str) -> None:
    """The lesson as a learner would read it, with the exercise that is still a draft."""
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    shown = page.frame_locator("iframe[id*=preview]").locator("main")
    expect(shown).to_contain_text(SENTENCE)
    card = shown.locator("section.exercise", has_text=exercise)
    expect(card).to_contain_text("Cochez ce qui aide à se relire.")
    for text, _right in CHOICES:
        expect(card.get_by_label(text)).not_to_be_checked()
    expect(card.get_by_role("button", name="Vérifier")).to_be_visible()
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()


def publish_exercise(ines: Visitor, lesson: Page) -> None:
    form = next(one for one in ines.context.pages if one != lesson)
    publish(form)
    form.close()
