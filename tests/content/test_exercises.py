"""Exercises: each answer explained, each tagged, a key exercise a module for those who are short of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.content.texts import competencies, exercises, lessons, words

JUDGED = {"right", "category", "targets", "answer", "defects"}  # a part that holds one of these is right or wrong
SHORTEST = 6  # words: « Oui, bien vu. » explains nothing

every_exercise = pytest.mark.parametrize("row", exercises().values(), ids=lambda row: row["code"])


@every_exercise
def test_an_exercise_is_whole(row: dict[str, Any]) -> None:
    assert row["title"] and row["statement"] and 1 <= row["minutes"] <= 20
    assert row["competencies"] and set(row["competencies"]) <= competencies()
    for name in ("feedback_success", "feedback_retry"):
        assert len(words(row[name])) >= SHORTEST, name


@every_exercise
def test_every_answer_is_explained_right_or_wrong(row: dict[str, Any]) -> None:
    short = [
        f"{part.get('id')}: {name}"
        for part in parts(row)
        for name in explanations(row["kind"], part)
        if len(words(part.get(name, ""))) < SHORTEST
    ]
    assert short == []


@every_exercise
def test_the_parts_of_an_exercise_have_each_their_name(row: dict[str, Any]) -> None:
    for name, value in row.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            keys = [part["id"] for part in value if "id" in part]
            assert len(keys) == len(set(keys)), name


def parts(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (part for value in row.values() if isinstance(value, list) for part in value if isinstance(part, dict))


def explanations(kind: str, part: dict[str, Any]) -> tuple[str, ...]:
    if kind == "quiz" or "next" in part or (kind == "order" and "text" in part):
        return ("feedback",)
    return ("feedback_right", "feedback_wrong") if JUDGED & part.keys() else ()


def test_the_short_way_has_one_exercise_a_module() -> None:
    """« Chemin court »: what to remember of each lesson, and this one exercise."""
    keys: dict[str, list[str]] = {}
    for lesson in lessons():
        keys.setdefault(lesson.module, []).extend(
            code for code in lesson.exercises if exercises()[code].get("key_exercise", False)
        )
    assert {module: codes for module, codes in keys.items() if len(codes) > 1} == {}
