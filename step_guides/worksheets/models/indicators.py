"""« Fiche indicateur », first pass: what each indicator measures, how it is worked out, what it is for. A table of the sheet of
priorities, with which it is sent, read and decided; its second pass is filled in line by line in the collection plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Tool
from step_guides.worksheets.kinds import Field, Table
from step_guides.worksheets.typing_rules import Day, FromSource, OneOf, Text


class Level(models.TextChoices):
    OUTPUT = "output", pgettext_lazy("indicator", "output")
    OUTCOME = "outcome", pgettext_lazy("indicator", "outcome")
    IMPACT = "impact", pgettext_lazy("indicator", "impact")
    CONTEXT = "context", pgettext_lazy("indicator", "context")


class Nature(models.TextChoices):
    QUANTITATIVE = "quantitative", _("quantitative")
    QUALITATIVE = "qualitative", _("qualitative")
    PERCEIVED = "perceived", _("perceived, said by the person herself")


class Unit(models.TextChoices):
    NUMBER = "number", pgettext_lazy("unit", "number")
    PERCENT = "percent", pgettext_lazy("unit", "percentage")
    SCORE = "score", pgettext_lazy("unit", "score")
    CATEGORY = "category", pgettext_lazy("unit", "category")
    WORDS = "words", pgettext_lazy("unit", "people’s own words")


class Direction(models.TextChoices):
    UP = "up", pgettext_lazy("direction", "rise")
    DOWN = "down", pgettext_lazy("direction", "fall")
    STEADY = "steady", pgettext_lazy("direction", "steady")


LINE = Text(160, lines=False)
SHORT = Text(500, rows=2)
VALUE = Text(60, lines=False)  # a number, or words for a qualitative indicator

INDICATORS = Table(
    "indicator",
    (
        Field("title", LINE, required=True),
        Field("measures", FromSource("elements"), required=True),
        Field("definition", Text(1_000, rows=3), required=True),
        Field("level", OneOf(Level, blank=True), required=True),
        Field("nature", OneOf(Nature, blank=True), required=True),
        Field("unit", OneOf(Unit, blank=True), required=True),
        Field("unit_note", VALUE),
        Field("numerator", SHORT, required=True, when="unit=percent"),
        Field("denominator", SHORT, required=True, when="unit=percent"),
        Field("calculation", SHORT, when="unit=percent"),
        Field("tool", OneOf(Tool, blank=True), required=True),
        Field("use", SHORT, required=True),
        Field("responsible", LINE, required=True, group="measure"),
        Field("baseline", VALUE, required=True, group="measure"),
        Field("baseline_on", Day(), group="measure"),
        Field("baseline_method", SHORT, group="measure"),
        Field("direction", OneOf(Direction, blank=True), group="measure"),
        Field("target_value", VALUE, group="measure"),
        Field("target_on", Day(), group="measure"),
        Field("target_reason", SHORT, group="measure"),
        Field("threshold", VALUE, group="measure"),
        Field("question", FromSource("questions"), group="measure"),
        Field("reason", SHORT, group="measure"),
        Field("codes", LINE, group="measure"),
    ),
    least=2,
    most=20,  # a remark says it from the sixteenth
)
