"""A lesson made of chosen exercises, in a module of its own that is there while a journey lasts: no other journey meets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from uuid import uuid4

from tests.journeys.site import Site

MAKE = """
from coursesite.cohorts.models import Cohort
from modules.catalogue.models import ModuleIndexPage, ModulePage, UnitPage
from modules.exercises.models import Exercise
from tests.people import join, organisation, person
mark, codes, names = {mark!r}, {codes!r}, {names!r}
exercises = {{one.code: one for one in Exercise.objects.filter(code__in=codes)}}
module = ModulePage(title="Essai", slug="essai-" + mark, number=90, pole="Essai", requirements=[])
ModuleIndexPage.objects.get().add_child(instance=module)
body = [("text", "<p>Un texte.</p>"), *(("exercise", exercises[code]) for code in codes)]
lesson = UnitPage(title="Essai", slug="essai", minutes=10, intro="En une phrase.", body=body)
module.add_child(instance=lesson)
lesson.save_revision().publish()
cohort = Cohort.objects.order_by("pk").first()
place = organisation(cohort.programme.network, "La Balise " + mark, sector="disability", city="Lorient")
people = [person(name + mark + " Roux") for name in names]
for one in people:
    join(one, place, cohort, "lead")
answer = [lesson.get_url(), module.pk, [one.email for one in people]]
"""
# Somebody began it: it is kept, and read by nobody. So are the exercises written for it, whose titles end with its mark.
AWAY = """
from modules.catalogue.models import ModulePage
from modules.exercises.models import Exercise
for page in ModulePage.objects.get(slug="essai-" + {mark!r}).get_descendants(inclusive=True).specific():
    page.unpublish()
for exercise in Exercise.objects.published().filter(title__endswith={mark!r}):
    exercise.unpublish()
answer = True
"""


class Lesson(NamedTuple):
    mark: str
    path: str
    module: int
    people: list[str]  # mail addresses


@contextmanager
def lesson_with(site: Site, codes: Sequence[str], names: Sequence[str]) -> Iterator[Lesson]:
    """With these exercises; and people with these names, who follow the course for an organisation of their own."""
    mark = uuid4().hex[:6]
    yield Lesson(mark, *site.shell(MAKE.format(mark=mark, codes=list(codes), names=list(names))))  # type: ignore[misc]
    site.shell(AWAY.format(mark=mark))
