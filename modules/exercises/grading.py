"""Grading: pure functions of a content and a response. What is not a whole answer raises `Invalid`, and is never a zero."""

from __future__ import annotations

from dataclasses import dataclass, field

from modules.exercises.content import Content
from modules.exercises.kinds import rules_of


@dataclass(frozen=True)
class Verdict:
    right: bool
    text: str


@dataclass(frozen=True)
class Grade:
    """0 ≤ raw ≤ maximum; `success` when nothing is wrong."""

    raw: int
    maximum: int
    success: bool
    feedback: dict[str, Verdict] = field(default_factory=dict)


def grade(content: Content, response: object) -> Grade:
    """Grades a response of the shape its kind describes."""
    rules = rules_of(content.kind)
    earned = rules.judge(content, response)
    judged = earned if rules.is_judged and not rules.is_secret(content) else []
    feedback = {item.key: Verdict(points == item.points, rules.comment(item, points, response)) for item, points in judged}
    raw, maximum = sum(points for _item, points in earned), sum(item.points for item, _points in earned)
    return Grade(raw=raw, maximum=maximum, success=raw == maximum, feedback=feedback)
