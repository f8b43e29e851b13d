"""The exercises that come with the course: each can be answered, its key is coherent, and its form shows every item."""

from __future__ import annotations

import re
from typing import Any

import pytest

from modules.exercises.checks import faults
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.exercises.presentation import present
from modules.exercises.seeds import FOLDER
from modules.exercises.templatetags.exercises import exercise_rows
from tests.modules.exercises.examples import ENTRIES, seeded

CLOSED = [entry for entry in ENTRIES.values() if rules_of(entry["kind"]).counts]


@pytest.mark.parametrize("entry", CLOSED, ids=lambda entry: entry["code"])
def test_each_can_be_answered_rightly_and_wrongly_and_says_why(entry: dict[str, Any]) -> None:
    content = seeded(entry["code"])
    rules = rules_of(content.kind)
    assert faults(content) == []
    right, wrong = grade(content, rules.example(content, right=True)), grade(content, rules.example(content, right=False))
    assert right.success and not wrong.success
    assert all(len(verdict.text) > 15 for verdict in (*right.feedback.values(), *wrong.feedback.values()))


AT_ONCE = [entry for entry in CLOSED if entry["kind"] != "case"]  # a case shows one scene at a time: test_case.py


@pytest.mark.parametrize("entry", AT_ONCE, ids=lambda entry: entry["code"])
def test_each_form_shows_what_was_answered_and_what_is_said_of_it(entry: dict[str, Any]) -> None:
    content = seeded(entry["code"])
    rules = rules_of(content.kind)
    empty = str(exercise_rows(present(content)))
    answered = present(content, answered=rules.example(content, right=True))
    assert answered.grade is not None
    shown = str(exercise_rows(answered))
    for key in {rules.field_of(item) for item in content.items}:
        assert f'name="{content.code}-{key}"' in empty
    assert "data-verdict" not in empty
    assert shown.count('class="exercise-said"') == len(answered.grade.feedback)
    assert "wrong" not in {part.split('"')[0] for part in shown.split('data-verdict="')[1:]}


def test_each_module_has_one_key_exercise_at_most_and_codes_are_one_each() -> None:
    written = [
        code for path in FOLDER.glob("*.toml") for code in re.findall(r'(?m)^code = "(.+)"', path.read_text(encoding="utf-8"))
    ]
    assert sorted(written) == sorted(ENTRIES)
    keys = [entry["code"].split("-")[0] for entry in ENTRIES.values() if entry.get("key_exercise")]
    assert len(set(keys)) == len(keys)
