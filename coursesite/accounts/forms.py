from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextFormField


class ProfileForm(forms.Form):
    full_name = PlainTextFormField(
        label=_("First and last name"),
        help_text=_("As they should be printed on a certificate."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    function = PlainTextFormField(
        label=_("Function"),
        help_text=_("For example: director, social worker."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    language = forms.ChoiceField(label=_("Language of the messages you receive"), choices=settings.LANGUAGES)
