"""« Questionnaire »: what people are asked, in which words, and what they are told before they answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, register
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.typing_rules import FromSource, ManyFromSource, ManyOf, Number, OneOf, Text


class Respondent(models.TextChoices):
    """Who answers, and so in which words one asks."""

    STANDARD = "standard", pgettext_lazy("respondents", "everybody, in everyday words")
    PLAIN = "plain", pgettext_lazy("respondents", "people who read easy-to-read texts")
    YOUNG = "young", pgettext_lazy("respondents", "young people")
    FAMILY = "family", pgettext_lazy("respondents", "families")
    STAFF = "staff", pgettext_lazy("respondents", "professionals")
    PARTNER = "partner", pgettext_lazy("respondents", "partners")


class Type(models.TextChoices):
    """How a question is answered."""

    AGREEMENT_4 = "agreement4", _("agreement, 4 degrees")
    AGREEMENT_5 = "agreement5", _("agreement, 5 degrees with a middle one")
    FREQUENCY = "frequency", _("frequency")
    INTENSITY = "intensity", _("intensity from 0 to 10")
    FACES = "faces", _("faces or pictograms, each with its word")
    YES_NO = "yes_no", _("yes, no, I do not know")
    SINGLE = "single", _("one answer among several")
    MULTIPLE = "multiple", _("several answers")
    RANKING = "ranking", _("answers to put in order")
    NUMBER = "number", pgettext_lazy("answer", "a number")
    SHORT = "short", _("a few words")
    LONG = "long", _("a free text")


class Round(models.TextChoices):
    """When the same question is asked."""

    ONCE = "once", _("once")
    TWICE = "twice", _("before and after, in two rounds, in the same words")
    LOOKING_BACK = "looking_back", _("“before” and “now” at once, looking back")
    START = "start", _("only in the first round")
    END = "end", _("only in the last round")


LISTED = (Type.SINGLE, Type.MULTIPLE, Type.RANKING)
DEGREES = (Type.AGREEMENT_4, Type.AGREEMENT_5, Type.FREQUENCY, Type.FACES)
OPEN = (Type.SHORT, Type.LONG)

LINE = Text(160, lines=False)
SHORT = Text(500, rows=2)
WORDING = Text(300, rows=2)
ONE_A_LINE = Text(1_000, rows=4)


def _when(types: tuple[Type, ...]) -> str:
    return f"type={','.join(types)}"


ITEMS = Table(
    "item",
    (
        Field("text", WORDING, required=True),
        Field("type", OneOf(Type, blank=True), required=True),
        Field("options", ONE_A_LINE, required=True, when=_when(LISTED)),
        Field("degrees", ONE_A_LINE, when=_when(DEGREES)),
        Field("indicators", ManyFromSource("indicators")),  # Q09 asks for it
        Field("refusal", OneOf(Answer, blank=True), first=Answer.YES),  # and Q06 for this
        Field("compulsory", OneOf(Answer, blank=True), first=Answer.NO),
        Field("part", FromSource("parts")),
        Field("aid", SHORT, group="more"),
        Field("round", OneOf(Round, blank=True), group="more"),
        Field("only_if", FromSource("asked"), group="more"),
        Field("only_if_answer", LINE, group="more"),
        Field("origin", SHORT, group="more"),
        Field("respondents", ManyOf(Respondent), group="versions"),
        Field("plain", WORDING, group="versions"),
        Field("young", WORDING, group="versions"),
    ),
    least=1,
    most=40,  # a remark says it from the twenty-first
)

SPEC = register(
    KindSpec(
        kind=Kind.QUESTIONNAIRE,
        slug="questionnaire",
        trace="questionnaire",
        title=pgettext_lazy("worksheet", "Questionnaire"),
        title_fr="Fiche : questionnaire",
        module="module-5",
        step=6,
        to_validate=False,
        sections=(
            Section(
                "who",
                (
                    Field("title", LINE, required=True),
                    Field("respondents", ManyOf(Respondent), required=True),
                    Field("introduction", Text(1_000, rows=3), required=True),
                    Field("notice", Text(4_000, rows=8), required=True, remark="Q11"),
                ),
            ),
            Section("questions", (Table("part", (Field("title", LINE, required=True), Field("intro", SHORT)), most=10), ITEMS)),
            Section("end", (Field("closing", Text(1_000, rows=3)),)),
            Section(
                "trial",
                (
                    Field("tested", Number(high=1_000), required=True, remark="Q12"),
                    Field("changed", Text(1_000, rows=3)),
                    Field("minutes", Number(low=1, high=240)),
                ),
            ),
        ),
        reads=("surveyed",),
    )
)


class Questionnaire(Worksheet):
    KIND = Kind.QUESTIONNAIRE

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("questionnaire worksheet")
        verbose_name_plural = _("questionnaire worksheets")
