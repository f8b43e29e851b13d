"""Values of a statement: identifiers, moments, durations, texts by language. Each check adds one line `path: message` per fault."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)  # RFC 4122: no version 7
IRI = re.compile(r"[a-z][a-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]+", re.I)
IRL = re.compile(r"[a-z][a-z0-9+.\-]*://[^\s<>\"{}|\\^`\x00-\x20\x7f]+", re.I)
MBOX = re.compile(r"mailto:[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)*")
SHA1 = re.compile(r"[0-9a-f]{40}", re.I)
SHA2 = re.compile(r"[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.I)
MEDIA = re.compile(r"[\w.+\-]+/[\w.+\-]+(\s*;.*)?")
LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8})",
    re.I,
)
NUMBER = r"\d+(?:[.,]\d+)?"
DURATION = re.compile(
    rf"P(?:{NUMBER}W|(?=\d|T\d)(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{NUMBER}D)?(?:T(?=\d)(?:{NUMBER}H)?(?:{NUMBER}M)?(?:{NUMBER}S)?)?)"
)
INNER_FRACTION = re.compile(r"[.,]\d+[A-Z](?=.*\d)")  # only the last part may have one
MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:[.,]\d+)?)?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?", re.I
)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.I)

Check = Callable[[Any, str, list[str]], None]


def say(out: list[str], path: str, message: str) -> None:
    out.append(f"{path}: {message}")


def an_object(value: Any, path: str, out: list[str], checks: dict[str, Check], required: tuple[str, ...] = ()) -> bool:
    """An object of known properties. Null is no value anywhere outside extensions."""
    if not isinstance(value, dict):
        say(out, path, "an object is expected")
        return False
    for name in required:
        if name not in value:
            say(out, f"{path}.{name}", "is missing")
    for name, one in value.items():
        if name not in checks:
            say(out, f"{path}.{name}", "unknown property")
        elif one is None:
            say(out, f"{path}.{name}", "is null")
        else:
            checks[name](one, f"{path}.{name}", out)
    return True


def text(value: Any, path: str, out: list[str]) -> None:
    if not isinstance(value, str):
        say(out, path, "a text is expected")


def boolean(value: Any, path: str, out: list[str]) -> None:
    if not isinstance(value, bool):
        say(out, path, "true or false is expected")


def is_number(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and math.isfinite(value))


def number(value: Any, path: str, out: list[str]) -> None:
    if not is_number(value):
        say(out, path, "a finite number is expected")


def length(value: Any, path: str, out: list[str]) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        say(out, path, "a number of bytes is expected")


def match(value: Any, path: str, out: list[str], *, pattern: re.Pattern[str], what: str) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        say(out, path, f"{what} is expected")


iri = partial(match, pattern=IRI, what="an IRI")
irl = partial(match, pattern=IRL, what="an IRL")
uuid = partial(match, pattern=UUID, what="a UUID of version 1 to 5")
language = partial(match, pattern=LANGUAGE, what="a language tag")


def exactly(expected: str) -> Check:
    def check(value: Any, path: str, out: list[str]) -> None:
        if value != expected:
            say(out, path, f"{expected} is expected")

    return check


def every(check: Check) -> Check:
    def checks(value: Any, path: str, out: list[str]) -> None:
        if not isinstance(value, list):
            say(out, path, "a list is expected")
            return
        for index, one in enumerate(value):
            check(one, f"{path}[{index}]", out)

    return checks


def moment(value: Any, path: str, out: list[str], *, version: str) -> None:
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    try:
        date.fromisoformat(found[1]) if found else None
    except ValueError:
        found = None
    if not found:
        say(out, path, "a moment of ISO 8601 is expected")
    elif re.fullmatch(r"-00(:?00)?", found[5] or ""):
        say(out, path, "the offset -00:00 says nothing")
    elif version.startswith("2") and not RFC_3339.fullmatch(value):
        say(out, path, "a moment of RFC 3339 is expected")


def duration(value: Any, path: str, out: list[str]) -> None:
    if not isinstance(value, str) or not DURATION.fullmatch(value) or INNER_FRACTION.search(value):
        say(out, path, "a duration of ISO 8601 is expected")


def words(value: Any, path: str, out: list[str]) -> None:
    if not isinstance(value, dict):
        say(out, path, "texts by language are expected")
        return
    for tag, one in value.items():
        language(tag, f"{path}.{tag}", out)
        text(one, f"{path}.{tag}", out)


def extensions(value: Any, path: str, out: list[str]) -> None:
    if not isinstance(value, dict):
        say(out, path, "an object is expected")
        return
    for name, one in value.items():
        iri(name, f"{path}.{name}", out)
        finite(one, f"{path}.{name}", out)


def finite(value: Any, path: str, out: list[str]) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        say(out, path, "a finite number is expected")
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        finite(one, path, out)
