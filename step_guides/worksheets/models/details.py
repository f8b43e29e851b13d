"""What else may be said of an element of a theory of change, by its kind, and of a link. Never asked for; what is not said takes no room."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from step_guides.worksheets.enums import (
    Answer,
    AssumptionKind,
    Degree,
    Expectation,
    Gravity,
    Grip,
    Influence,
    Likelihood,
    Means,
    NodeKind,
    OutcomeScale,
)
from step_guides.worksheets.kinds import Field
from step_guides.worksheets.models.base import Row
from step_guides.worksheets.typing_rules import OneOf, Scale, Text, Written

LINE = Text(120, lines=False)
SHORT = Text(300, rows=2)

OF_NODES: dict[str, tuple[Field, ...]] = {
    NodeKind.NEED: (Field("origin", SHORT), Field("extent", LINE), Field("causes", SHORT)),
    NodeKind.RESOURCE: (Field("means", OneOf(Means, blank=True)), Field("quantity", LINE)),
    NodeKind.ACTIVITY: (Field("frequency", LINE), Field("duration", LINE), Field("place", LINE)),
    NodeKind.OUTPUT: (Field("planned", LINE), Field("period", LINE)),
    NodeKind.OUTCOME: (
        Field("scale", OneOf(OutcomeScale, blank=True)),
        Field("expected", OneOf(Expectation, blank=True)),
        Field("main", OneOf(Answer, blank=True)),
        Field("underserved", OneOf(Answer, blank=True)),
        Field("importance", Scale(Degree)),
        Field("importance_by", LINE),
        Field("dimension", LINE),
    ),
    NodeKind.IMPACT: (Field("territory", LINE),),
    NodeKind.NEGATIVE_OUTCOME: (
        Field("parry", SHORT),
        Field("likelihood", OneOf(Likelihood, blank=True)),
        Field("gravity", OneOf(Gravity, blank=True)),
    ),
    NodeKind.EXTERNAL_FACTOR: (Field("influence", OneOf(Influence, blank=True)), Field("grip", OneOf(Grip, blank=True))),
}
OF_LINKS: tuple[Field, ...] = (
    Field("assumption_kind", OneOf(AssumptionKind, blank=True)),
    Field("critical", OneOf(Answer, blank=True)),
    Field("tested_by", LINE),
    Field("reference", SHORT),
    Field("address", Text(300, lines=False)),
    Field("other_assumptions", Text(1_000, rows=2)),
    Field("other_evidence", Text(1_000, rows=2)),
    Field("comment", SHORT),
)

RULES_OF_NODES: dict[str, Written] = {one.key: one.rule for found in OF_NODES.values() for one in found}
RULES_OF_LINKS: dict[str, Written] = {one.key: one.rule for one in OF_LINKS}


def rule_of(anchor: str, key: str) -> Written | None:
    """The rule of a detail of the row at an anchor; None for what is no detail."""
    return (RULES_OF_LINKS if anchor.startswith("link") else RULES_OF_NODES).get(key)


class Detailed(Row):
    """`details`: {name: canonical string}, an absent one reads as empty."""

    DETAILS: ClassVar[dict[str, Written]]

    details = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    def value(self, name: str) -> Any:
        return self.details.get(name, "") if name in self.DETAILS else super().value(name)

    def columns(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What is written in the database for these fields: the details together."""
        apart = {name: value for name, value in fields.items() if name not in self.DETAILS}
        told = {name: text for name, text in fields.items() if name in self.DETAILS}
        details = {name: text for name, text in {**self.details, **told}.items() if text}
        return {**apart, **({"details": details} if told else {})}

    def said(self) -> dict[str, str]:
        """The details that say something, in their order."""
        return {name: self.details[name] for name in self.DETAILS if self.details.get(name)}
