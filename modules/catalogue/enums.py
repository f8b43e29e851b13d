from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Requirement(models.TextChoices):
    """What a module asks for beyond its lessons and exercises. The rooms above say when one is met."""

    PROFILE_SAVED = "profile:saved", _("Save the worksheet “Organisation”")
    FRAMING_SAVED = "framing:saved", _("Save the worksheet “Framing”")
    NEEDS_SAVED = "needs:saved", _("Save the worksheet “Needs and stakeholders”")
    THEORY_SAVED = "theory-of-change:saved", _("Save the worksheet “Theory of change”")
    PRIORITIES_SAVED = "priorities:saved", _("Save the worksheet “Outcomes, questions and indicators”")
    COLLECTION_SAVED = "collection:saved", _("Save the worksheet “Collection plan”")
    QUESTIONNAIRE_SAVED = "questionnaire:saved", _("Save the worksheet “Questionnaire”")
    ANALYSIS_SAVED = "analysis:saved", _("Save the worksheet “Analysis”")
    SHARING_SAVED = "sharing:saved", _("Save the worksheet “Sharing and decisions”")
    LESSONS_SAVED = "lessons:saved", _("Save the worksheet “Lessons for others”")


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
