from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from coursesite.core.fields import PlainTextFormField
from modules.surveys.questions import Question, Survey


class SurveyForm(forms.Form):
    """A question a field. What is not chosen is passed."""

    def __init__(self, *args: Any, survey: Survey, track: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey, self.track = survey, track
        for question in survey.questions_for(track).values():
            self.fields[question.id] = _field(question, survey.pass_label)

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        return [(one.title, [self[question.id] for question in one.questions]) for one in self.survey.sections_for(self.track)]

    def given(self) -> dict[str, int | str]:
        asked = self.survey.questions_for(self.track)
        return {
            key: value if asked[key].is_open else int(value)
            for key, value in self.cleaned_data.items()
            if value not in ("", None)
        }

    def words(self) -> list[str]:
        """What was written in one's own words."""
        asked = self.survey.questions_for(self.track)
        return [str(self.cleaned_data.get(key) or "") for key, question in asked.items() if question.is_open]


def _field(question: Question, passed: str) -> forms.Field:
    if question.is_open:
        warning = _(
            "Name nobody, and leave out what only you could have written: your words are read by others, without your name."
        )
        return PlainTextFormField(label=question.text, lines=3, max_length=question.limit, required=False, help_text=warning)
    choices = [(str(place), label) for place, label in enumerate(question.choices)]
    return forms.ChoiceField(label=question.text, choices=[*choices, ("", passed)], widget=forms.RadioSelect, required=False)
