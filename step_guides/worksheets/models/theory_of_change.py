"""The theory of change: typed elements, and links that say why one leads to another."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coursesite.core.errors import Invalid
from step_guides.worksheets.enums import Answer, Confidence, Evidence, Horizon, Kind, LinkKind, NodeKind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.models.details import LINE, OF_NODES, RULES_OF_LINKS, RULES_OF_NODES, SHORT, Detailed
from step_guides.worksheets.models.needs import Stance
from step_guides.worksheets.typing_rules import Level, Number, OneOf, Text, Uid, YesNo

SPEC = register(
    KindSpec(
        kind=Kind.THEORY_OF_CHANGE,
        slug="theorie-du-changement",
        trace="theory-of-change",
        title=_("Theory of change"),
        title_fr="Fiche : théorie du changement",
        module="module-3",
        step=3,
        to_validate=True,
        sections=(
            Section(
                "about",
                (
                    Field("title", Text(160, lines=False), required=True),
                    Field("scope", recalls="scope"),
                    Field("narrative_intro", Text(rows=6)),
                    Field("critical_assumptions", Text(rows=6), required=True),
                    Field("plain_version", Text(rows=6)),
                    Field("contributors", required=True),
                    Field("doubts"),
                ),
            ),
            Section(
                "stakeholders",
                (
                    Table(
                        "stakeholder",
                        (
                            Field("name", LINE, required=True),
                            Field("stance", OneOf(Stance, blank=True)),
                            Field("headcount", Number()),
                            Field("situation", SHORT),
                            Field("fragile", OneOf(Answer, blank=True)),
                        ),
                        most=12,
                    ),
                ),
            ),
        ),
        reads=("stakeholders", "listened", "measured"),
        rows=("node", "link"),
        caps=(("node", 120), ("link", 200)),
    )
)


class TheoryOfChange(Worksheet):
    KIND = Kind.THEORY_OF_CHANGE

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("theory of change")
        verbose_name_plural = _("theories of change")


class Node(Detailed):
    """An element: need, resource, activity, output, outcome, impact, negative outcome or external factor."""

    ANCHOR = "node"
    DETAILS = RULES_OF_NODES
    FIELDS = {
        "kind": OneOf(NodeKind),
        "label": Text(120, lines=False),
        "note": Text(500),
        "audience": Text(120, lines=False),
        "horizon": OneOf(Horizon, blank=True),
        "horizon_text": Text(40, lines=False),
        "final": YesNo(),
        "priority": YesNo(),
        **RULES_OF_NODES,
    }

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=NodeKind.choices)
    label = models.CharField(_("wording"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    horizon = models.CharField(_("horizon"), max_length=10, choices=Horizon.choices, blank=True)
    horizon_text = models.CharField(_("when"), max_length=40, blank=True)
    final = models.BooleanField(_("final outcome"), default=False)
    priority = models.BooleanField(_("priority outcome"), default=False)
    position = models.PositiveIntegerField(default=0, editable=False)

    leaving: Link | None = None  # what `rows_of` loads

    class Meta:
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NodeKind.values), name="worksheets_known_node_kind"),
            models.CheckConstraint(
                condition=Q(kind=NodeKind.OUTCOME) | Q(horizon="", horizon_text="", final=False, priority=False),
                name="worksheets_horizon_only_on_outcomes",
                violation_error_message=_("Only an outcome has a horizon."),
            ),
            models.CheckConstraint(condition=Q(horizon="") | Q(horizon__in=Horizon.values), name="worksheets_known_horizon"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())

    def as_dict(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in self.FIELDS if name not in self.DETAILS}
        return {"uid": str(self.uid), **own, "position": self.position, **self.said()}

    def consequences(self, fields: dict[str, Any]) -> dict[str, Any]:
        """An element that becomes of another kind loses what only the first kind has."""
        kind = fields.get("kind", self.kind)
        own = {one.key for one in OF_NODES[kind]}
        strange = [name for name in self.DETAILS if name not in own]
        refused = {name: [_("An element of this kind does not have this.")] for name in strange if fields.get(name)}
        if refused:
            raise Invalid(_("An element of this kind does not have this."), errors=refused)
        lost = {name: "" for name in strange if self.details.get(name)}
        if kind == NodeKind.OUTCOME:
            return lost
        if any(fields.get(name) for name in ("horizon", "horizon_text", "final", "priority")):
            message = _("Only an outcome has a horizon.")
            raise Invalid(message, errors={"horizon": [message]})
        return {**lost, "horizon": "", "horizon_text": "", "final": False, "priority": False}


class Link(Detailed):
    """One element leads to another, because… What can fail is written here. Both ends are of the same sheet (kept by the actions)."""

    ANCHOR = "link"
    DETAILS = RULES_OF_LINKS
    FIELDS = {
        "source": Uid(),
        "target": Uid(),
        "kind": OneOf(LinkKind),
        "assumption": Text(500),
        "evidence": OneOf(Evidence, blank=True),
        "confidence": Level(0, 4),
        **RULES_OF_LINKS,
    }

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(Node, models.CASCADE, related_name="links_out", verbose_name=_("from"))
    target = models.ForeignKey(Node, models.CASCADE, related_name="links_in", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=20, choices=LinkKind.choices, default=LinkKind.CONTRIBUTES)
    assumption = models.CharField(_("because…"), max_length=500, blank=True)
    evidence = models.CharField(_("evidence"), max_length=20, choices=Evidence.choices, blank=True)
    confidence = models.PositiveSmallIntegerField(_("solidity"), choices=Confidence.choices, null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="worksheets_link_joins_two_elements",
                violation_error_message=_("An element does not lead to itself."),
            ),
            models.UniqueConstraint(
                fields=["source", "target"],
                name="worksheets_one_link_a_pair",
                violation_error_message=_("These two elements are already linked."),
            ),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="worksheets_known_link_kind"),
            models.CheckConstraint(condition=Q(evidence="") | Q(evidence__in=Evidence.values), name="worksheets_known_evidence"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__range=(0, 4)), name="worksheets_confidence_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    def value(self, name: str) -> Any:
        return str(getattr(self, name).uid) if name in ("source", "target") else super().value(name)

    def as_dict(self) -> dict[str, Any]:
        """Reads `source` and `target`: fetch with `select_related`."""
        return {
            "uid": str(self.uid),
            **{name: self.value(name) for name in self.FIELDS if name not in self.DETAILS},
            **self.said(),
        }

    def consequences(self, fields: dict[str, Any]) -> dict[str, Any]:
        if fields.keys() & {"source", "target"} and fields.get("source", self.source_id and self.value("source")) == fields.get(
            "target", self.target_id and self.value("target")
        ):
            message = _("An element does not lead to itself.")
            raise Invalid(message, errors={"target": [message]})
        return {}
