from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextFormField
from step_guides.reviews.actions.drafting import LETTER, REMARK
from step_guides.reviews.actions.reading import DAYS, LABEL, MOST_DAYS, NAME, TEXT
from step_guides.reviews.enums import TRAINER_KINDS
from step_guides.reviews.models import Rubric
from step_guides.reviews.reading import Choice


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
    """Kept at any moment of its writing: the next step is announced as asked, and only sending demands it. Of a sheet only read, nothing is."""

    use_required_attribute = False
    letter = PlainTextFormField(label=_("Letter to the team"), lines=6, max_length=LETTER, required=False)
    next_step = PlainTextFormField(
        label=_("Next step"),
        lines=2,
        max_length=REMARK,
        required=False,
        help_text=_("One thing to do first. It is asked before sending."),
    )

    def __init__(self, *args: Any, asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step"].required = asked and not self.is_bound
        if not asked:
            self.fields["next_step"].help_text = _("One thing to do first, if it helps.")


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


class ReadingLinkForm(forms.Form):
    """`parts`: what the sheet holds, all of it open to comments unless the organisation closes some."""

    op_id = forms.UUIDField(widget=forms.HiddenInput)
    label = PlainTextFormField(
        label=_("For whom"),
        max_length=LABEL,
        help_text=_("A group or a function: “our partners of the town”, “the families’ committee”. Your team alone reads it."),
    )
    places = forms.MultipleChoiceField(
        label=_("What they may comment on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They read the whole worksheet; they comment on what you tick."),
    )
    ends_on = forms.DateField(label=_("Open until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, parts: list[Choice], **kwargs: Any) -> None:
        today = timezone.localdate()
        fresh = {"op_id": uuid.uuid4(), "ends_on": today + timedelta(days=DAYS), "places": [one.code for one in parts]}
        super().__init__(*args, initial=fresh, **kwargs)
        self.fields["places"].choices = [(one.code, one.label) for one in parts]  # type: ignore[attr-defined]
        self.fields["ends_on"].widget.attrs |= {
            "min": f"{today + timedelta(days=1)}",
            "max": f"{today + timedelta(days=MOST_DAYS)}",
        }


class PeerRoundForm(forms.Form):
    """A round for the sheet of a rubric; its first three criteria are proposed."""

    kind = forms.CharField(widget=forms.HiddenInput)
    codes = forms.MultipleChoiceField(
        label=_("Three criteria"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that peers can judge in twenty minutes."),
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    due_on = forms.DateField(label=_("Opinions due by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    each = forms.IntegerField(
        label=_("Opinions that each learner gives"),
        min_value=1,
        max_value=4,
        help_text=_("Her organisation receives as many, as far as the numbers allow."),
    )

    def __init__(self, *args: Any, rubric: Rubric | None, **kwargs: Any) -> None:
        today = timezone.localdate()
        criteria = list(rubric.criteria.all()) if rubric else []
        fresh = {"opens_on": today + timedelta(days=7), "due_on": today + timedelta(days=21), "each": 2}
        fresh |= {"codes": [one.code for one in criteria[:3]], "kind": rubric.kind if rubric else ""}
        super().__init__(*args, initial=fresh, **kwargs)
        self.fields["codes"].choices = [(one.code, one.name) for one in criteria]  # type: ignore[attr-defined]


class ReaderCommentForm(forms.Form):
    name = PlainTextFormField(
        label=_("Who you are"),
        max_length=NAME,
        required=False,
        help_text=_("A role is enough: partner, parent, person concerned. Without it, your comment is signed “stakeholder”."),
    )
    text = PlainTextFormField(
        label=_("Your comment"),
        lines=5,
        max_length=TEXT,
        help_text=_(
            "Speak of groups and situations. Never name a person who is supported, nor say what would let her be recognised."
        ),
    )
