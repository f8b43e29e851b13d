"""The kinds of exercise, one file each: what is an answer, what is right, how it is written in a form and in a statement. All pure."""

from __future__ import annotations

from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Rules
from modules.exercises.kinds.choices import Choices
from modules.exercises.kinds.order import Order
from modules.exercises.kinds.sort import Sort

RULES: dict[Kind, Rules] = {rules.kind: rules for rules in (Sort(), Order(), Choices())}


def rules_of(kind: str) -> Rules:
    return RULES[Kind(kind)]
