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
    kind = Kind(entry["kind"])
    model = KINDS[kind]
    common = ("code", "title", "statement", "minutes", "feedback_success", "feedback_retry")
    exercise = model(**{name: entry[name] for name in common}, **{model.content_fields[0]: _STREAMS[kind](entry)}, live=False)
    if wrong := faults(exercise.content()):
        raise ValueError(f"{entry['code']}: {wrong}")
    exercise.competencies = list(Competency.objects.filter(code__in=entry.get("competencies", [])))
    exercise.save()
    exercise.save_revision().publish()
    return True


def _groups(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    def cards(category: str) -> list[dict[str, Any]]:
        wanted = ("text", "round", "feedback_right", "feedback_wrong")
        return [
            {"key": card["id"], **{name: card[name] for name in wanted}} for card in entry["card"] if card["category"] == category
        ]

    return [("category", {"key": one["id"], "label": one["label"], "cards": cards(one["id"])}) for one in entry["category"]]


def _steps(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("step", {"key": item["id"], "text": item["text"], "feedback": item["feedback"]}) for item in entry["item"]]


def _choices(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    wanted = ("text", "right", "feedback_right", "feedback_wrong")
    return [("choice", {"key": choice["id"], **{name: choice[name] for name in wanted}}) for choice in entry["choice"]]


_STREAMS: dict[Kind, Callable[[dict[str, Any]], list[tuple[str, Any]]]] = {
    Kind.SORT: _groups,
    Kind.ORDER: _steps,
    Kind.CHOICES: _choices,
}


def _editors_may_edit() -> None:
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    names = [f"{right}_{model._meta.model_name}" for model in (Exercise, *KINDS.values()) for right in RIGHTS]
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="exercises", codename__in=names))
