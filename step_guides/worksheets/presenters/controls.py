"""One thing to fill in, by the widget of its rule: what a template asks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Choices

from step_guides.worksheets.kinds import Field
from step_guides.worksheets.typing_rules import FromSource
from step_guides.worksheets.upstream import Reference
from step_guides.worksheets.words import Words

Upstream = dict[str, list[Reference]]


class Row(Protocol):
    """What is written in a row of the editor, and what went wrong with it."""

    values: dict[str, Any]

    @property
    def errors(self) -> dict[str, list[str]]: ...


@dataclass(frozen=True)
class Control:
    """One thing to fill in. `options`: (value, label, chosen), for the rules that choose from a list."""

    name: str
    rule: Any
    words: Words
    value: str
    required: bool
    errors: list[str] = field(default_factory=list)
    options: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def widget(self) -> str:
        return str(self.rule.widget)

    # A rule is called with a value, and templates call what can be called: what they need of it is said here.

    @property
    def long(self) -> bool:
        return bool(getattr(self.rule, "lines", False))

    @property
    def rows(self) -> int:
        return int(getattr(self.rule, "rows", 1))

    @property
    def limit(self) -> int:
        return int(getattr(self.rule, "limit", 0))

    @property
    def shown(self) -> str:
        """The value as it is written here (« 12,5 »); what could not be read, as it was typed."""
        return self.value if self.errors else str(self.rule.shown(self.value))


def control_of(name: str, asked: Field, said: Words, row: Row, upstream: Upstream) -> Control:
    value = str(row.values.get(name) or "")
    return Control(name, asked.rule, said, value, asked.required, row.errors.get(name, []), _options(asked.rule, value, upstream))


def _options(rule: Any, value: str, upstream: Upstream) -> list[tuple[str, str, bool]]:
    if isinstance(rule, FromSource):
        mine = rule.identifiers(value)
        found = [(one.uid, one.label, one.uid in mine) for one in upstream.get(rule.source, [])]
        held = {uid for uid, _label, _chosen in found}
        return [*found, *((uid, rule.shown(uid), True) for uid in mine if uid not in held)]
    choices: type[Choices] | None = getattr(rule, "choices", None)
    if choices is None:
        return []
    chosen = value.split(",")
    return [(str(one), str(label), str(one) in chosen) for one, label in choices.choices]
