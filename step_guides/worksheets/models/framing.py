"""« Cadrage »: why one evaluates, for whom, what, with which means."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Agreement, Answer, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import Day, ManyOf, Number, OneOf, Text


class Purpose(models.TextChoices):
    IMPROVE = "improve", _("improve what we do")
    LEARN = "learn", _("learn")
    REPORT = "report", _("give an account of it")
    ADVOCATE = "advocate", _("plead a cause")
    CREDIBILITY = "credibility", _("be more credible")
    MOBILISE = "mobilise", _("bring people together")
    ATTRACT = "attract", _("attract staff and volunteers")
    OTHER = "other", pgettext_lazy("purpose", "another one")


class Mode(models.TextChoices):
    SELF = "self", _("by ourselves")
    ACCOMPANIED = "accompanied", _("by ourselves, accompanied")
    THIRD = "third", _("by somebody from outside")


LINE = Text(120, lines=False)
SHORT = Text(500, rows=2)

PRINCIPLES = Table(
    "principle", (Field("answer", OneOf(Agreement, blank=True), required=True), Field("comment", SHORT)), per="principles"
)

SPEC = register(
    KindSpec(
        kind=Kind.FRAMING,
        slug="cadrage",
        trace="framing",
        title=_("Framing"),
        title_fr="Fiche : cadrage",
        module="module-1",
        step=1,
        to_validate=False,
        sections=(
            Section(
                "why",
                (
                    Field("purposes", ManyOf(Purpose), required=True),
                    Table(
                        "usage",
                        (
                            Field("audience", LINE, required=True),
                            Field("concerned", OneOf(Answer, blank=True), required=True),
                            Field("use", SHORT, required=True),
                            Field("decision", SHORT, required=True),
                        ),
                        least=1,
                        most=5,
                    ),
                ),
            ),
            Section(
                "what",
                (
                    Field("scheme", Text(300, rows=2), required=True),
                    Field("starts_on", Day(), required=True),
                    Field("ends_on", Day(), required=True),
                    Field("included", Text(1_000, rows=3), required=True),
                    Field("excluded", Text(1_000, rows=3), required=True),
                    Field("question", Text(250, rows=2), required=True),
                    Table("subquestion", (Field("text", Text(250, rows=2), required=True),), most=3),
                ),
            ),
            Section(
                "how",
                (
                    Field("mode", OneOf(Mode, blank=True), required=True),
                    Table(
                        "member",
                        (
                            Field("function", LINE, required=True),
                            Field("role", Text(200, lines=False), required=True),
                            Field("days", Number(high=400, decimals=1), required=True),
                        ),
                        least=1,
                        most=15,
                    ),
                    Field("committee", Text(1_000, rows=3)),
                    Field("capacity", Number(high=2_000, decimals=1), required=True),
                    Field("budget", SHORT),
                    Table(
                        "milestone",
                        (Field("what", Text(200, lines=False), required=True), Field("on", Day(), required=True)),
                        least=1,
                        most=20,
                    ),
                    Table("risk", (Field("risk", SHORT, required=True), Field("response", SHORT)), most=10),
                ),
            ),
            Section("principles", (PRINCIPLES,)),
        ),
    )
)


class Framing(Worksheet):
    KIND = Kind.FRAMING

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("framing worksheet")
        verbose_name_plural = _("framing worksheets")
