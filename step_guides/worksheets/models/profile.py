"""« Structure »: where the organisation stands before it begins. What the site knows of it already is not asked again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.enums import Track
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import Number, OneOf, Scale, Text


class Practised(models.IntegerChoices):
    """How far a practice of evaluation is in use: the starting point against which the end of the programme is read."""

    NEVER = 0, _("not yet")
    TRIED = 1, _("tried once")
    SOMETIMES = 2, _("now and then")
    REGULARLY = 3, _("regularly")


SPEC = register(
    KindSpec(
        kind=Kind.PROFILE,
        slug="structure",
        trace="profile",
        title=_("Organisation"),
        title_fr="Fiche : structure",
        module="module-0",
        step=0,
        to_validate=False,
        sections=(
            Section(
                "identity",
                (
                    Field("legal_form", Text(120, lines=False)),
                    Field("siret", Text(20, lines=False)),
                    Field("territory", Text(300, rows=2), required=True),
                ),
            ),
            Section(
                "activity",
                (
                    Table(
                        "scheme",
                        (Field("name", Text(120, lines=False), required=True), Field("public", Text(300, rows=2))),
                        least=1,
                        most=8,
                    ),
                    Field("served", Number()),
                    Field("staff", Number(decimals=1)),
                    Field("volunteers", Number()),
                ),
            ),
            Section(
                "evaluation",
                (
                    Field("involvement", OneOf(Track, blank=True), required=True),
                    Table(
                        "practice",
                        (Field("level", Scale(Practised), required=True), Field("comment", Text(500, rows=2))),
                        per="practices",
                    ),
                ),
            ),
        ),
    )
)


class Profile(Worksheet):
    KIND = Kind.PROFILE

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("organisation worksheet")
        verbose_name_plural = _("organisation worksheets")
