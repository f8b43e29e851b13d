"""« Besoin et parties prenantes »: what people live, where one knows it from, and who has a part in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Answer, Degree, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import Day, Number, OneOf, Scale, Text


class Category(models.TextChoices):
    PEOPLE = "people", _("people concerned")
    FAMILIES = "families", _("families and close ones")
    TEAM = "team", _("staff and volunteers")
    PARTNERS = "partners", _("partners")
    FUNDERS = "funders", _("funders")
    AUTHORITIES = "authorities", _("public authorities")
    RESIDENTS = "residents", _("residents and society")
    OTHER = "other", pgettext_lazy("stakeholder", "other")


class Stance(models.TextChoices):
    BENEFITS = "benefits", _("benefits")
    CONTRIBUTES = "contributes", pgettext_lazy("stakeholder", "contributes")
    BOTH = "both", _("both")


class Participation(models.TextChoices):
    INFORM = "inform", _("inform")
    CONSULT = "consult", _("consult")
    INVOLVE = "involve", _("involve")
    DECIDE = "decide", _("decide together")


LINE = Text(120, lines=False)
SHORT = Text(500, rows=2)

SPEC = register(
    KindSpec(
        kind=Kind.NEEDS,
        slug="besoin-et-parties-prenantes",
        trace="needs",
        title=_("Needs and stakeholders"),
        title_fr="Fiche : besoin et parties prenantes",
        module="module-2",
        step=2,
        to_validate=False,
        sections=(
            Section(
                "need",
                (
                    Field("finding", Text(2_000), required=True),
                    Field("public", Text(300, rows=2), required=True),
                    Field("ages", LINE, required=True),
                    Field("situation", SHORT, required=True),
                    Field("headcount", Number(), required=True),
                    Table(
                        "figure",
                        (
                            Field("what", SHORT, required=True),
                            Field("origin", Text(200, lines=False), required=True),
                            Field("year", Number(low=1990, high=2100), required=True),
                        ),
                        least=1,
                        most=5,
                    ),
                    Table("cause", (Field("text", SHORT, required=True),), most=6),
                    Field("consequences", Text(1_000, rows=3)),
                    Field("existing", Text(1_000, rows=3)),
                    Field("sentence", Text(300, rows=2), required=True),
                ),
            ),
            Section(
                "stakeholders",
                (
                    Table(
                        "stakeholder",
                        (
                            Field("name", LINE, required=True),
                            Field("category", OneOf(Category, blank=True), required=True),
                            Field("stance", OneOf(Stance, blank=True), required=True),
                            Field("priority", OneOf(Answer, blank=True)),
                            Field("expects", SHORT, required=True, when="priority"),
                            Field("brings", SHORT, required=True, when="priority"),
                            Field("influence", Scale(Degree), required=True, when="priority"),
                            Field("interest", Scale(Degree), required=True, when="priority"),
                            Field("fragile", OneOf(Answer, blank=True), required=True, when="priority"),
                            Field("participation", OneOf(Participation, blank=True), required=True, when="priority"),
                            Field("means", SHORT, required=True, when="priority"),
                            Field("by", Day(), required=True, when="priority"),
                        ),
                        least=3,
                        most=12,
                    ),
                ),
            ),
            Section(
                "listening",
                (
                    Table(
                        "listened",
                        (
                            Field("who", LINE, required=True),
                            Field("when", LINE, required=True),
                            Field("count", Number(), required=True),
                            Field("how", SHORT, required=True),
                        ),
                        least=1,
                        most=10,
                    ),
                    Table("heard", (Field("text", SHORT, required=True),), most=3),
                    Field("vocabulary", SHORT),
                ),
            ),
        ),
    )
)


class Needs(Worksheet):
    KIND = Kind.NEEDS

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("worksheet of needs")
        verbose_name_plural = _("worksheets of needs")
