"""The chooser over exercises of every kind, for lessons; a new one can be begun from it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsViewMixin, ChooseViewMixin, CreationFormMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet

from modules.exercises.models import Exercise


class SearchForm(SearchFilterMixin, BaseFilterForm):
    """Words of a title; or the beginning of a code, which the index would cut at its hyphen."""

    def filter(self, objects: Any) -> Any:
        typed = self.cleaned_data.get("q", "")
        coded = objects.filter(code__istartswith=typed) if typed else objects.none()
        if not coded.exists():
            return super().filter(objects)
        self.is_searching, self.search_query = True, typed
        return coded


class _Exercises:
    filter_form_class = SearchForm

    @property
    def columns(self) -> list[Any]:
        found = super().columns  # type: ignore[misc]
        kind = Column("kind", label=_("Kind"), accessor=lambda exercise: exercise._meta.verbose_name)
        return [*found, kind, LiveStatusTagColumn(sort_key=None)]


class ChooseExercise(_Exercises, ChooseViewMixin, CreationFormMixin, BaseChooseView):
    pass


class ChooseExerciseResults(_Exercises, ChooseResultsViewMixin, CreationFormMixin, BaseChooseView):
    pass


class ExerciseChooserViewSet(ChooserViewSet):
    model = Exercise
    icon = "clipboard-list"
    choose_one_text = _("Choose an exercise")
    choose_another_text = _("Choose another exercise")
    edit_item_text = _("Edit this exercise")
    creation_tab_label = _("New exercise")
    create_action_label = _("Create the draft")
    creation_form_class = "modules.exercises.forms.NewExerciseForm"
    choose_view_class = ChooseExercise
    choose_results_view_class = ChooseExerciseResults


exercise_chooser = ExerciseChooserViewSet("exercise_chooser")
ExerciseChooserBlock = exercise_chooser.get_block_class(name="ExerciseChooserBlock", module_path="modules.exercises.chooser")
