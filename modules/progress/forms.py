from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from coursesite.cohorts.forms import DayField
from modules.catalogue.outline import ModuleOutline


class OpeningsForm(forms.Form):
    """A day a module, each named by the primary key of its module."""

    def __init__(self, *args: Any, modules: Iterable[ModuleOutline], days: Mapping[int, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for module in modules:
            label = _("Module %(number)s: %(title)s") % {"number": module.number, "title": module.title}
            self.fields[str(module.pk)] = DayField(label=label, required=False, initial=days.get(module.pk))

    def days(self) -> dict[int, date | None]:
        """Those that the form was sent with: a module absent from it keeps its day."""
        return {int(name): day for name, day in self.cleaned_data.items() if name in self.data}
