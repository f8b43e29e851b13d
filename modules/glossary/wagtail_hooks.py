from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from modules.glossary.models import Term


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "slug", "plain"]
    list_per_page = 100
    ordering = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("variants"),
        FieldPanel("definition"),
        FieldPanel("plain"),
        FieldPanel("not_confused"),
        FieldPanel("example"),
        MultiFieldPanel(
            [FieldPanel(f"synonym_{sector}") for sector in ("justice", "childhood", "disability")],
            heading=_("Words of each sector"),
        ),
        FieldPanel("related"),
        FieldPanel("module_numbers"),
        FieldPanel("source"),
    ]


register_snippet(TermViewSet)
