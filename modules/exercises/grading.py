"""Grading: pure functions of a content and a response. What is not a whole answer raises `Invalid`, and is never a zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.core.errors import Invalid
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind


@dataclass(frozen=True)
class Verdict:
    right: bool
    text: str


@dataclass(frozen=True)
class Grade:
    """0 ≤ raw ≤ maximum; one point an item; `success` when nothing is wrong."""

    raw: int
    maximum: int
    success: bool
    feedback: dict[str, Verdict] = field(default_factory=dict)


def grade(content: Content, response: object) -> Grade:
    """Grades a response of the shape described in `content.Response`."""
    rights = _RULES[Kind(content.kind)](content, response)
    feedback = {item.key: Verdict(right, item.feedback_right if right else item.feedback_wrong) for item, right in rights}
    raw = sum(right for _item, right in rights)
    return Grade(raw=raw, maximum=len(rights), success=raw == len(rights), feedback=feedback)


Rights = list[tuple[Item, bool]]


def _sort(content: Content, response: object) -> Rights:
    """One point a card in its category."""
    if not isinstance(response, dict) or not all(isinstance(value, str) for value in response.values()):
        raise refused(_("This answer cannot be read."), code="malformed_response")
    known = {category.key for category in content.categories}
    if not set(response) <= set(content.by_key) or not set(response.values()) <= known:
        raise refused(
            _("This answer does not belong to this exercise: it may have changed. Reload the page."), code="unknown_item"
        )
    if missing := len(content.items) - len(response):
        message = ngettext("%(count)d card is still to be placed.", "%(count)d cards are still to be placed.", missing)
        raise refused(message % {"count": missing}, code="incomplete")
    return [(item, response[item.key] == item.answer) for item in content.items]


def _order(content: Content, response: object) -> Rights:
    """One point a step at its right place."""
    keys = _keys(content, response)
    if len(keys) < len(content.items):
        raise refused(_("Give each step a place."), code="incomplete")
    return [(item, keys[place] == item.key) for place, item in enumerate(content.items)]


def _choices(content: Content, response: object) -> Rights:
    """One point a choice rightly ticked or rightly left: ticking everything never gives a full score, nothing is ever negative."""
    keys = _keys(content, response)
    if not keys:
        raise refused(_("Tick at least one answer."), code="incomplete")
    return [(item, (item.key in keys) == item.answer) for item in content.items]


def _keys(content: Content, response: object) -> list[str]:
    if not isinstance(response, list) or not all(isinstance(key, str) for key in response):
        raise refused(_("This answer cannot be read."), code="malformed_response")
    if not set(response) <= set(content.by_key):
        raise refused(
            _("This answer does not belong to this exercise: it may have changed. Reload the page."), code="unknown_item"
        )
    if len(set(response)) < len(response):
        raise refused(_("The same answer is given twice."), code="repeated_item")
    return response


def refused(message: str, *, code: str) -> Invalid:
    return Invalid(message, errors={"response": [message]}, code=code)


_RULES: dict[Kind, Callable[[Content, object], Rights]] = {Kind.SORT: _sort, Kind.ORDER: _order, Kind.CHOICES: _choices}
