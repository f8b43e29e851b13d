from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, LockableMixin, Page, PreviewableMixin, RevisionMixin

from coursesite.core.documents import missing_glyphs
from coursesite.core.public_pages import PublicPage
from coursesite.organisations.enums import Sector
from coursesite.pages.blocks import FigureBlock
from coursesite.pages.rich_text import FEATURES
from step_guides.guide.blocks import ExampleBlock, PrincipleBlock, WordsBlock
from step_guides.guide.forms import StepForm
from step_guides.guide.queries import SECTORS, Way, asked_sector, first_of, offers, steps_of
from step_guides.guide.tools import Laid, lines_of

FOR_PUBLISHING = _("Needed before the step is published.")


class GuidePage(PublicPage, Page):
    """The guide: what the method is for, and its steps on the way. Steps are its children, in the order of the tree."""

    intro = models.TextField(_("introduction"), max_length=600)
    body = RichTextField(_("text"), features=["h2", *FEATURES], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guide.StepPage", "guide.PrinciplesPage"]
    template = "guide/pages/guide_page.html"
    menu_label = _("Guide")

    class Meta:
        verbose_name = _("guide")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        principles = PrinciplesPage.objects.child_of(self).live().public().first()
        return {**super().get_context(request, *args, **kwargs), "steps": steps_of(self, request), "principles": principles}


class StepPage(PublicPage, Page):
    """A step of the method in four parts, all needed before it is published: steps, tools, examples, good practice."""

    PARTS = ("steps", "tools", "examples", "practices")

    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Shown before the title."))
    tagline = models.CharField(_("in a few words"), max_length=120)
    question = models.CharField(_("question it answers"), max_length=250)
    learner_can = models.TextField(_("what one can do afterwards"), max_length=500)
    deliverable = models.CharField(_("what comes out of it"), max_length=250)
    minutes_read = models.PositiveSmallIntegerField(_("minutes to read"), default=5)
    module = models.ForeignKey(
        "catalogue.ModulePage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("module of the course")
    )
    steps = RichTextField(_("steps"), features=FEATURES, blank=True, help_text=FOR_PUBLISHING)
    tools = RichTextField(_("tools"), features=FEATURES, blank=True, help_text=FOR_PUBLISHING)
    words = StreamField([("words", WordsBlock())], verbose_name=_("words of the sectors"), blank=True)
    examples = StreamField(
        [("example", ExampleBlock()), ("figure", FigureBlock())], verbose_name=_("examples"), blank=True, help_text=FOR_PUBLISHING
    )
    practices = RichTextField(_("good practice"), features=FEATURES, blank=True, help_text=FOR_PUBLISHING)

    base_form_class = StepForm
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ("number", "tagline", "question", "minutes_read")], heading=_("The step")),
        MultiFieldPanel(
            [FieldPanel("learner_can"), FieldPanel("deliverable"), PageChooserPanel("module")], heading=_("What it gives")
        ),
        *[FieldPanel(name) for name in ("steps", "tools", "words", "examples", "practices")],
    ]
    parent_page_types = ["guide.GuidePage"]
    subpage_types: list[str] = []
    template = "guide/pages/step_page.html"

    class Meta:
        verbose_name = _("step of the guide")
        verbose_name_plural = _("steps of the guide")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Called with everything when the step goes live; a draft leaves the four parts out."""
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name in self.PARTS:
            if name not in (exclude or ()) and name not in errors and self._says_nothing(name):
                errors[name] = [
                    _("The part « %(part)s » is missing: a step is published with its four parts.")
                    % {"part": self._part_label(name)}
                ]
        if errors:
            raise ValidationError(errors)

    def _says_nothing(self, name: str) -> bool:
        value = getattr(self, name)
        return (
            "example" not in {one.block_type for one in value}
            if name == "examples"
            else not strip_tags(value or "").replace("\u00a0", " ").strip()
        )

    def _part_label(self, name: str) -> str:
        return str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        guide = self.get_parent()
        context["guide"] = guide
        context["way"] = Way.around(self, steps_of(guide, request))
        context["offers"] = offers(self.number)
        context["sector"], context["sectors"] = asked_sector(request), SECTORS
        context["examples"] = first_of(context["sector"], self.examples)
        context["words"] = first_of(context["sector"], self.words)
        return context


class PrinciplesPage(PublicPage, Page):
    """The principles the method rests on, each with the question that the first and the last worksheets ask."""

    intro = models.TextField(_("introduction"), max_length=600)
    principles = StreamField([("principle", PrincipleBlock())], verbose_name=_("principles"))
    source = models.CharField(_("source of the quotations"), max_length=250, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("principles"), FieldPanel("source")]
    parent_page_types = ["guide.GuidePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "guide/pages/principles_page.html"

    class Meta:
        verbose_name = _("principles of the guide")
        verbose_name_plural = _("principles of the guide")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        sector = asked_sector(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "guide": self.get_parent(),
            "sector": sector,
            "sectors": SECTORS,
            "principles": [(block.value, first_of(sector, block.value["examples"].bound_blocks)) for block in self.principles],
        }


class ToolQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)


class Tool(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A tool of a step, to print or to go on with: how to use it, one line filled in, then a sheet to fill in. Lists are typed one a line."""

    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("The end of its address, without accents or capitals.")
    )
    title = models.CharField(_("title"), max_length=120)
    step = models.PositiveSmallIntegerField(
        _("step"), validators=[MinValueValidator(1)], help_text=_("The number of the step it serves.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=30, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    purpose = models.TextField(_("what it is for"), max_length=500)
    how = models.TextField(_("how to use it"), max_length=2000, help_text=_("One gesture a line, in order."))
    across = models.BooleanField(_("landscape page"), default=False, help_text=_("For five columns and more."))
    columns = models.TextField(
        _("columns"), max_length=600, help_text=_("One a line, from left to right; two at least, eight at most.")
    )
    rows = models.PositiveSmallIntegerField(
        _("lines to print"), default=8, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    row_labels = models.TextField(
        _("first column"),
        max_length=2000,
        blank=True,
        help_text=_("What is already written in it, one a line; the other lines stay empty."),
    )
    note = models.CharField(_("under the table"), max_length=300, blank=True)
    example = models.TextField(_("a line filled in"), max_length=1500, help_text=_("One cell a line, as many as columns."))
    example_organisation = models.CharField(
        _("organisation of the example"), max_length=120, help_text=_("Fictional organisations only, and said to be.")
    )
    example_sector = models.CharField(_("sector of the example"), max_length=20, choices=Sector.choices)

    objects = ToolQuerySet.as_manager()

    class Meta:
        verbose_name = _("tool to take away")
        verbose_name_plural = _("tools to take away")
        ordering = ["step", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(step__gte=1), name="guide_tool_serves_a_step"),
            models.CheckConstraint(condition=models.Q(rows__gte=1, rows__lte=30), name="guide_tool_fits_a_page"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        columns, cells, labels = (lines_of(text) for text in (self.columns, self.example, self.row_labels))
        if not 2 <= len(columns) <= 8:
            errors["columns"] = _("Two columns at least and eight at most: there are %(number)d.") % {"number": len(columns)}
        elif len(cells) != len(columns):
            said = {"cells": len(cells), "columns": len(columns)}
            errors["example"] = _("One cell a column: there are %(cells)d cells for %(columns)d columns.") % said
        if self.rows and len(labels) > self.rows:
            errors["row_labels"] = _("There are more lines here (%(labels)d) than lines to print.") % {"labels": len(labels)}
        for name in ("title", "purpose", "how", "columns", "row_labels", "note", "example", "example_organisation"):
            if missing := missing_glyphs(getattr(self, name)):
                errors[name] = _("These signs cannot be printed: %(signs)s.") % {"signs": " ".join(missing[:10])}
        if errors:
            raise ValidationError(errors)

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Its files are promised with its publication; one that is planned promises them on its day."""
        from step_guides.guide.actions import ask_for_files  # actions write models

        with transaction.atomic():
            super().publish(revision, user=user, **options)
            if live := Tool.objects.published().filter(pk=self.pk, live_revision=revision).first():
                ask_for_files(live)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "guide/pages/tool_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"tool": self, "laid": Laid(self), "request": request}
