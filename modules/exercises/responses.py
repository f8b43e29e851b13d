"""From the fields of a form to a response, and back. A field keeps what was typed, even when it is not an answer yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from modules.exercises.content import Content, Response
from modules.exercises.enums import Kind
from modules.exercises.grading import refused

Typed = Mapping[str, str]  # key of an item → value of its field; "" when left empty


def field_name(content: Content, key: str) -> str:
    return f"{content.code}-{key}"


def typed(content: Content, data: QueryDict) -> Typed:
    return {item.key: data.get(field_name(content, item.key), "")[:40] for item in content.items}


def read(content: Content, fields: Typed) -> Response:
    """The response that a form gives. Raises `Invalid` when it is none (two steps at one place); grading judges the rest."""
    given = {key: value for key, value in fields.items() if value}
    if content.kind == Kind.SORT:
        return given
    if content.kind == Kind.CHOICES:
        return list(given)
    places: dict[int, str] = {}
    for key, value in given.items():
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= len(content.items)):
            raise refused(_("This answer cannot be read."), code="malformed_response")
        if int(value) in places:
            raise refused(_("Two steps have the same place. Give each its own."), code="repeated_item")
        places[int(value)] = key
    return [places[place] for place in sorted(places)]


def fields_of(content: Content, response: Any) -> Typed:
    """The fields that would give this response. Keys that the exercise no longer has are left out."""
    if content.kind == Kind.SORT:
        given = dict(response) if isinstance(response, dict) else {}
    elif content.kind == Kind.ORDER:
        given = {key: str(place) for place, key in enumerate(response, 1)}
    else:
        given = dict.fromkeys(response, "1")
    return {item.key: given.get(item.key, "") for item in content.items}
