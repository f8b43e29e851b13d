"""From the fields of a form to a response, and back. A field keeps what was typed, even when it is not an answer yet."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from modules.exercises.content import Content, Response
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.base import Typed

__all__ = ["Typed", "field_name", "fields_of", "read", "typed"]


def field_name(content: Content, key: str) -> str:
    return f"{content.code}-{key}"


def typed(content: Content, data: QueryDict) -> Typed:
    rules = rules_of(content.kind)
    return {key: data.get(field_name(content, key), "")[: rules.longest] for key in rules.fields(content)}


def read(content: Content, fields: Typed) -> Response:
    """The response that a form gives. Raises `Invalid` when it is none (two steps at one place); grading judges the rest."""
    return rules_of(content.kind).read(content, {key: value for key, value in fields.items() if value})


def fields_of(content: Content, response: Any) -> Typed:
    """The fields that would give this response. Keys that the exercise no longer has are left out."""
    rules = rules_of(content.kind)
    given = rules.write(content, response)
    return {key: given.get(key, "") for key in rules.fields(content)}
