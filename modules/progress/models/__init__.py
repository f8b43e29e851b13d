from modules.progress.models.openings import ModuleOpening
from modules.progress.models.records import (
    Attempt,
    LearnerRecord,
    ModuleCompletion,
    ModuleStart,
    Nudge,
    RequirementMet,
    UnitCompletion,
)

__all__ = [
    "Attempt",
    "LearnerRecord",
    "ModuleCompletion",
    "ModuleOpening",
    "ModuleStart",
    "Nudge",
    "RequirementMet",
    "UnitCompletion",
]
