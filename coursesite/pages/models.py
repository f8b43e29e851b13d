from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from coursesite.core.public_pages import PublicPage
from coursesite.pages.blocks import FigureBlock, HelpPartBlock, SectionBlock
from coursesite.pages.rich_text import FEATURES


class HomePage(PublicPage, Page):
    """The first page of the site."""

    hero_title = models.CharField(_("large title"), max_length=160)
    hero_text = models.TextField(_("text under the title"), max_length=600)
    body = StreamField([("section", SectionBlock()), ("figure", FigureBlock())], verbose_name=_("sections"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("hero_title"), FieldPanel("hero_text"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "pages/pages/home_page.html"

    class Meta:
        verbose_name = _("home page")


class StandardPage(PublicPage, Page):
    """A page of text anybody may read: accessibility, personal data, legal notice."""

    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    body = RichTextField(_("text"), features=["h2", *FEATURES])
    shows_operator = models.BooleanField(
        _("shows who runs the site"),
        default=False,
        help_text=_("Who publishes and hosts the site comes from Settings, « Who runs the site », and is shown above the text."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("shows_operator")]
    subpage_types = ["pages.StandardPage"]
    template = "pages/pages/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.shows_operator:
            context["operator"] = SiteSettings.load(request_or_site=request)
        return context


class HelpPage(PublicPage, Page):
    """How to use the site, in parts that its screens link to. The first of these pages leads to the others, its children."""

    intro = models.TextField(_("introduction"), max_length=600)
    parts = StreamField([("part", HelpPartBlock())], verbose_name=_("parts"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("parts")]
    parent_page_types = ["pages.HomePage", "pages.HelpPage"]
    subpage_types = ["pages.HelpPage"]
    template = "pages/pages/help_page.html"

    class Meta:
        verbose_name = _("help page")
        verbose_name_plural = _("help pages")

    def clean(self) -> None:
        super().clean()
        anchors = [part.value["anchor"] for part in self.parts]
        if len(anchors) != len(set(anchors)):
            raise ValidationError({"parts": _("Two parts have the same anchor.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        below = HelpPage.objects.child_of(self).live().public()
        pages = [{"title": page.title, "intro": page.intro, "url": page.get_url(request)} for page in below]
        return {**super().get_context(request, *args, **kwargs), "pages": pages}


@register_setting(icon="site")
class SiteSettings(BaseGenericSetting):
    """What the law asks a site to say about itself. Left empty, the legal page says that it is missing."""

    operator = models.CharField(_("name of the organisation that runs the site"), max_length=160, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=120, blank=True)
    address = models.TextField(_("address"), max_length=300, blank=True)
    registration = models.CharField(_("registration number"), max_length=80, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    publisher = models.CharField(_("director of publication"), max_length=160, blank=True)
    hosting_name = models.CharField(_("name of the hosting company"), max_length=160, blank=True)
    hosting_address = models.TextField(_("address and telephone of the hosting company"), max_length=300, blank=True)
    training_number = models.CharField(
        _("training provider number"),
        max_length=80,
        blank=True,
        help_text=_("Only where training is provided; otherwise leave it empty."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("operator", "legal_form", "address", "registration", "training_number")],
            heading=_("Operator"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("publisher")], heading=_("Contact")
        ),
        MultiFieldPanel([FieldPanel("hosting_name"), FieldPanel("hosting_address")], heading=_("Hosting")),
    ]

    OPTIONAL = {"registration", "training_number"}

    class Meta:
        verbose_name = _("who runs the site")

    def __str__(self) -> str:
        return self.operator or str(_("who runs the site"))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, value) in the order of the form; an optional fact left empty is not listed, another has an empty value."""
        names = [child.field_name for group in self.panels for child in group.children]
        listed = [(name, str(getattr(self, name)).strip()) for name in names]
        return [
            (str(self._meta.get_field(name).verbose_name), value) for name, value in listed if value or name not in self.OPTIONAL
        ]

    @property
    def is_complete(self) -> bool:
        return all(value for _label, value in self.facts)
