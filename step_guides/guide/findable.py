from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coursesite.core.findables import Findable, findable
from coursesite.pages.rich_text import plain
from step_guides.guide.models import GuidePage, StepPage


@findable("guide", label=gettext_lazy("Guide"), order=20)
def guide() -> Iterator[Findable]:
    for page in GuidePage.objects.live().public():
        yield Findable(page.title, page.get_url() or "", _("Guide"), "", plain(page.intro, page.body))
    for step in StepPage.objects.live().public().order_by("path"):
        texts = (step.question, step.learner_can, step.deliverable, step.steps, step.tools, step.examples, step.practices)
        where = _("Guide, step %(number)s") % {"number": step.number}
        yield Findable(step.title, step.get_url() or "", where, step.tagline, plain(*texts))
