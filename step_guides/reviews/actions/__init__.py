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
from step_guides.reviews.actions.pairing import agree, invite, leave
from step_guides.reviews.actions.passing_on import hand_over, take_over
from step_guides.reviews.actions.peers import (
    cancel_round,
    judge_opinion,
    keep_opinion,
    keep_paired,
    schedule_round,
    send_opinion,
    withdraw_from_round,
)
from step_guides.reviews.actions.reading import answer_heard, count_opening, make_link, say, withdraw_link
from step_guides.reviews.actions.reminding import remind
from step_guides.reviews.actions.reopening import reopen

__all__ = [
    "agree",
    "answer",
    "answer_heard",
    "ask",
    "cancel_round",
    "comment",
    "count_opening",
    "decide",
    "delete_comment",
    "edit_comment",
    "hand_over",
    "invite",
    "judge_opinion",
    "keep_opinion",
    "keep_paired",
    "leave",
    "make_link",
    "note",
    "open_review",
    "remind",
    "reopen",
    "save_letter",
    "save_scores",
    "say",
    "schedule_round",
    "send_opinion",
    "settle",
    "take_over",
    "withdraw_from_round",
    "withdraw_link",
]  # fmt: skip
