from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from modules.competencies.models import Competency, Family


class CompetencyViewSet(SnippetViewSet):
    model = Competency
    icon = "list-ul"
    list_display = ["statement", "family"]
    list_filter = ["family"]
    list_per_page = 50
    ordering = ["position"]
    panels = [
        FieldPanel("statement"),
        FieldPanel("family"),
        MultiFieldPanel([FieldPanel(f"level_{number}") for number in range(1, 5)], heading=_("Levels")),
        FieldPanel("evidence"),
        FieldPanel("code"),
        FieldPanel("position"),
    ]


class FamilyViewSet(SnippetViewSet):
    model = Family
    icon = "folder-open-1"
    list_display = ["name", "code"]
    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("position")]


class Competencies(SnippetViewSetGroup):
    items = (CompetencyViewSet, FamilyViewSet)
    menu_label = _("Competencies")
    menu_icon = "list-ul"
    menu_name = "competencies"
    menu_order = 220


register_snippet(Competencies)
