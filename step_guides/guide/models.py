from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from coursesite.core.public_pages import PublicPage
from coursesite.pages.blocks import FigureBlock
from coursesite.pages.rich_text import FEATURES
from step_guides.guide.blocks import ExampleBlock
from step_guides.guide.forms import StepForm
from step_guides.guide.queries import Way, steps_of

FOR_PUBLISHING = _("Needed before the step is published.")


class GuidePage(PublicPage, Page):
    """The guide: what the method is for, and its steps on the way. Steps are its children, in the order of the tree."""

    intro = models.TextField(_("introduction"), max_length=600)
    body = RichTextField(_("text"), features=["h2", *FEATURES], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guide.StepPage"]
    template = "guide/pages/guide_page.html"
    menu_label = _("Guide")

    class Meta:
        verbose_name = _("guide")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "steps": steps_of(self, request)}


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
        *[FieldPanel(name) for name in PARTS],
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
        return context
