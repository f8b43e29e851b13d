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
from step_guides.reviews.actions.passing_on import hand_over, take_over
from step_guides.reviews.actions.reminding import remind
from step_guides.reviews.actions.reopening import reopen

__all__ = [
    "answer", "ask", "comment", "decide", "delete_comment", "edit_comment", "hand_over", "note", "open_review", "remind", "reopen", "save_letter", "save_scores", "settle", "take_over",
]  # fmt: skip
