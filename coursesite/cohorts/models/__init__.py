from coursesite.cohorts.models.cohort import Cohort, Enrolment, Participation, TrainerAssignment
from coursesite.cohorts.models.joining import Import, TrainerInvitation
from coursesite.cohorts.models.programme import Programme

__all__ = ["Cohort", "Enrolment", "Import", "Participation", "Programme", "TrainerAssignment", "TrainerInvitation"]
