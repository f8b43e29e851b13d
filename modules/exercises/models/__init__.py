"""The exercises as they are kept, one file a kind, with the blocks that editors fill in."""

from __future__ import annotations

from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise
from modules.exercises.models.choices import ChoicesExercise
from modules.exercises.models.order import OrderExercise
from modules.exercises.models.sort import SortExercise

MODELS: tuple[type[Exercise], ...] = (ChoicesExercise, SortExercise, OrderExercise)
KINDS: dict[Kind, type[Exercise]] = {model.kind: model for model in MODELS}

__all__ = ["KINDS", "ChoicesExercise", "Exercise", "OrderExercise", "SortExercise"]
