from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modules.catalogue.outline import outline
from modules.progress.cohort_diagnostics import fifths, share_text
from modules.progress.diagnostics import pairs
from modules.progress.models import ModuleStart, RequirementMet
from modules.surveys.models import SurveyAnswer
from modules.surveys.questions import Question, exit_survey

if TYPE_CHECKING:
    from coursesite.cohorts.models import Cohort, Enrolment

GROUP = 5  # people
SENT = "exit-survey:sent"  # the requirement that whoever has sent it meets
Answers = Mapping[str, int | str]  # question → place of the choice, or words


def is_open_for(enrolment: Enrolment) -> bool:
    """Once she has begun a module that ends the course: one that asks again what the first one asked, else the last."""
    modules = [module for module in outline() if module.is_open]
    slugs = {pair.again.module_slug for pair in pairs()} or {module.slug for module in modules[-1:]}
    ends = [module.pk for module in modules if module.slug in slugs]
    return ModuleStart.objects.filter(enrolment=enrolment, module__in=ends).exists()


def is_sent_by(enrolment: Enrolment) -> bool:
    return bool(sent_by([enrolment.pk]))


def sent_by(enrolments: Iterable[int]) -> frozenset[int]:
    """Of these enrolments, those that have sent it. One query."""
    sent = RequirementMet.objects.filter(enrolment__in=list(enrolments), key=SENT)
    return frozenset(sent.values_list("enrolment", flat=True))


@dataclass(frozen=True)
class Heard:
    """Of one question: which share chose what, in words, or what was written. Nothing, until five people have answered it."""

    question: Question
    is_said: bool
    shares: list[tuple[str, str]]
    words: list[str]


@dataclass(frozen=True)
class Results:
    people: int  # in whole groups
    sections: list[tuple[str, list[Heard]]]


def results(cohort: Cohort) -> Results:
    """Of the whole groups of five. One query."""
    survey = exit_survey()
    groups: dict[int, list[Answers]] = defaultdict(list)
    mine = SurveyAnswer.objects.filter(survey=survey.code, cohort=cohort).order_by("group")
    for group, answers in mine.values_list("group", "answers"):
        groups[group].append(answers)
    whole = [found for found in groups.values() if len(found) >= GROUP]
    sections = [(one.title, [_heard(question, whole) for question in one.questions]) for one in survey.sections_for(cohort.track)]
    return Results(sum(map(len, whole)), sections if whole else [])


def _heard(question: Question, groups: list[list[Answers]]) -> Heard:
    told = in_fives(question.id, groups)
    shares = [(label, share_text(fifths(told.count(place), len(told)))) for place, label in enumerate(question.choices) if told]
    # In the order of the alphabet: any other would say who wrote when.
    return Heard(question, bool(told), shares, sorted(map(str, told)) if question.is_open else [])


def in_fives(question: str, groups: Iterable[list[Answers]]) -> list[int | str]:
    """The answers to a question that may be told. One that some have passed waits for the groups that follow: what is told of it changes by five
    answers at least, so that reading before and after singles nobody out."""
    told: list[int | str] = []
    waiting: list[int | str] = []
    for group in groups:
        waiting += [answers[question] for answers in group if question in answers]
        if len(waiting) >= GROUP:
            told, waiting = told + waiting, []
    return told
