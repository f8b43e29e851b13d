"""« Restitution et décisions »: who is told what, what is decided, and what changes in the theory and the measures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.models.framing import PRINCIPLES
from step_guides.worksheets.typing_rules import Day, FromSource, OneOf, Text


class Fate(models.TextChoices):
    KEEP = "keep", _("keep")
    REWORD = "reword", _("reword")
    DROP = "drop", _("drop")


class Openness(models.TextChoices):
    NOTHING = "nothing", pgettext_lazy("publication", "nobody outside the organisation")
    COHORT = "cohort", pgettext_lazy("publication", "the cohort")
    NETWORK = "network", pgettext_lazy("publication", "the network")
    PUBLIC = "public", pgettext_lazy("publication", "everybody")


LINE = Text(160, lines=False)
SHORT = Text(500, rows=2)

SPEC = register(
    KindSpec(
        kind=Kind.SHARING,
        slug="restitution-et-decisions",
        trace="sharing",
        title=_("Sharing and decisions"),
        title_fr="Fiche : restitution et décisions",
        module="module-7",
        step=8,
        to_validate=False,
        sections=(
            Section(
                "sharing",
                (
                    Table(
                        "audience",
                        (
                            Field("who", LINE, required=True),
                            Field("concerned", OneOf(Answer, blank=True), required=True),
                            Field("message", SHORT, required=True),
                            Field("format", LINE, required=True),
                            Field("on", Day(), required=True),
                            Field("carrier", LINE, required=True),
                        ),
                        least=1,
                        most=10,
                    ),
                    Field("publication", OneOf(Openness, blank=True), required=True),
                ),
            ),
            Section(
                "decisions",
                (
                    Table(
                        "decision",
                        (
                            Field("what", SHORT, required=True),
                            Field("finding", FromSource("findings")),
                            Field("why", SHORT, required=True),
                            Field("who", LINE, required=True),
                            Field("by", Day(), required=True),
                            Field("followed_by", FromSource("indicators")),
                        ),
                        least=1,
                        most=8,
                    ),
                ),
            ),
            Section(
                "next",
                (
                    Field("theory", Text(1_500), required=True),
                    Table("fate", (Field("fate", OneOf(Fate, blank=True), required=True), Field("why", SHORT)), per="indicators"),
                    Table("new", (Field("title", LINE, required=True), Field("why", SHORT)), most=5),
                    Field("next_on", Day(), required=True),
                ),
            ),
            Section("principles", (PRINCIPLES,)),
        ),
        reads=("data",),
    )
)


class Sharing(Worksheet):
    KIND = Kind.SHARING

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("worksheet of sharing")
        verbose_name_plural = _("worksheets of sharing")
