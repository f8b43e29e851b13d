"""« Grilles de relecture » in the editing space: the next version of each rubric is written, previewed and published there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import UnpublishMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, UnpublishView

from coursesite.core.snippets import NeitherAddedNorDeleted
from step_guides.reviews.models import RubricWording
from step_guides.reviews.rubric_form import RubricForm, RubricPanel

register_permission_policy(RubricWording, NeitherAddedNorDeleted(RubricWording))


class NeverUnpublished(UnpublishView):
    """A version that is in use stays so until the next one: as with deleting, nobody may."""

    permission_required = "delete"


class RubricViewSet(SnippetViewSet):
    model = RubricWording
    icon = "list-ul"
    menu_label = _("Review rubrics")
    menu_name = "rubrics"
    menu_order = 235
    add_to_admin_menu = True
    list_display = ["__str__", "use", "in_use"]
    ordering = ["pk"]
    copy_view_enabled = False
    unpublish_view_class = NeverUnpublished
    edit_handler = ObjectList([RubricPanel("texts", heading=_("Words"))], base_form_class=RubricForm)


register_snippet(RubricViewSet)


@hooks.register("construct_snippet_action_menu")
def without_unpublishing(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if context["model"] is RubricWording:
        items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem)]
