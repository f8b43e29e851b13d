"""« Effets, questions et indicateurs »: what one chooses to follow, what one asks, and how one will know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Answer, Degree, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.models.indicators import INDICATORS
from step_guides.worksheets.typing_rules import ManyFromSource, OneOf, Scale, Text


class Angle(models.TextChoices):
    """What a question of evaluation looks at."""

    CHANGE = "change", _("what has changed")
    FOR_WHOM = "for_whom", _("for whom")
    HOW = "how", _("how, and thanks to what")
    UNEXPECTED = "unexpected", _("what was not expected")


SHORT = Text(500, rows=2)

SPEC = register(
    KindSpec(
        kind=Kind.PRIORITIES,
        slug="effets-questions-indicateurs",
        trace="priorities",
        title=_("Outcomes, questions and indicators"),
        title_fr="Fiche : effets, questions et indicateurs",
        module="module-4",
        step=4,
        to_validate=True,
        sections=(
            Section(
                "outcomes",
                (
                    Table(
                        "outcome",
                        (
                            Field("importance", Scale(Degree), required=True),
                            Field("for_whom", Text(120, lines=False)),
                            Field("ease", Scale(Degree), required=True),
                            Field("measured", OneOf(Answer, blank=True), required=True),
                            Field("retained", OneOf(Answer, blank=True), required=True),
                            Field("reason", SHORT, required=True),
                        ),
                        per="outcomes",
                    ),
                ),
            ),
            Section(
                "questions",
                (
                    Table(
                        "question",
                        (
                            Field("text", Text(250, rows=2), required=True),
                            Field("angle", OneOf(Angle, blank=True), required=True),
                            Field("outcome", ManyFromSource("outcomes"), required=True),
                            Field("decision", SHORT, required=True),
                        ),
                        least=2,
                        most=4,
                    ),
                ),
            ),
            Section("indicators", (INDICATORS,)),
        ),
        reads=("stakeholders", "collected", "capacity", "begins"),
    )
)


class Priorities(Worksheet):
    KIND = Kind.PRIORITIES

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("worksheet of priorities")
        verbose_name_plural = _("worksheets of priorities")
