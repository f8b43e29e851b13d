from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.TextChoices):
    AUTONOMY = "autonomy", _("Autonomy")
    ACCOMPANIED = "accompanied", _("Accompanied")
    PROJECT_GROUP = "project_group", _("Project group")


class TrainerKind(models.TextChoices):
    THEORY = "theory", _("theory")
    FIELD = "field", _("field")


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("to confirm")
    DONE = "done", _("imported")
