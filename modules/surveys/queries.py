from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from modules.catalogue.outline import outline
from modules.progress.diagnostics import pairs
from modules.progress.models import ModuleStart, RequirementMet
from modules.surveys.models import SurveyAnswer
from modules.surveys.questions import Question, exit_survey

if TYPE_CHECKING:
    from coursesite.cohorts.models import Cohort, Enrolment

GROUP = 5  # people
SENT = "exit-survey:sent"  # the requirement that whoever has sent it meets


def is_open_for(enrolment: Enrolment) -> bool:
    """Once she has begun a module that ends the course: one that asks again what the first one asked, else the last."""
    modules = [module for module in outline() if module.is_open]
    slugs = {pair.again.module_slug for pair in pairs()} or {module.slug for module in modules[-1:]}
    ends = [module.pk for module in modules if module.slug in slugs]
    return ModuleStart.objects.filter(enrolment=enrolment, module__in=ends).exists()


def is_sent_by(enrolment: Enrolment) -> bool:
    return RequirementMet.objects.filter(enrolment=enrolment, key=SENT).exists()


@dataclass(frozen=True)
class Heard:
    """Of one question: how many chose what, or the words; `is_said` once five people have answered it."""

    question: Question
    people: int
    counts: list[tuple[str, int]]
    words: list[str]

    @property
    def is_said(self) -> bool:
        return self.people >= GROUP


@dataclass(frozen=True)
class Results:
    people: int  # in whole groups
    sections: list[tuple[str, list[Heard]]]


def results(cohort: Cohort) -> Results:
    """Of the whole groups of five. Two queries."""
    survey = exit_survey()
    mine = SurveyAnswer.objects.filter(survey=survey.code, cohort=cohort)
    whole = mine.order_by().values("group").annotate(number=Count("pk")).filter(number__gte=GROUP).values("group")
    answers = list(mine.filter(group__in=whole).values_list("answers", flat=True))
    sections = [
        (one.title, [_heard(question, answers) for question in one.questions]) for one in survey.sections_for(cohort.track)
    ]
    return Results(len(answers), sections if answers else [])


def _heard(question: Question, answers: list[dict[str, int | str]]) -> Heard:
    given = [one[question.id] for one in answers if question.id in one]
    counts = [(label, given.count(place)) for place, label in enumerate(question.choices)]
    # In the order of the alphabet: any other would say who wrote when.
    return Heard(question, len(given), counts, sorted(str(one) for one in given) if question.is_open else [])
