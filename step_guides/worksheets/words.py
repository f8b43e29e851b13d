"""The words of a sheet: labels, help and examples, kept as content beside the code that names only keys. The only door to them.

Ours are the base, one file a kind, `seeds/<slug>.toml`. What editors changed and published lies over it (`publishing.py` brings it here),
and over that what is said otherwise in the sector of the organisation: ours, `seeds/sectors/<sector>/<slug>.toml`, then that of editors.
Nothing here reads the database.

    [start]                  title, text: what the sheet is for, before it is begun
    [section.<key>]          label, help?
    [field.<key>]            label, help?, example?
    [table.<key>]            label, one, add, help?, empty?
    [table.<key>.<column>]   label, help?, example?
    [table.<key>.groups]     <group> = label
    [check.<code>]           title, message, why
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from step_guides.worksheets.kinds import KINDS, Field, Section, Table, spec_of

SEEDS = Path(__file__).parent / "seeds"
SECTORS = SEEDS / "sectors"
Raw = dict[str, Any]
Changes = Mapping[tuple[str, str], Mapping[str, str]]  # (kind, sector or nothing) → {path: text}; a path: « field.question.help »


@dataclass(frozen=True)
class Words:
    """`label` names the thing, `help` says what to write, `example` shows it. `one` and `add` are of tables: « Une décision »."""

    label: str
    help: str = ""
    example: str = ""
    one: str = ""
    add: str = ""


class _Said:
    """All words as they are said under some changes, each put together once."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.raw: dict[tuple[str, str], Raw] = {}
        self.words: dict[tuple[str, ...], Words] = {}
        self.checks: dict[str, dict[str, str]] = {}
        self.method: dict[str, list[dict[str, Any]]] = {}


_published = _Said({})
_tried: ContextVar[_Said | None] = ContextVar("words_tried", default=None)


def say_with(changes: Changes) -> None:
    """What this process says from now on."""
    global _published
    _published = _Said(changes)


@contextmanager
def tried(changes: Changes) -> Iterator[None]:
    """Words that are not published yet, for a preview: over those that are, and for this request alone."""
    token = _tried.set(_Said({**_published.changes, **changes}))
    try:
        yield
    finally:
        _tried.reset(token)


def _now() -> _Said:
    return _tried.get() or _published


@cache
def seed(kind: str, sector: str = "") -> Raw:
    """Our own file of a kind, whole; of a sector, what is said otherwise there."""
    path = (SECTORS / sector if sector else SEEDS) / f"{spec_of(kind).slug}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if not sector or path.exists() else {}


def raw(kind: str, sector: str = "") -> Raw:
    """The words of a kind as they are said now."""
    said = _now()
    if (kind, sector) not in said.raw:
        made = deepcopy(raw(kind) if sector else seed(kind))
        _lay(made, seed(kind, sector) if sector else {})
        for path, text in said.changes.get((kind, sector), {}).items():
            _put(made, path, text)
        said.raw[kind, sector] = made
    return said.raw[kind, sector]


def word_at(found: Raw, path: str) -> str:
    """The word at « field.question.help », or nothing."""
    at: Any = found
    for key in path.split("."):
        at = at.get(key, {}) if isinstance(at, dict) else {}
    return at if isinstance(at, str) else ""


def _lay(under: Raw, over: Raw) -> None:
    for key, value in over.items():
        if isinstance(value, dict):
            _lay(under.setdefault(key, {}), value)
        else:
            under[key] = value


def _put(made: Raw, path: str, text: str) -> None:
    *way, last = path.split(".")
    for key in way:
        made = made.setdefault(key, {})
    made[last] = text


@cache
def method_seed() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((SEEDS / "method.toml").read_text(encoding="utf-8"))


def method() -> dict[str, list[dict[str, Any]]]:
    """What the method itself lists: {"principles": [{number, label, note}], "practices": […]}."""
    said = _now()
    if not said.method:
        changed: Raw = {}
        for kind in KINDS:
            _lay(changed, raw(kind).get("method", {}))
        said.method = {
            name: [{**one, **changed.get(name, {}).get(str(one["number"]), {})} for one in listed]
            for name, listed in method_seed().items()
        }
    return said.method


def words(kind: str, part: Field | Table | Section, column: str = "", sector: str = "") -> Words:
    """Raises `KeyError` when the file does not name the part: a test asks for every part of every kind."""
    group = {Field: "field", Table: "table", Section: "section"}[type(part)]
    said, key = _now(), (kind, group, part.key, column, sector)
    if key not in said.words:
        found = raw(kind, sector)[group][part.key]
        found = found[column] if column else found
        said.words[key] = Words(**{name: found[name] for name in Words.__dataclass_fields__ if name in found})
    return said.words[key]


def start_of(kind: str) -> dict[str, str]:
    """{title, text}: what a sheet is for, to somebody who has not begun it."""
    return dict(raw(kind)["start"])


def group_label(kind: str, table: Table, group: str) -> str:
    """The name of columns that are folded together."""
    return str(raw(kind)["table"][table.key]["groups"][group]) if group else ""


def label_of(kind: str, anchor: str) -> str:
    """What the thing at an anchor is called: « Question évaluative principale », « Une décision »."""
    name, _colon, key = anchor.partition(":")
    spec = spec_of(kind)
    if name == "field" and (field := spec.field(key)):
        return words(kind, field).label
    table = spec.table(name)
    return words(kind, table).one if table else ""


def check_words() -> dict[str, dict[str, str]]:
    """Code of a remark → {title, message, why}, of all kinds."""
    said = _now()
    if not said.checks:
        said.checks = {code: told for kind in KINDS for code, told in raw(kind).get("check", {}).items()}
    return said.checks
