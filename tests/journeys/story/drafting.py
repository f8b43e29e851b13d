"""5, 6. The sheet is drafted and sent."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.story import Story


def draft(story: Story) -> None:
    nora = story.lead
    page = nora.go("/fiches/theorie-du-changement/")
    nora.audit("sheet-start")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    page.wait_for_load_state()
    page.get_by_role("link", name=re.compile("cinq questions")).first.click()
    nora.audit("guided-start")
    answers = {
        "need": "À leur sortie, des personnes n’ont ni logement ni contact",
        "impact": "Moins de retours en détention sur le territoire",
        "outcome": "Les personnes connaissent leurs droits",
        "audience": "personnes sortant de détention",
        "activity": "Ateliers collectifs sur les démarches",
        "resource": "Deux salariées à temps plein",
        "output": "24 ateliers tenus dans l’année",
    }
    for name, text in answers.items():
        field = page.locator(f"[name={name}]")
        if field.count():
            field.fill(text)
    page.locator("form.guided button").last.click()
    page.wait_for_load_state()
    story.sheet = page.url.split("/fiches/")[1].split("/")[0]
    expect(page.locator("main")).to_contain_text("Les personnes connaissent leurs droits")
    nora.audit("sheet-list")
    for view in ["schema", "recit"]:
        nora.go(f"/fiches/{story.sheet}/?vue={view}")
        nora.audit(f"sheet-{view}")


def send(story: Story) -> None:
    nora = story.lead
    page = nora.go(f"/fiches/{story.sheet}/envoyer/")
    nora.audit("send")
    button = page.locator("form:has([name=confirmed]) button").first
    expect(button).to_contain_text(re.compile("Envoyer à Luc"))
    button.dblclick()
    page.wait_for_url(re.compile(r"/fiches/[0-9a-f-]+/$"))
    page.wait_for_load_state("networkidle")
    page = nora.go(f"/fiches/{story.sheet}/")
    expect(page.locator("main")).to_contain_text("Luc")
    nora.audit("sheet-sent")
    count = story.site.shell(
        "from step_guides.worksheets.models import Submission\n"
        f"answer = Submission.objects.filter(worksheet__public_id='{story.sheet}').count()"
    )
    assert count == 1
