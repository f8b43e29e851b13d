"""10. The editor changes a lesson in the CMS, and publishes it; a learner in progress loses nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.story import Story

FACTS = """
from modules.progress.models import Attempt, ModuleCompletion, UnitCompletion
mine = {{"enrolment__person__email": {email!r}}}
answer = [one.objects.filter(**mine).count() for one in (Attempt, ModuleCompletion, UnitCompletion)]
"""
LESSON = """
from modules.catalogue.models import UnitPage
page = UnitPage.objects.filter(url_path__contains="/module-3/").order_by("path")[2]
answer = [page.pk, page.slug]
"""


def edit(story: Story) -> None:
    before = story.site.shell(FACTS.format(email=story.nora))
    pk, slug = story.site.shell(LESSON)  # type: ignore[misc]
    ines = story.visitor()
    ines.sign_in("ines")
    ines.audit("editor-dashboard")
    page = ines.go(f"/cms/pages/{pk}/edit/")
    title = f"Réalisations ou effets, le test {story.mark}"
    page.locator("#id_title").fill(title)
    page.get_by_role("button", name="Plus d'actions").click()
    page.locator("button[name='action-publish']").click()
    expect(page.locator(".messages")).to_contain_text(title)
    lesson = story.lead.go(f"/modules/module-3/{slug}/")
    expect(lesson.get_by_role("heading", level=1)).to_contain_text(title)
    assert story.site.shell(FACTS.format(email=story.nora)) == before
    assert ines.screens.faults == []
