from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coursesite.accounts.seeds import DEMO_PASSWORD, DEMO_PEOPLE
from coursesite.core.templatetags.ui import field

register = template.Library()


@register.simple_tag
def sign_in_field(bound: BoundField, label: str, help_text: str = "", **attributes: Any) -> SafeString:
    """A field of the sign-in library in the words of the site: label, help, no placeholder. `attributes` go on the control."""
    bound.label, bound.help_text = label, help_text
    bound.field.label = label
    attrs = bound.field.widget.attrs
    attrs.pop("placeholder", None)
    attrs.update({name.replace("_", "-"): value for name, value in attributes.items()})
    return field(bound)


@register.simple_tag
def code_field(bound: BoundField, label: str, help_text: str = "") -> SafeString:
    return sign_in_field(bound, label, help_text, inputmode="numeric", autocomplete="one-time-code", spellcheck="false")


@register.simple_tag
def new_password_field(bound: BoundField, label: str) -> SafeString:
    return sign_in_field(
        bound, label, _("15 characters at least. A sentence is easier to remember."), autocomplete="new-password"
    )


@register.simple_tag
def demo_people() -> list[dict[str, str]]:
    """The cast of a demonstration site, to sign in with one button. Nobody elsewhere."""
    if not settings.DEMO:
        return []
    return [
        {**person._asdict(), "first_name": person.full_name.split(" ")[0], "password": DEMO_PASSWORD} for person in DEMO_PEOPLE
    ]
