"""« Voir un exemple rempli »: a whole sheet of a fictional organisation, as a snapshot. `seeds/examples/<slug>.toml`:

    [fields]                 <key> = text
    [[tables.<key>]]         <column> = text; one for each reference, in the same order, in a table `per` a source
    [[upstream.<source>]]    label, note?, traits?: what the other sheets of this organisation hold

A column that chooses a reference names it by its label, or several by a list of labels.
"""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import KindSpec, Table, spec_of
from step_guides.worksheets.models.details import RULES_OF_LINKS, RULES_OF_NODES
from step_guides.worksheets.models.line import as_document
from step_guides.worksheets.snapshots import Snapshot, empty
from step_guides.worksheets.typing_rules import FromSource
from step_guides.worksheets.upstream import Reference, example_upstream
from step_guides.worksheets.words import SEEDS

Upstream = dict[str, list[Reference]]
_IDS = uuid.UUID("6a5f0c52-3a0e-4d6f-9a27-0c1f64d1b7aa")
_TEXTS = {"title": "title", "scope": "scope", "narrative_intro": "introduction"}
_LISTS = {"contributors": "contributors", "doubts": "doubts", "plain_version": "plain_version"}


@dataclass(frozen=True)
class Example:
    organisation: str  # with its visible mention « (exemple fictif) »
    snapshot: Snapshot


@cache
def filled_example(kind: str) -> Example:
    spec = spec_of(kind)
    raw = tomllib.loads((SEEDS / "examples" / f"{spec.slug}.toml").read_text(encoding="utf-8"))
    made = _theory(raw) if kind == Kind.THEORY_OF_CHANGE else _form(spec, raw)
    return Example(raw["organisation"], {**empty(kind), **made})


def _uid(name: str) -> str:
    return str(uuid.uuid5(_IDS, name))


def _form(spec: KindSpec, raw: dict[str, Any]) -> Snapshot:
    upstream = _upstream(spec, raw)
    return {
        "entries": raw["fields"],
        "tables": {table.key: _lines(spec, table, raw["tables"].get(table.key, []), upstream) for table in spec.tables},
        "upstream": {name: [one.as_dict() for one in about] for name, about in upstream.items()},
    }


def _upstream(spec: KindSpec, raw: dict[str, Any]) -> Upstream:
    """What the method gives, and what the file says that the other sheets hold. One label is one thing, whatever the source."""
    told = {
        name: [
            Reference(_uid(f"upstream/{one['label']}"), one["label"], one.get("note", ""), one.get("traits", "")) for one in found
        ]
        for name, found in raw.get("upstream", {}).items()
    }
    return {**example_upstream(spec), **told}


def _lines(spec: KindSpec, table: Table, lines: list[dict[str, str]], upstream: Upstream) -> list[dict[str, Any]]:
    """A line is what it speaks of, in a table `per` a source; or what a source calls by its name; or a thing of its own."""
    held = {one.label: one.uid for about in upstream.values() for one in about}
    chosen = [column.key for column in table.columns if isinstance(column.rule, FromSource)]
    found = []
    for place, line in enumerate(lines):
        own = held.get(line.get(table.name, "")) or _uid(f"{spec.slug}/{table.key}/{place}")
        uid = upstream[table.per][place].uid if table.per else own
        found.append(
            as_document(uid, place + 1, {**line, **{key: _identifiers(line[key], held) for key in chosen if key in line}})
        )
    return found


def _identifiers(labels: str | list[str], held: dict[str, str]) -> str:
    return held[labels] if isinstance(labels, str) else ",".join(sorted(held[one] for one in labels))


def _theory(raw: dict[str, Any]) -> Snapshot:
    critical = [(one["text"], one["test"]) for one in raw["critical_assumptions"]]
    entries = {key: raw[name] for key, name in _TEXTS.items()}
    entries |= {key: "\n".join(f"- {line}" for line in raw[name]) for key, name in _LISTS.items()}
    entries["critical_assumptions"] = "\n".join(f"- {text}\n  {test}" for text, test in critical)
    nodes = [_node(one, position) for position, one in enumerate(raw["node"], 1)]
    measured = [{"uid": _uid(one["id"]), "label": one["measured_by"], "note": ""} for one in raw["node"] if "measured_by" in one]
    groups = [Reference(_uid(one["name"]), one["name"], traits=f"{one['role']},{one['category']}") for one in raw["stakeholder"]]
    heard = [Reference(_uid(one), one) for one in raw["contributors"]]
    upstream = {
        "stakeholders": [one.as_dict() for one in groups],
        "listened": [one.as_dict() for one in heard],
        "measured": measured,
    }
    return {"entries": entries, "nodes": nodes, "links": [_link(one) for one in raw["link"]], "upstream": upstream}


def _node(one: dict[str, Any], position: int) -> dict[str, Any]:
    return {
        "uid": _uid(one["id"]), "kind": one["kind"], "label": one["label"], "note": one.get("note", ""), "audience": one.get("stakeholder", ""),
        "horizon": one.get("horizon", ""), "horizon_text": one.get("horizon_text", ""), "final": one.get("final", False),
        "priority": one.get("priority", False), "position": position, **{key: one[key] for key in RULES_OF_NODES if key in one},
    }  # fmt: skip


def _link(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": _uid(f"{one['source']}→{one['target']}"), "source": _uid(one["source"]), "target": _uid(one["target"]), "kind": one["kind"],
        "assumption": one.get("assumption", ""), "evidence": one.get("evidence", ""), "confidence": one.get("confidence"), **{key: one[key] for key in RULES_OF_LINKS if key in one},
    }  # fmt: skip
