"""The copy of a statement that one destination gets: other names of people, other identifiers of their things.

This stops simple joins between two copies, not somebody who holds both and compares timestamps.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from django.conf import settings

from coursesite.tracking import vocabulary as v
from coursesite.tracking.models import Destination, Statement
from coursesite.tracking.pseudonyms import names_there

Json = dict[str, Any]
PERSONAL = re.compile(
    r"/activities/(worksheet|certificate)/([0-9a-f-]{36})$"
)  # whose identifier belongs to a person or a worksheet


def project(statement: Statement, destination: Destination) -> Json:
    """The body to send. The same on every call: salt and names are kept."""
    return project_all([statement], destination)[0]


def project_all(statements: Iterable[Statement], destination: Destination) -> list[Json]:
    """As `project`, names looked up once."""
    bodies = [statement.body for statement in statements]
    names = names_there({name for body in bodies for name in _people(body)}, destination)
    return [rewrite(body, salt=destination.salt, names=names) for body in bodies]


def rewrite(body: Json, *, salt: UUID, names: Mapping[str, str]) -> Json:
    """Pure. Somebody without a name there (erased here since) gets one drawn from the salt."""
    there = deepcopy(body)
    there.pop("attachments", None)  # whoever holds the file could find the person by its hash
    for agent in _agents(there):
        name = agent["account"]["name"]
        if name != v.SYSTEM:
            agent["account"]["name"] = names.get(name) or _other(salt, name)
    there["id"] = _other(salt, there["id"])
    context = there.get("context", {})
    if "registration" in context:
        context["registration"] = _other(salt, context["registration"])
    for reference in (there["object"], context.get("statement", {})):
        if reference.get("objectType") == "StatementRef":
            reference["id"] = _other(salt, reference["id"])
    for activity in _activities(there):
        if activity["id"].startswith(settings.XAPI_BASE_IRI):
            activity["id"] = PERSONAL.sub(lambda found: f"/activities/{found[1]}/{_other(salt, found[2])}", activity["id"])
    comment = v.extension_iri(v.COMMENT_ID)
    if comment in context.get("extensions", {}):
        context["extensions"][comment] = _other(salt, str(context["extensions"][comment]))
    return there


def _other(salt: UUID, identifier: str) -> str:
    return str(uuid.uuid5(salt, identifier))


def _people(body: Json) -> set[str]:
    return {agent["account"]["name"] for agent in _agents(body)} - {v.SYSTEM}


def _agents(body: Json) -> Iterator[Json]:
    for agent in (body["actor"], body["object"], body.get("context", {}).get("instructor")):
        if agent and agent.get("objectType") == "Agent":
            yield agent


def _activities(body: Json) -> Iterator[Json]:
    if body["object"].get("objectType") == "Activity":
        yield body["object"]
    for activities in body.get("context", {}).get("contextActivities", {}).values():
        yield from activities
