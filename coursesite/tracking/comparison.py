"""Whether two statements with the same id say the same, by the rules of the specification on immutability.

Ignored: id, authority, stored, version, a timestamp that the record store set, display of verbs, definitions of activities,
order of the members of a group, time zone of a moment. Durations are compared as text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

IGNORED = {"id", "authority", "stored", "version"}


def same(ours: dict[str, Any], theirs: Any) -> bool:
    return isinstance(theirs, dict) and _normal(ours, top=True) == _normal(
        {"timestamp": ours.get("timestamp"), **theirs}, top=True
    )


def find(content: Any, statement: str) -> dict[str, Any] | None:
    """The statement in an answer; some stores answer a list object to a question about one."""
    if isinstance(content, dict) and isinstance(content.get("statements"), list):
        content = content["statements"]
    if isinstance(content, list):
        return next((one for one in content if isinstance(one, dict) and str(one.get("id", "")).lower() == statement), None)
    return content if isinstance(content, dict) and "actor" in content else None


def _normal(value: Any, *, top: bool = False, path: str = "") -> Any:
    if isinstance(value, list):
        items = [_normal(one, path=path) for one in value]
        return sorted(items, key=repr) if path in {"member", "parent", "grouping", "category", "other"} else items
    if not isinstance(value, dict):
        return _moment(value) if path == "timestamp" else _number(value)
    if path == "extensions":
        return value
    kept = {name: one for name, one in value.items() if not (top and name in IGNORED)}
    if path == "verb":
        kept.pop("display", None)
    if path == "contextActivities":
        kept = {name: one if isinstance(one, list) else [one] for name, one in kept.items() if one != []}
    if {"id", "definition"} & kept.keys() and kept.get("objectType", "Activity") == "Activity":
        kept.pop("definition", None)
        kept.pop("objectType", None)
    elif kept.get("objectType") == "Agent":
        kept.pop("objectType")
    if kept.get("member") == []:
        kept.pop("member")
    return {name: _normal(one, path=name) for name, one in kept.items()}


def _moment(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value).timestamp()
    except (TypeError, ValueError):
        return value


def _number(value: Any) -> Any:
    """4 and 4.0 are the same number; true is none."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
