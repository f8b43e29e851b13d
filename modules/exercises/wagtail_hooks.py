from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.models import register_snippet

from modules.exercises.chooser import exercise_chooser
from modules.exercises.viewsets import ExerciseGroup

register_snippet(ExerciseGroup)


@hooks.register("register_admin_viewset")
def chooser() -> ChooserViewSet:
    return exercise_chooser
