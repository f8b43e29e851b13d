from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Visibility
from coursesite.core.fields import PlainTextFormField


class RevokeForm(forms.Form):
    reason = PlainTextFormField(
        label=_("Public reason"),
        max_length=200,
        help_text=_("Whoever verifies the certificate reads it, and so does its holder. Name nobody."),
    )
    note = PlainTextFormField(
        label=_("Note for the network"),
        max_length=2_000,
        required=False,
        lines=3,
        help_text=_("Never shown outside the network."),
    )


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(label=_("On the verification page"), choices=Visibility.choices, widget=forms.RadioSelect)


class IssuerForm(forms.Form):
    """What a network says of itself before its first certificate."""

    legal_name = PlainTextFormField(label=_("Name printed"), max_length=160)
    place = PlainTextFormField(label=_("Town where certificates are issued"), max_length=80, required=False)
    function = PlainTextFormField(
        label=_("Function of who signs"), max_length=120, help_text=_("For example: head of the network.")
    )
    name = PlainTextFormField(
        label=_("Name of who signs"), max_length=120, required=False, help_text=_("Printed only if you give it.")
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=200,
        help_text=_("26 letters and digits, under the QR code. Capitals, spaces and hyphens do not matter."),
    )
