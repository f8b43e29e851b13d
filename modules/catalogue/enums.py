from django.db import models
from django.utils.translation import gettext_lazy as _


class Requirement(models.TextChoices):
    """What a module asks for beyond its lessons and exercises. The rooms above say when one is met."""

    THEORY_SAVED = "theory-of-change:saved", _("Save the worksheet “Theory of change”")


class WorksheetKind(models.TextChoices):
    """Worksheets that a lesson may open, by the name they have in addresses."""

    THEORY_OF_CHANGE = "theory-of-change", _("Theory of change")
