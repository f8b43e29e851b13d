from step_guides.reviews.actions.answering import answer, settle
from step_guides.reviews.actions.asking import ask
from step_guides.reviews.actions.deciding import decide
from step_guides.reviews.actions.drafting import (
    comment,
    delete_comment,
    edit_comment,
    note,
    open_review,
    save_letter,
    save_scores,
)
from step_guides.reviews.actions.reminding import remind

__all__ = [
    "answer", "ask", "comment", "decide", "delete_comment", "edit_comment", "note", "open_review", "remind", "save_letter", "save_scores", "settle",
]  # fmt: skip
