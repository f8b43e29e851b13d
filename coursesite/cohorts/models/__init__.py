from coursesite.cohorts.models.cohort import Cohort, Enrolment, Participation, TrainerAssignment
from coursesite.cohorts.models.joining import Import, TrainerInvitation
from coursesite.cohorts.models.programme import Programme
from coursesite.cohorts.models.timetable import Break, Extension

__all__ = [
    "Break",
    "Cohort",
    "Enrolment",
    "Extension",
    "Import",
    "Participation",
    "Programme",
    "TrainerAssignment",
    "TrainerInvitation",
]
