"""Starter exercises, from `seeds/*.toml`. An exercise that exists is left as editors made it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from coursesite.accounts.roles import EDITORS
from modules.competencies.models import Competency
from modules.exercises.checks import faults
from modules.exercises.enums import Kind
from modules.exercises.models import KINDS, Exercise

FOLDER = Path(__file__).parent / "seeds"
RIGHTS = ("add", "change", "delete", "publish", "lock", "unlock")


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    created = 0
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]:
            created += _create(entry)
    _editors_may_edit()
    out(f"exercises: {created} created")


@transaction.atomic
def _create(entry: dict[str, Any]) -> bool:
    if Exercise.objects.filter(code=entry["code"]).exists():
        return False
    model = KINDS[Kind(entry["kind"])]
    common = ("code", "title", "statement", "minutes", "feedback_success", "feedback_retry")
    exercise = model(
        **{name: entry[name] for name in common}, **model.written(entry), is_key=entry.get("key_exercise", False), live=False
    )
    if wrong := faults(exercise.content()):
        raise ValueError(f"{entry['code']}: {wrong}")
    exercise.competencies = list(Competency.objects.filter(code__in=entry.get("competencies", [])))
    exercise.save()
    exercise.save_revision().publish()
    return True


def _editors_may_edit() -> None:
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    names = [f"{right}_{model._meta.model_name}" for model in (Exercise, *KINDS.values()) for right in RIGHTS]
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="exercises", codename__in=names))
