"""Lessons, for those who may read them today."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coursesite.accounts.models import User
from coursesite.core.findables import Findable, findable
from coursesite.pages.rich_text import plain
from modules.catalogue.models import UnitPage
from modules.catalogue.outline import ModuleOutline, outline
from modules.catalogue.permissions import accompanies, open_enrolment
from modules.progress.models import ModuleCompletion
from modules.progress.openings import days_to_come, why_closed


def readable(person: User) -> Callable[[Findable], bool]:
    """As the page of a lesson decides: four queries at most."""
    modules = outline()
    enrolment = open_enrolment(person)
    if not accompanies(person):
        modules = _open_to(enrolment, modules) if enrolment is not None else ()
    shown = {unit.pk for module in modules for unit in module.units}
    return lambda what: what.pk in shown


def _open_to(enrolment: int, modules: tuple[ModuleOutline, ...]) -> tuple[ModuleOutline, ...]:
    days = days_to_come(enrolment)
    completed = set(ModuleCompletion.objects.filter(enrolment=enrolment).values_list("module", flat=True))
    return tuple(module for module in modules if why_closed(module, days, completed) is None)


@findable("lecons", label=gettext_lazy("Lessons"), order=5, allows=readable)
def lessons() -> Iterator[Findable]:
    places = {unit.pk: (module, unit) for module in outline() for unit in module.units}
    for page in UnitPage.objects.live().public().order_by("path"):
        if page.pk in places:
            module, unit = places[page.pk]
            where = _("Module %(number)s, %(title)s") % {"number": module.number, "title": module.title}
            yield Findable(page.title, unit.url, where, page.intro, plain(page.body), pk=page.pk)
