from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextFormField
from step_guides.reviews.actions.drafting import LETTER, REMARK
from step_guides.reviews.enums import TRAINER_KINDS


class RemarkForm(forms.Form):
    """A remark at an element. The ready-made one, if chosen, stands in when nothing is typed."""

    kind = forms.ChoiceField(label=_("Kind of remark"), choices=TRAINER_KINDS)
    ready = forms.CharField(label=_("Ready-made remark"), required=False, max_length=300)
    text = PlainTextFormField(label=_("Your remark"), lines=3, max_length=REMARK, required=False)

    def clean(self) -> dict:
        data = super().clean() or {}
        data["text"] = data.get("text") or data.get("ready") or ""
        if not data["text"] and "text" not in self.errors:
            self.add_error("text", _("Write your remark."))
        return data


class LetterForm(forms.Form):
    """Kept at any moment of its writing: the next step is announced as asked, and only sending demands it."""

    use_required_attribute = False
    letter = PlainTextFormField(label=_("Letter to the team"), lines=6, max_length=LETTER, required=False)
    next_step = PlainTextFormField(
        label=_("Next step"),
        lines=2,
        max_length=REMARK,
        required=False,
        help_text=_("One thing to do first. It is asked before sending."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step"].required = not self.is_bound


class ReplyForm(forms.Form):
    text = PlainTextFormField(label=_("Your reply"), lines=3, max_length=REMARK)


class AskForm(forms.Form):
    text = PlainTextFormField(
        label=_("Your question"),
        lines=4,
        max_length=REMARK,
        help_text=_("One question, about this place. No name of a person you support."),
    )


class NoteForm(forms.Form):
    text = PlainTextFormField(label=_("Private note"), lines=2, max_length=REMARK)
