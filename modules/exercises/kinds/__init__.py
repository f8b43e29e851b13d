"""The kinds of exercise, one file each: what is an answer, what is right, how it is written in a form and in a statement. All pure."""

from __future__ import annotations

from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Rules
from modules.exercises.kinds.cards import Cards
from modules.exercises.kinds.case import Case
from modules.exercises.kinds.choices import Choices
from modules.exercises.kinds.gaps import Gaps
from modules.exercises.kinds.match import Match
from modules.exercises.kinds.number import Number
from modules.exercises.kinds.order import Order
from modules.exercises.kinds.position import Position
from modules.exercises.kinds.quiz import Quiz
from modules.exercises.kinds.rewrite import Rewrite
from modules.exercises.kinds.single import Single
from modules.exercises.kinds.sort import Sort
from modules.exercises.kinds.spot import Spot
from modules.exercises.kinds.true_false import TrueFalse

_CLOSED: tuple[Rules, ...] = (Single(), Choices(), TrueFalse(), Sort(), Order(), Match(), Gaps(), Number(), Spot())
_OPEN: tuple[Rules, ...] = (Case(), Rewrite(), Position(), Cards(), Quiz())
RULES: dict[Kind, Rules] = {rules.kind: rules for rules in (*_CLOSED, *_OPEN)}


def rules_of(kind: str) -> Rules:
    return RULES[Kind(kind)]
