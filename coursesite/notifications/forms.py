from __future__ import annotations

from typing import Any

from django import forms

from coursesite.notifications.enums import NEEDED, Delivery, Topic


class PreferencesForm(forms.Form):
    """One choice a topic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            if topic not in NEEDED:
                self.fields[topic.value] = forms.ChoiceField(
                    label=topic.label, choices=Delivery.choices, widget=forms.RadioSelect
                )
