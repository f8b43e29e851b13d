"""« Plan de collecte »: how each indicator is gathered, from whom, when, and how people are protected. Second pass of the indicators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import Day, ManyOf, Number, OneOf, Text


class Design(models.TextChoices):
    BEFORE_AFTER = "before_after", _("before and after")
    RETROSPECTIVE = "retrospective", _("retrospective: people look back")
    COMPARISON = "comparison", _("comparison with another group")
    INTERVIEWS = "interviews", _("interviews")


class Sample(models.TextChoices):
    EVERYONE = "everyone", _("everybody")
    DRAWN = "drawn", _("some people, drawn at random")
    CHOSEN = "chosen", _("some people, chosen to be different")


class Mode(models.TextChoices):
    ALONE = "alone", _("alone")
    ACCOMPANIED = "accompanied", pgettext_lazy("answering", "accompanied")
    SPOKEN = "spoken", _("out loud")


class Moment(models.TextChoices):
    START = "start", _("when people arrive")
    DURING = "during", _("along the way")
    END = "end", _("when people leave")
    LATER = "later", _("some months later")


class Pairing(models.TextChoices):
    NONE = "none", pgettext_lazy("pairing", "none")
    CODE = "code", _("a code that each person makes")


class Sensitive(models.TextChoices):
    NONE = "none", pgettext_lazy("sensitive data", "none")
    HEALTH = "health", _("health, disability")
    PENAL = "penal", _("offences, convictions")
    MINORS = "minors", _("minors")
    OPINIONS = "opinions", _("opinions, origin, private life")


class Basis(models.TextChoices):
    """Legal bases that an association may use, in the words of the CNIL."""

    CONSENT = "consent", _("consent")
    INTEREST = "interest", _("legitimate interest")
    PUBLIC = "public", _("public interest")
    OBLIGATION = "obligation", _("legal obligation")


LINE = Text(160, lines=False)
SHORT = Text(500, rows=2)

SPEC = register(
    KindSpec(
        kind=Kind.COLLECTION,
        slug="plan-de-collecte",
        trace="collection",
        title=_("Collection plan"),
        title_fr="Fiche : plan de collecte",
        module="module-5",
        step=5,
        to_validate=False,
        sections=(
            Section(
                "indicators",
                (
                    Table(
                        "measure",
                        (
                            Field("held_by", LINE, required=True),
                            Field("population", SHORT, required=True),
                            Field("sample", OneOf(Sample, blank=True), required=True),
                            Field("expected", Number(), required=True),
                            Field("moments", ManyOf(Moment), required=True),
                            Field("frequency", LINE, required=True),
                            Field("months", Number(low=1, high=240)),
                            Field("mode", OneOf(Mode, blank=True), required=True),
                            Field("collector", LINE, required=True),
                            Field("place", LINE),
                            Field("minutes", Number(high=600)),
                            Field("plain", OneOf(Answer, blank=True)),
                            Field("hours", Number(high=2_000, decimals=1)),
                            Field("breakdown", SHORT, required=True, group="quality"),
                            Field("cells", Number(low=1, high=1_000), group="quality"),
                            Field("limits", SHORT, required=True, group="quality"),
                            Field("checks", SHORT, group="quality"),
                            Field("otherwise", SHORT, group="quality"),
                            Field("scale", SHORT, group="reach"),
                            Field("depth", SHORT, group="reach"),
                            Field("lasting", SHORT, group="reach"),
                        ),
                        per="indicators",
                    ),
                ),
            ),
            Section(
                "design",
                (
                    Field("design", ManyOf(Design), required=True),
                    Field("why", Text(1_000, rows=3), required=True),
                    Field("limit", Text(1_000, rows=3), required=True),
                    Field("pairing", OneOf(Pairing, blank=True), required=True),
                ),
            ),
            Section(
                "protection",
                (
                    Field("information", Text(1_000, rows=3), required=True),
                    Field("sensitive", ManyOf(Sensitive), required=True),
                    Field("basis", OneOf(Basis, blank=True), required=True),
                    Field("access", SHORT, required=True),
                    Field("retention", SHORT, required=True),
                    Field("anonymity", Text(1_000, rows=3), required=True),
                    Field("referent", LINE, required=True),
                ),
            ),
            Section(
                "field",
                (
                    Field("tested_on", Day(), required=True),
                    Field("tested_with", SHORT, required=True),
                    Field("changed", Text(1_000, rows=3), required=True),
                    Table(
                        "returns",
                        (
                            Field("who", LINE, required=True),
                            Field("asked", Number(), required=True),
                            Field("answered", Number(), required=True),
                            Field("reminders", Number(high=50)),
                        ),
                        most=12,
                    ),
                    Field("incidents", Text(1_000, rows=3)),
                ),
            ),
        ),
        reads=("capacity", "horizons"),
    )
)


class Collection(Worksheet):
    KIND = Kind.COLLECTION

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("collection plan")
        verbose_name_plural = _("collection plans")
