from step_guides.worksheets.models.analysis import Analysis
from step_guides.worksheets.models.base import Entry, Row, Worksheet, WorksheetQuerySet
from step_guides.worksheets.models.collection import Collection
from step_guides.worksheets.models.framing import Framing
from step_guides.worksheets.models.history import Dismissal, Move, RestorePoint, Revision
from step_guides.worksheets.models.lessons import Lessons
from step_guides.worksheets.models.line import Line
from step_guides.worksheets.models.needs import Needs
from step_guides.worksheets.models.paper import Paper
from step_guides.worksheets.models.priorities import Priorities
from step_guides.worksheets.models.profile import Profile
from step_guides.worksheets.models.questionnaire import Questionnaire
from step_guides.worksheets.models.sharing import Sharing
from step_guides.worksheets.models.submission import Submission, SubmissionQuerySet
from step_guides.worksheets.models.theory_of_change import Link, Node, TheoryOfChange
from step_guides.worksheets.models.wording import Wording, WordingQuerySet

MODELS: dict[str, type[Worksheet]] = {
    model.KIND: model
    for model in (Profile, Framing, Needs, TheoryOfChange, Priorities, Collection, Questionnaire, Analysis, Sharing, Lessons)
}

__all__ = [
    "MODELS",
    "Analysis",
    "Collection",
    "Dismissal",
    "Entry",
    "Framing",
    "Lessons",
    "Line",
    "Link",
    "Move",
    "Needs",
    "Node",
    "Paper",
    "Priorities",
    "Profile",
    "Questionnaire",
    "RestorePoint",
    "Revision",
    "Row",
    "Sharing",
    "Submission",
    "SubmissionQuerySet",
    "TheoryOfChange",
    "Wording",
    "WordingQuerySet",
    "Worksheet",
    "WorksheetQuerySet",
]
