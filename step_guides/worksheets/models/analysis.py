"""« Analyse »: what the data say of each outcome, how strongly, what else could explain it, and what one answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Degree, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import ManyOf, Number, OneOf, Scale, Text


class Data(models.TextChoices):
    """Where the figures come from; a sheet and all that is made of it say so."""

    COLLECTED = "collected", _("collected for this evaluation")
    EXISTING = "existing", _("existing data")
    RETROSPECTIVE = "retrospective", _("retrospective survey")
    PILOT = "pilot", _("pilot test")
    DRY_RUN = "dry_run", _("dry run, on invented data")


class Part(models.TextChoices):
    WEAK = "weak", pgettext_lazy("contribution", "weak")
    PLAUSIBLE = "plausible", pgettext_lazy("contribution", "plausible")
    STRONG = "strong", pgettext_lazy("contribution", "strong")


VALUE = Text(60, lines=False)
SHORT = Text(500, rows=2)
LONG = Text(1_500, rows=3)

SPEC = register(
    KindSpec(
        kind=Kind.ANALYSIS,
        slug="analyse",
        trace="analysis",
        title=_("Analysis"),
        title_fr="Fiche : analyse",
        module="module-6",
        step=7,
        to_validate=False,
        sections=(
            Section("data", (Field("data", ManyOf(Data), required=True), Field("data_note", SHORT))),
            Section(
                "findings",
                (
                    Table(
                        "finding",
                        (
                            Field("sentence", Text(300, rows=2), required=True),
                            Field("strength", Scale(Degree), required=True),
                            Field("limits", SHORT, required=True),
                            Field("rivals", SHORT, required=True),
                            Field("part", OneOf(Part, blank=True), required=True),
                            Field("part_why", SHORT, required=True),
                            Field("count", Number(), group="figures"),
                            Field("before", VALUE, group="figures"),
                            Field("after", VALUE, group="figures"),
                            Field("missing", Number(), group="figures"),
                            Field("themes", LONG, group="figures"),
                            Field("differences", SHORT, group="figures"),
                        ),
                        per="retained",
                    ),
                ),
            ),
            Section(
                "together",
                (
                    Field("unexpected", LONG),
                    Field("interpreted_with", SHORT, required=True),
                    Table("answer", (Field("text", LONG, required=True),), per="questions"),
                    Field("surprises", LONG),
                ),
            ),
        ),
    )
)


class Analysis(Worksheet):
    KIND = Kind.ANALYSIS

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("analysis worksheet")
        verbose_name_plural = _("analysis worksheets")
