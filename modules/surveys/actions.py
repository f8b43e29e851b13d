from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Cohort
from coursesite.core.errors import Invalid, WrongState
from coursesite.core.fields import clean_text
from modules.progress.actions import locked, meet_requirement
from modules.progress.models import RequirementMet
from modules.surveys.models import SurveyAnswer
from modules.surveys.queries import GROUP, SENT, is_open_for
from modules.surveys.questions import Question, exit_survey

if TYPE_CHECKING:
    from coursesite.cohorts.models import Enrolment


@transaction.atomic
def send(enrolment: Enrolment, given: Mapping[str, object]) -> None:
    """Once and for all; what is said and who said it are kept apart. An anonymous survey leaves no statement.

    `given`: question → place of the choice, or words; a question passed is absent or empty. Raises NotFound (course closed),
    WrongState (not open yet, sent already), Invalid (unreadable).
    """
    enrolment = locked(enrolment.pk, must_be_open=True)
    if not is_open_for(enrolment):
        raise WrongState(_("The survey opens with the last module."), code="survey_not_open")
    if RequirementMet.objects.filter(enrolment=enrolment, key=SENT).exists():
        raise WrongState(_("You have answered already, and it is answered once."), code="answered_once")
    survey = exit_survey()
    asked = survey.questions_for(enrolment.cohort.track)
    if not set(given) <= set(asked):
        raise Invalid(_("This answer cannot be read."))
    read = {key: _read(question, given[key]) for key, question in asked.items() if key in given}
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=enrolment.cohort_id)
    _keep(survey.code, cohort, {key: value for key, value in read.items() if value not in (None, "")})
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    meet_requirement(enrolment, SENT, at=today)


def _keep(survey: str, cohort: Cohort, said: dict[str, Any]) -> None:
    """Rows side by side would say who answered what: the nth answer, the nth who has sent. So the whole group is written anew with each answer,
    mixed: of five people, the database does not tell whose is which, by order, by identifier or by transaction."""
    mine = SurveyAnswer.objects.filter(survey=survey, cohort=cohort)
    group = mine.count() // GROUP
    waiting = mine.filter(group=group)
    answers = [*waiting.values_list("answers", flat=True), said]
    waiting.delete()
    random.SystemRandom().shuffle(answers)
    SurveyAnswer.objects.bulk_create([SurveyAnswer(survey=survey, cohort=cohort, group=group, answers=one) for one in answers])


def _read(question: Question, value: object) -> int | str | None:
    if question.is_open:
        return clean_text(value or "", limit=question.limit, name=question.id)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(question.choices):
        raise Invalid(_("This answer cannot be read."), errors={question.id: [_("This answer cannot be read.")]})
    return value
