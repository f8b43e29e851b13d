"""The words of a sheet: labels, help and examples, kept as content beside the code that names only keys.

One file a kind, `seeds/<slug>.toml`:

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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from step_guides.worksheets.kinds import Field, Section, Table, spec_of

SEEDS = Path(__file__).parent / "seeds"
Raw = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """`label` names the thing, `help` says what to write, `example` shows it. `one` and `add` are of tables: « Une décision »."""

    label: str
    help: str = ""
    example: str = ""
    one: str = ""
    add: str = ""


@cache
def raw(kind: str) -> Raw:
    """The file of a kind, whole."""
    return tomllib.loads((SEEDS / f"{spec_of(kind).slug}.toml").read_text(encoding="utf-8"))


@cache
def method() -> dict[str, list[dict[str, Any]]]:
    """What the method itself lists: {"principles": [{number, label, note}], "practices": […]}."""
    return tomllib.loads((SEEDS / "method.toml").read_text(encoding="utf-8"))


@cache
def words(kind: str, part: Field | Table | Section, column: str = "") -> Words:
    """Raises `KeyError` when the file does not name the part: a test asks for every part of every kind."""
    group = {Field: "field", Table: "table", Section: "section"}[type(part)]
    found = raw(kind)[group][part.key]
    found = found[column] if column else found
    return Words(**{name: found[name] for name in Words.__dataclass_fields__ if name in found})


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


@cache
def check_words() -> dict[str, dict[str, str]]:
    """Code of a remark → {title, message, why}, of all kinds."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(SEEDS.glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8")).get("check", {})
    return found
