from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from modules.exercises.checks import faults
from modules.exercises.enums import Kind

CORRECTION, NEW_VERSION = "correction", "new"


class ExerciseForm(WagtailAdminModelForm):
    """A draft may be unfinished. What is published can be answered; of a question already published, it is a correction or another version."""

    change = forms.ChoiceField(
        label=_("What this publication is"),
        choices=[(CORRECTION, _("Correction")), (NEW_VERSION, _("New version"))],
        widget=forms.RadioSelect,
        initial=CORRECTION,
        required=False,
        help_text=_(
            "Correction: the same question, it reaches everyone and answers keep their score. New version: another question; the "
            "version rises, and answers to those before keep their score. After a wrong key, publish a correction, then “Grade again” in "
            "Reports, Answers to the exercises."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None or not self.instance.live:  # what nobody has answered is neither
            self.fields.pop("change", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation and not self.errors:
            # Fields are put on the instance after this method: the content is read from what they will be.
            for name in (*self.instance.content_fields, *self.instance.link_fields):
                setattr(self.instance, name, cleaned[name])
            for fault in faults(self.instance.content()):
                self.add_error(self.instance.content_fields[0], fault)
            if not self.errors:
                self._number(cleaned.get("change"))
        return cleaned

    def _number(self, change: str | None) -> None:
        """The version is that of the question in use, one more for another question. The first publication is neither."""
        published = type(self.instance).objects.published().filter(pk=self.instance.pk)
        in_use = published.values_list("version", flat=True).first()
        if in_use is not None:
            self.instance.version = in_use + (change == NEW_VERSION)


def _kinds() -> list[tuple[str, str]]:
    from modules.exercises.models import KINDS

    return [(kind.value, str(kind.label)) for kind in KINDS]


class NewExerciseForm(forms.Form):
    """From the chooser of a lesson: a title and a kind make a draft, completed later in its own page."""

    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of exercise"), choices=_kinds, widget=forms.RadioSelect)

    def save(self) -> Any:
        from modules.exercises.models import KINDS

        title = self.cleaned_data["title"]
        code = f"{slugify(title)[:40]}-{secrets.token_hex(2)}".lstrip("-")
        exercise = KINDS[Kind(self.cleaned_data["kind"])](title=title, code=code, statement="", live=False)
        exercise.save()
        exercise.save_revision(clean=False)
        return exercise
