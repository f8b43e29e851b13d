from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextFormField
from step_guides.worksheets.enums import NodeKind
from step_guides.worksheets.theory import guided_questions, kind_label

QUESTIONS = ("q1", "q2", "q3", "q4", "q5")
LABEL = 120  # the longest wording of an element


class GuidedForm(forms.Form):
    """Five questions, in the words of the sheet. Each answer is the wording of one element."""

    op_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    audience = PlainTextFormField(
        label=_("Who are these people?"),
        max_length=LABEL,
        required=False,
        help_text=_("A group, never a person: “young people in care”."),
    )

    def __init__(self, *args: Any, sector: str = "", **kwargs: Any) -> None:
        self.asked = guided_questions(sector)
        kwargs.setdefault("initial", {"op_id": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        for key in QUESTIONS:
            for kind in self.asked[key]["makes"]:
                self.fields[kind] = PlainTextFormField(
                    label=kind_label(kind),
                    required=False,
                    max_length=LABEL,
                    lines=2,
                    error_messages={"max_length": _("120 characters at most.")},
                )
                self.fields[kind].widget.attrs.update({"maxlength": LABEL, "class": "wording"})

    def questions(self) -> list[dict[str, Any]]:
        """[{number, question, help, example, fields}] in order; who the people are comes with the first."""
        found = []
        for number, key in enumerate(QUESTIONS, 1):
            words = self.asked[key]
            fields = [self[kind] for kind in words["makes"]]
            if NodeKind.NEED in words["makes"]:
                fields.append(self["audience"])
            found.append(
                {
                    "number": number,
                    "fields": fields,
                    "question": words["question"],
                    "help": words["help"],
                    "example": words["example"],
                }
            )
        return found


class ReopenForm(forms.Form):
    reason = PlainTextFormField(
        label=_("Why do you open it again?"),
        max_length=500,
        lines=3,
        help_text=_("The trainers read it. For example: “Our activity has changed.”"),
    )

    def __init__(self, *args: Any, reader: str = "trainers", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reader == "organisation":
            self.fields["reason"].help_text = _("The organisation reads it, in the message and on its worksheet.")
