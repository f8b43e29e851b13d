from step_guides.worksheets.models.base import Entry, Row, Worksheet, WorksheetQuerySet
from step_guides.worksheets.models.history import Dismissal, Move, Revision
from step_guides.worksheets.models.submission import Submission, SubmissionQuerySet
from step_guides.worksheets.models.theory_of_change import Link, Node, TheoryOfChange

ROWS: dict[str, type[Row]] = {model.ANCHOR: model for model in (Entry, Node, Link)}
MODELS: dict[str, type[Worksheet]] = {model.KIND: model for model in (TheoryOfChange,)}

__all__ = [
    "MODELS",
    "ROWS",
    "Dismissal",
    "Entry",
    "Link",
    "Move",
    "Node",
    "Revision",
    "Row",
    "Submission",
    "SubmissionQuerySet",
    "TheoryOfChange",
    "Worksheet",
    "WorksheetQuerySet",
]
