"""An exercise as xAPI sees it: its activity, its interaction, and a response in the format of that."""

from __future__ import annotations

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Interaction
from modules.exercises.content import Content, Response
from modules.exercises.kinds import rules_of


def activity(content: Content) -> Activity:
    """The version is part of the address: it rises when the question no longer means the same."""
    identifier = f"{content.code}.v{content.version}"
    return Activity("exercise", identifier, v.INTERACTION, {"fr": content.title}, interaction=interaction(content))


def interaction(content: Content) -> Interaction:
    return rules_of(content.kind).interaction(content)


def response_text(content: Content, response: Response) -> str | None:
    """A response in the same format as the pattern of right answers; None when it holds what somebody wrote."""
    return rules_of(content.kind).said(content, response)
