from modules.progress.models.openings import ModuleOpening
from modules.progress.models.reading import Note, Opinion, ShortPathFollowed
from modules.progress.models.records import (
    AnswerRecord,
    Attempt,
    BegunAnswer,
    LearnerRecord,
    ModuleCompletion,
    ModuleStart,
    Nudge,
    RequirementMet,
    SharedRequirement,
    UnitCompletion,
)
from modules.progress.models.regradings import RegradedAttempt, Regrading

__all__ = [
    "AnswerRecord",
    "Attempt",
    "BegunAnswer",
    "LearnerRecord",
    "ModuleCompletion",
    "ModuleOpening",
    "ModuleStart",
    "Note",
    "Nudge",
    "Opinion",
    "RegradedAttempt",
    "Regrading",
    "RequirementMet",
    "SharedRequirement",
    "ShortPathFollowed",
    "UnitCompletion",
]
