"""The exercises in the editing space: one list a kind, in one group."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from modules.exercises.models import ChoicesExercise, OrderExercise, SortExercise


class ExerciseViewSet(SnippetViewSet):
    list_display = ["title", "code", "minutes", "version"]
    list_filter = ["live"]
    search_fields = ["title", "code"]
    copy_view_enabled = False  # two exercises never share a code
    inspect_view_enabled = True
    ordering = ["code"]


class SortViewSet(ExerciseViewSet):
    model = SortExercise
    icon = "folder-open-inverse"
    menu_label = _("Sort")


class OrderViewSet(ExerciseViewSet):
    model = OrderExercise
    icon = "list-ol"
    menu_label = _("Put in order")


class ChoicesViewSet(ExerciseViewSet):
    model = ChoicesExercise
    icon = "tick"
    menu_label = _("Tick")


class ExerciseGroup(SnippetViewSetGroup):
    items = (SortViewSet, OrderViewSet, ChoicesViewSet)
    menu_label = _("Exercises")
    menu_name = "exercises"
    menu_icon = "clipboard-list"
    menu_order = 250
