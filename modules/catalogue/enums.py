from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorksheetKind(models.TextChoices):
    """Worksheets that a lesson may open, by the name they have in addresses."""

    PROFILE = "profile", _("Organisation")
    FRAMING = "framing", _("Framing")
    NEEDS = "needs", _("Needs and stakeholders")
    THEORY_OF_CHANGE = "theory-of-change", _("Theory of change")
    PRIORITIES = "priorities", _("Outcomes, questions and indicators")
    COLLECTION = "collection", _("Collection plan")
    QUESTIONNAIRE = "questionnaire", pgettext_lazy("worksheet", "Questionnaire")
    ANALYSIS = "analysis", _("Analysis")
    SHARING = "sharing", _("Sharing and decisions")
    LESSONS = "lessons", _("Lessons for others")
