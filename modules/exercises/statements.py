"""An exercise as xAPI sees it: its activity, its interaction, and a response in the format of that."""

from __future__ import annotations

from dataclasses import dataclass

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Interaction
from modules.exercises.content import Content, Response
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.base import Piece


def activity(content: Content) -> Activity:
    """The version is part of the address: it rises when the question no longer means the same."""
    identifier = f"{content.code}.v{content.version}"
    return Activity("exercise", identifier, v.INTERACTION, {"fr": content.title}, interaction=interaction(content))


def interaction(content: Content) -> Interaction:
    return rules_of(content.kind).interaction(content)


@dataclass(frozen=True)
class Said:
    """What is traced of an answer: about the exercise as a whole, or about one part of it. `success` is None when nothing can be right."""

    about: Activity
    key: str  # of the part; "" for the whole
    response: str | None
    success: bool | None
    length: int | None  # characters written, of what stays here


def said(content: Content, response: Response, *, success: bool) -> list[Said]:
    """One for an exercise; one for each statement of a self-position and each question of a quiz; none for cards turned."""
    rules = rules_of(content.kind)
    pieces = rules.pieces(content, response)
    if pieces is not None:
        return [Said(_part(content, one), one.key, one.said, one.success, None) for one in pieces]
    written = rules.own_words(response)
    length = sum(len(text) for text in written) if written and not rules.is_judged else None
    text = response_text(content, response)
    return [Said(activity(content), "", text, success if rules.is_judged else None, length)]


def questionnaire(content: Content) -> Activity:
    """A set of statements or of questions, as what each of them belongs to."""
    return Activity("questionnaire", f"{content.code}.v{content.version}", v.QUESTIONNAIRE, {"fr": content.title})


def _part(content: Content, piece: Piece) -> Activity:
    identifier = f"{content.code}.v{content.version}/{piece.key}"
    return Activity("exercise", identifier, v.INTERACTION, {"fr": piece.text}, interaction=piece.interaction)


def response_text(content: Content, response: Response) -> str | None:
    """A response in the same format as the pattern of right answers; None when it holds what somebody wrote."""
    return rules_of(content.kind).said(content, response)
