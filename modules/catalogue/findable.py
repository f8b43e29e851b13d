from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coursesite.core.findables import Findable, findable
from coursesite.pages.rich_text import plain
from modules.catalogue.models import ModulePage


@findable("modules", label=gettext_lazy("Modules"), order=30)
def modules() -> Iterator[Findable]:
    for page in ModulePage.objects.live().public().order_by("number", "path"):
        lessons = page.planned_lessons if not page.get_children().live().exists() else ""
        text = plain(page.intro, page.objectives, lessons)
        yield Findable(page.title, page.get_url() or "", _("Module %(number)s") % {"number": page.number}, page.pole, text)
