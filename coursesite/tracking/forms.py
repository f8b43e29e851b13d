from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text
from coursesite.tracking import vocabulary as v
from coursesite.tracking.endpoints import check_endpoint
from coursesite.tracking.models import Destination
from coursesite.tracking.queries import verb_label


class _Label:
    """The words of a verb in the language of the page."""

    def __init__(self, verb: v.Verb) -> None:
        self.verb = verb

    def __str__(self) -> str:
        return verb_label(self.verb)


class HttpsField(forms.URLField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class DestinationForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"), max_length=300, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept encrypted and never shown again."),
    )  # fmt: skip
    verbs = forms.MultipleChoiceField(
        label=_("Traces sent"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(name, lazystr(_Label(verb))) for name, verb in v.VERBS.items() if verb is not v.VOIDED],
        help_text=_("None chosen: all are sent."),
    )  # fmt: skip

    class Meta:
        model = Destination
        fields = ["name", "endpoint", "version", "username", "password", "active", "verbs"]
        field_classes = {"endpoint": HttpsField}
        widgets = {"username": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["password"].required = False
            self.fields["password"].help_text = _("Leave empty to keep the one that is there.")

    def clean_endpoint(self) -> str:
        endpoint = self.cleaned_data["endpoint"].rstrip("/").removesuffix("/statements")
        try:
            check_endpoint(endpoint)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return endpoint

    def clean(self) -> dict[str, Any]:
        """The password kept is that of one server: another server gets it from nobody but who types it again."""
        data = super().clean() or {}
        before, after = urlsplit(self.initial.get("endpoint", "")), urlsplit(data.get("endpoint", ""))
        if (
            self.instance.pk
            and after.netloc
            and before[:2] != after[:2]
            and not data.get("password")
            and "password" not in self.errors
        ):
            self.add_error("password", self.fields["password"].error_messages["required"])
        return data

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"], limit=80)

    def clean_username(self) -> str:
        username = clean_text(self.cleaned_data["username"], limit=200)
        if ":" in username:
            raise forms.ValidationError(_("A user name holds no colon."))
        return username

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if any(ord(char) < 32 for char in password):
            raise forms.ValidationError(_("This password holds characters that cannot be sent."))
        return password
