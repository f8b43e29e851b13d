from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from coursesite.core.public_pages import PublicPage
from modules.catalogue.blocks import LessonBlock
from modules.catalogue.forms import ModuleForm

ONE_A_LINE = _("One a line.")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class ModuleIndexPage(PublicPage, Page):
    """The course: its modules, in order."""

    intro = models.TextField(_("introduction"), blank=True)

    template = "catalogue/pages/index.html"
    menu_label = pgettext_lazy("menu", "Course")
    max_count = 1
    subpage_types = ["catalogue.ModulePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from modules.catalogue.outline import outline

        modules = outline()
        return {
            **super().get_context(request, *args, **kwargs),
            "modules": modules,
            "minutes": sum(module.minutes for module in modules),
            "sheet_minutes": sum(module.sheet_minutes for module in modules),
        }


class ModulePage(PublicPage, Page):
    """The outline of a module: what one learns, in how long, for which worksheet. `trace_id` names it in xAPI statements."""

    trace_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"), default=0)
    pole = models.CharField(_("short name"), max_length=24, help_text=_("One word on the way: Connect, Choose…"))
    minutes = models.PositiveSmallIntegerField(_("minutes of lessons and exercises"), default=60)
    sheet_minutes = models.PositiveSmallIntegerField(_("minutes for the worksheets"), default=0)
    intro = models.TextField(_("introduction"), blank=True)
    objectives = models.TextField(_("what one will know how to do"), blank=True, help_text=ONE_A_LINE)
    sheets = models.TextField(_("worksheets it feeds"), blank=True, help_text=ONE_A_LINE)
    planned_lessons = models.TextField(
        _("lessons announced"), blank=True, help_text=_("One a line. Shown as long as the module has no lesson.")
    )
    competencies = ParentalManyToManyField(
        "competencies.Competency", blank=True, related_name="modules", verbose_name=_("competencies")
    )
    prerequisite = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("opens after"),
        help_text=_("The module to complete first."),
    )  # fmt: skip
    requirements = models.JSONField(_("also needed to complete the module"), default=list, blank=True)

    template = "catalogue/pages/module.html"
    base_form_class = ModuleForm
    parent_page_types = ["catalogue.ModuleIndexPage"]
    subpage_types = ["catalogue.UnitPage"]
    exclude_fields_in_copy = ["trace_id"]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("objectives")]
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("pole"), FieldPanel("minutes"), FieldPanel("sheet_minutes")]),
        FieldPanel("intro"),
        FieldPanel("objectives"),
        FieldPanel("sheets"),
        FieldPanel("planned_lessons"),
        FieldPanel("competencies"),
        MultiFieldPanel([FieldPanel("prerequisite"), FieldPanel("requirements")], heading=_("Opening and completion")),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from modules.catalogue.outline import outline

        module = next((one for one in outline() if one.pk == self.pk), None)
        return {
            **super().get_context(request, *args, **kwargs),
            "module": module,
            "objectives": lines(self.objectives),
            "sheets": lines(self.sheets),
            "planned_lessons": lines(self.planned_lessons),
        }


class LessonFields(models.Model):
    """What a page that is read as a lesson is made of."""

    kept_revision: int | None = None  # set on a lesson as it stood at this revision

    trace_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(120)], help_text=_("Reading and exercises.")
    )
    intro = models.TextField(_("in one sentence"), blank=True)
    body = StreamField(LessonBlock(), verbose_name=_("lesson"), blank=True)

    panels_of_a_lesson = (
        HelpPanel(template="catalogue/admin/help.html"),
        FieldRowPanel([FieldPanel("minutes")]),
        FieldPanel("intro"),
        FieldPanel("body"),
    )

    class Meta:
        abstract = True

    def exercise_keys(self) -> list[int]:
        """Primary keys of its exercises, in order, read without building the blocks."""
        found = (block["value"] for block in self.body.raw_data if block["type"] == "exercise")
        return list(dict.fromkeys(value for value in found if value))


class UnitPage(LessonFields, Page):
    """A lesson. Read by those who follow or accompany the course."""

    public = False

    template = "catalogue/pages/unit.html"
    parent_page_types = ["catalogue.ModulePage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["trace_id"]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    content_panels = [*Page.content_panels, *LessonFields.panels_of_a_lesson]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def get_view_restrictions(self) -> Any:
        """Nothing to ask when the query that found the page already saw that nothing restricts it."""
        if getattr(self, "restricted", True):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from modules.catalogue.lessons import draft_lesson, lesson

        shown = draft_lesson(self) if getattr(request, "is_preview", False) else lesson(self)
        return {**super().get_context(request, *args, **kwargs), "lesson": shown}
