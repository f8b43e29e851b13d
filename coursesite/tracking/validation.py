"""Whether a statement follows the specification, 1.0.3 or 2.0 (IEEE 9274.1.1). Plain Python; this file decides, no library.

Two rules need the store and are not here: a voiding statement cannot be voided, and only an authorised source may void.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from coursesite.tracking.grammar import (
    MBOX,
    MEDIA,
    SHA1,
    SHA2,
    Check,
    an_object,
    boolean,
    duration,
    every,
    exactly,
    extensions,
    iri,
    irl,
    is_number,
    language,
    length,
    match,
    moment,
    number,
    say,
    text,
    uuid,
    words,
)  # fmt: skip

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ACCEPTED_VERSIONS = {"1.0.3": re.compile(r"1\.0(\.\d+)?"), "2.0.0": re.compile(r"1\.0(\.\d+)?|2\.0\.\d+")}
COMPONENTS = {
    "choice": {"choices"}, "sequencing": {"choices"}, "likert": {"scale"}, "matching": {"source", "target"},
    "performance": {"steps"}, "true-false": set(), "fill-in": set(), "long-fill-in": set(), "numeric": set(), "other": set(),
}  # fmt: skip
LISTS = ("choices", "scale", "source", "target", "steps")
IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def validate(statement: Any, version: str) -> list[str]:
    """One line `path: message` per fault; none when the statement is valid under this version ("1.0.3" or "2.0.0")."""
    out: list[str] = []
    _statement(statement, "$", out, version=version)
    return out


def _account(value: Any, path: str, out: list[str]) -> None:
    an_object(value, path, out, {"homePage": irl, "name": text}, required=("homePage", "name"))


IDENTITY: dict[str, Check] = {
    "name": text,
    "mbox": partial(match, pattern=MBOX, what="an address mailto:"),
    "mbox_sha1sum": partial(match, pattern=SHA1, what="a SHA-1 sum"),
    "openid": irl,
    "account": _account,
}


def _agent(value: Any, path: str, out: list[str]) -> None:
    if (
        an_object(value, path, out, {"objectType": exactly("Agent"), **IDENTITY})
        and sum(name in value for name in IDENTIFIERS) != 1
    ):
        say(out, path, "exactly one identifier is expected")


def _group(value: Any, path: str, out: list[str]) -> None:
    checks = {"objectType": exactly("Group"), "member": every(_agent), **IDENTITY}
    if not an_object(value, path, out, checks, required=("objectType",)):
        return
    identifiers = sum(name in value for name in IDENTIFIERS)
    if identifiers > 1:
        say(out, path, "one identifier at most is expected")
    elif not identifiers and not value.get("member"):
        say(out, path, "a group without identifier has members")


def _actor(value: Any, path: str, out: list[str]) -> None:
    (_group if isinstance(value, dict) and value.get("objectType") == "Group" else _agent)(value, path, out)


def _verb(value: Any, path: str, out: list[str]) -> None:
    an_object(value, path, out, {"id": iri, "display": words}, required=("id",))


def _component(value: Any, path: str, out: list[str]) -> None:
    an_object(value, path, out, {"id": text, "description": words}, required=("id",))


def _components(value: Any, path: str, out: list[str]) -> None:
    every(_component)(value, path, out)
    ids = (
        [one["id"] for one in value if isinstance(one, dict) and isinstance(one.get("id"), str)]
        if isinstance(value, list)
        else []
    )
    if len(set(ids)) != len(ids):
        say(out, path, "two components have the same id")


def _definition(value: Any, path: str, out: list[str]) -> None:
    checks: dict[str, Check] = {
        "name": words, "description": words, "type": iri, "moreInfo": irl, "extensions": extensions,
        "interactionType": text, "correctResponsesPattern": every(text), **dict.fromkeys(LISTS, _components),
    }  # fmt: skip
    if not an_object(value, path, out, checks):
        return
    kind = value.get("interactionType")
    if kind is not None and (not isinstance(kind, str) or kind not in COMPONENTS):
        say(out, f"{path}.interactionType", "unknown type of interaction")
        return
    for name in ("correctResponsesPattern", *LISTS):
        if name in value and kind is None:
            say(out, f"{path}.{name}", "needs an interactionType")
        elif name in value and name in LISTS and name not in COMPONENTS[kind]:
            say(out, f"{path}.{name}", f"does not belong to {kind}")


def _activity(value: Any, path: str, out: list[str]) -> None:
    an_object(value, path, out, {"objectType": exactly("Activity"), "id": iri, "definition": _definition}, required=("id",))


def _reference(value: Any, path: str, out: list[str]) -> None:
    an_object(value, path, out, {"objectType": exactly("StatementRef"), "id": uuid}, required=("objectType", "id"))


def _score(value: Any, path: str, out: list[str]) -> None:
    if not an_object(value, path, out, dict.fromkeys(("scaled", "raw", "min", "max"), number)):
        return
    scaled, raw, low, high = (value.get(name) if is_number(value.get(name)) else None for name in ("scaled", "raw", "min", "max"))
    if scaled is not None and not -1 <= scaled <= 1:
        say(out, f"{path}.scaled", "lies between -1 and 1")
    if low is not None and high is not None and low >= high:
        say(out, f"{path}.min", "is less than max")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        say(out, f"{path}.raw", "lies between min and max")


def _result(value: Any, path: str, out: list[str]) -> None:
    checks: dict[str, Check] = {
        "score": _score, "success": boolean, "completion": boolean, "response": text, "duration": duration, "extensions": extensions,
    }  # fmt: skip
    an_object(value, path, out, checks)


def _one_or_many(value: Any, path: str, out: list[str]) -> None:
    (every(_activity) if isinstance(value, list) else _activity)(value, path, out)


def _relevant(kind: str, check: Check) -> Check:
    def one(value: Any, path: str, out: list[str]) -> None:
        types = every(iri)
        checks = {"objectType": exactly(f"context{kind.title()}"), kind: check, "relevantTypes": types}
        if an_object(value, path, out, checks, required=("objectType", kind)) and value.get("relevantTypes") == []:
            say(out, f"{path}.relevantTypes", "is empty")

    return every(one)


def _context(value: Any, path: str, out: list[str], *, version: str) -> None:
    surroundings = dict.fromkeys(("parent", "grouping", "category", "other"), _one_or_many)
    checks: dict[str, Check] = {
        "registration": uuid, "instructor": _actor, "team": _group, "revision": text, "platform": text, "language": language,
        "statement": _reference, "extensions": extensions, "contextActivities": partial(an_object, checks=surroundings),
    }  # fmt: skip
    if version.startswith("2"):
        checks |= {"contextAgents": _relevant("agent", _agent), "contextGroups": _relevant("group", _group)}
    an_object(value, path, out, checks)


def _attachment(value: Any, path: str, out: list[str]) -> None:
    checks: dict[str, Check] = {
        "usageType": iri, "display": words, "description": words, "fileUrl": irl, "length": length,
        "contentType": partial(match, pattern=MEDIA, what="a media type"), "sha2": partial(match, pattern=SHA2, what="a SHA-2 sum"),
    }  # fmt: skip
    an_object(value, path, out, checks, required=("usageType", "display", "contentType", "length", "sha2"))


def _target(value: Any, path: str, out: list[str], *, version: str, inner: bool) -> None:
    kind = value.get("objectType", "Activity") if isinstance(value, dict) else "Activity"
    known: dict[str, Check] = {"Activity": _activity, "Agent": _agent, "Group": _group, "StatementRef": _reference}
    if not inner:
        known["SubStatement"] = partial(_statement, version=version, inner=True)
    if not isinstance(kind, str) or kind not in known:
        say(out, f"{path}.objectType", "unknown, or not allowed here")
    else:
        known[kind](value, path, out)


def _statement(value: Any, path: str, out: list[str], *, version: str, inner: bool = False) -> None:
    when = partial(moment, version=version)
    checks: dict[str, Check] = {
        "actor": _actor, "verb": _verb, "object": partial(_target, version=version, inner=inner), "result": _result,
        "context": partial(_context, version=version), "timestamp": when, "attachments": every(_attachment),
    }  # fmt: skip
    if inner:
        checks["objectType"] = exactly("SubStatement")
    else:
        numbered = partial(match, pattern=ACCEPTED_VERSIONS[version], what="a version of the specification")
        checks |= {"id": uuid, "stored": when, "authority": _actor, "version": numbered}
    if not an_object(value, path, out, checks, required=("actor", "verb", "object")):
        return
    target, verb, context = (value[name] if isinstance(value.get(name), dict) else {} for name in ("object", "verb", "context"))
    if target.get("objectType", "Activity") != "Activity":
        for name in {"revision", "platform"} & context.keys():
            say(out, f"{path}.context.{name}", "goes with an activity only")
    if verb.get("id") == VOIDED and target.get("objectType") != "StatementRef":
        say(out, f"{path}.object", "a statement is what is voided")
