"""« Capitalisation »: what other organisations may learn from this one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import Number, OneOf, Text


class Licence(models.TextChoices):
    NONE = "none", _("not to be shared")
    NETWORK = "network", _("within the network")
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"


LINE = Text(160, lines=False)
LONG = Text(1_500, rows=3)

SPEC = register(
    KindSpec(
        kind=Kind.LESSONS,
        slug="capitalisation",
        trace="lessons",
        title=_("Lessons for others"),
        title_fr="Fiche : capitalisation",
        module="module-7",
        step=9,
        to_validate=False,
        sections=(
            Section(
                "work",
                (
                    Field("carrier", LINE, required=True),
                    Field("period", LINE, required=True, recalls="period"),
                    Field("aim", LONG, required=True, recalls="aim"),
                    Field("approach", LONG, required=True),
                    Field("done", LONG),
                    Table("figure", (Field("what", LINE, required=True), Field("count", Number(), required=True)), most=10),
                    Table("product", (Field("what", LINE, required=True),), most=10),
                ),
            ),
            Section(
                "learnt",
                (
                    Field("helped", LONG, required=True),
                    Field("hindered", LONG, required=True),
                    Field("useful", LONG, required=True, recalls="findings"),
                    Field("next", LONG),
                ),
            ),
            Section("share", (Field("contact", LINE), Field("licence", OneOf(Licence, blank=True), required=True))),
        ),
        reads=("data",),
    )
)


class Lessons(Worksheet):
    KIND = Kind.LESSONS

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("worksheet of lessons")
        verbose_name_plural = _("worksheets of lessons")
