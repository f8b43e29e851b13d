from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from step_guides.guide.models import Tool


class ToolViewSet(SnippetViewSet):
    model = Tool
    icon = "download"
    menu_label = _("Tools to take away")
    menu_name = "tools"
    menu_order = 215
    add_to_admin_menu = True
    list_display = ["title", "step", "minutes"]
    list_filter = ["step"]
    list_per_page = 50
    ordering = ["step", "pk"]
    copy_view_enabled = False  # two tools never share an address
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("step"), FieldPanel("minutes")]),
        FieldPanel("purpose"),
        FieldPanel("how"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("columns", "row_labels", "rows", "across", "note")], heading=_("The sheet to fill in")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("example_organisation", "example_sector", "example")],
            heading=_("A line filled in, as an example"),
        ),
    ]


register_snippet(ToolViewSet)
