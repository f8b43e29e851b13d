from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Track(models.TextChoices):
    AUTONOMY = "autonomy", _("Autonomy")
    ACCOMPANIED = "accompanied", _("Accompanied")
    PROJECT_GROUP = "project_group", _("Project group")


class TrainerKind(models.TextChoices):
    THEORY = "theory", pgettext_lazy("what a trainer trains in", "theory")
    FIELD = "field", pgettext_lazy("what a trainer trains in", "field")
    EXPERT = "expert", pgettext_lazy("what a trainer trains in", "a subject, as an expert")


class Contribution(models.TextChoices):
    """How far somebody goes in a review. Each level holds those before it."""

    SUPPORTS = "supports", pgettext_lazy("contribution to reviews", "accompanies")
    DRAFTS = "drafts", pgettext_lazy("contribution to reviews", "produces")
    DECIDES = "decides", pgettext_lazy("contribution to reviews", "validates")


ANSWERING = (Contribution.DRAFTS, Contribution.DECIDES)  # those who prepare answers


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("to confirm")
    DONE = "done", _("imported")
