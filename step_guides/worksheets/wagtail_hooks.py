"""« Mots des fiches » in the editing space: what people read in a sheet, without what the code depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from step_guides.worksheets.models import Wording
from step_guides.worksheets.words_form import WordingForm, WordsPanel

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class NeitherAddedNorDeleted(ModelPermissionPolicy):
    """The kinds of worksheet and the sectors are the code's: each has its words from the first day to the last."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


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
