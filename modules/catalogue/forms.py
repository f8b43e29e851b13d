from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from modules.catalogue.requirements import choices


class ModuleForm(WagtailAdminPageForm):
    requirements = forms.MultipleChoiceField(
        label=_("Also needed to complete the module"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
