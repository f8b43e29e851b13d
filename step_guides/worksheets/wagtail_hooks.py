"""« Mots des fiches » in the editing space: what people read in a sheet, without what the code depends on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from coursesite.core.snippets import NeitherAddedNorDeleted
from step_guides.worksheets.models import Wording
from step_guides.worksheets.words_form import WordingForm, WordsPanel

# the kinds of worksheet and the sectors are the code’s
register_permission_policy(Wording, NeitherAddedNorDeleted(Wording))


class WordingViewSet(SnippetViewSet):
    model = Wording
    icon = "edit"
    menu_label = _("Words of the worksheets")
    menu_name = "wordings"
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["__str__", "changed"]
    list_filter = ["kind", "sector"]
    list_per_page = 60
    ordering = ["pk"]
    copy_view_enabled = False
    edit_handler = ObjectList([WordsPanel("texts", heading=_("Words"))], base_form_class=WordingForm)


register_snippet(WordingViewSet)
