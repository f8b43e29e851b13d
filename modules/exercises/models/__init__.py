"""The exercises as they are kept, one file a kind, with the blocks that editors fill in."""

from __future__ import annotations

from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise
from modules.exercises.models.cards import CardsExercise
from modules.exercises.models.case import CaseExercise
from modules.exercises.models.choices import ChoicesExercise
from modules.exercises.models.former import FormerVersion
from modules.exercises.models.gaps import GapsExercise
from modules.exercises.models.match import MatchExercise
from modules.exercises.models.number import NumberExercise
from modules.exercises.models.order import OrderExercise
from modules.exercises.models.position import PositionExercise
from modules.exercises.models.quiz import QuizExercise
from modules.exercises.models.rewrite import RewriteExercise
from modules.exercises.models.single import SingleExercise
from modules.exercises.models.sort import SortExercise
from modules.exercises.models.spot import SpotExercise
from modules.exercises.models.true_false import TrueFalseExercise

MODELS: tuple[type[Exercise], ...] = (
    SingleExercise,
    ChoicesExercise,
    TrueFalseExercise,
    SortExercise,
    OrderExercise,
    MatchExercise,
    GapsExercise,
    NumberExercise,
    SpotExercise,
    CaseExercise,
    RewriteExercise,
    PositionExercise,
    CardsExercise,
    QuizExercise,
)
KINDS: dict[Kind, type[Exercise]] = {model.kind: model for model in MODELS}

__all__ = [
    "KINDS",
    "CardsExercise",
    "CaseExercise",
    "ChoicesExercise",
    "Exercise",
    "FormerVersion",
    "GapsExercise",
    "MatchExercise",
    "NumberExercise",
    "OrderExercise",
    "PositionExercise",
    "QuizExercise",
    "RewriteExercise",
    "SingleExercise",
    "SortExercise",
    "SpotExercise",
    "TrueFalseExercise",
]
