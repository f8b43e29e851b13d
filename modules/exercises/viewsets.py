"""The exercises in the editing space: one list a kind, in one group."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from modules.exercises.models import KINDS


class ExerciseViewSet(SnippetViewSet):
    list_display = ["title", "code", "minutes", "version"]
    list_filter = ["live"]
    search_fields = ["title", "code"]
    copy_view_enabled = False  # two exercises never share a code
    inspect_view_enabled = True
    ordering = ["code"]


class ExerciseGroup(SnippetViewSetGroup):
    items = [ExerciseViewSet(model=model, icon=model.icon, menu_label=model.menu_label) for model in KINDS.values()]
    menu_label = _("Exercises")
    menu_name = "exercises"
    menu_icon = "clipboard-list"
    menu_order = 250
