from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import router
from django.db.models.deletion import Collector, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.models import register_snippet

from modules.exercises.bank_views import bring, take
from modules.exercises.chooser import exercise_chooser
from modules.exercises.models import Exercise
from modules.exercises.viewsets import ExerciseGroup

register_snippet(ExerciseGroup)


@hooks.register("register_admin_viewset")
def chooser() -> ChooserViewSet:
    return exercise_chooser


@hooks.register("before_delete_snippet")
def answers_are_kept(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """An exercise somebody answered, or may be answering in a former version, is taken down and not deleted."""
    for exercise in instances:
        if isinstance(exercise, Exercise):
            try:
                Collector(using=router.db_for_write(type(exercise))).collect([exercise])
            except ProtectedError:
                messages.error(
                    request,
                    _(
                        "“%(title)s” has been answered, or has had a version before this one: unpublish it instead, everything is kept."
                    )
                    % {"title": exercise.title},
                )
                return redirect(exercise.snippet_viewset.get_url_name("edit"), exercise.pk)
    return None


class BankMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("exercises.add_exercise")


@hooks.register("register_admin_menu_item")
def bank_menu_item() -> MenuItem:
    return BankMenuItem(gettext_lazy("Question bank"), reverse("exercise_bank"), icon_name="table", order=251)


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern]:
    return [
        path("exercices/banque/", bring, name="exercise_bank"),
        path("exercices/banque/exercices.<str:extension>", take, name="exercise_bank_file"),
    ]
