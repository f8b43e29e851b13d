from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextFormField
from coursesite.organisations.enums import MemberRole, Sector


class EmailField(forms.EmailField):
    """An address, in the one spelling that accounts use."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", _("E-mail address"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).lower()


class ProfileForm(forms.Form):
    name = PlainTextFormField(label=_("Name of the organisation"), max_length=160)
    city = PlainTextFormField(label=_("Town"), max_length=80, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)


class InviteForm(forms.Form):
    full_name = PlainTextFormField(label=_("First and last name"), max_length=120, required=False)
    email = EmailField(help_text=_("She or he receives a personal link, valid for 72 hours."))
    role = forms.ChoiceField(
        label=_("Role in the organisation"),
        choices=[
            (MemberRole.MEMBER, _("takes part in the work")),
            (MemberRole.LEAD, _("leads the work with me, and may invite")),
        ],
        widget=forms.RadioSelect,
        initial=MemberRole.MEMBER,
    )
