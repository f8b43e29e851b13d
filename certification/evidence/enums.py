from django.db import models
from django.utils.translation import pgettext_lazy


class DossierState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("document", "asked for")
    MAKING = "making", pgettext_lazy("document", "being made")
    READY = "ready", pgettext_lazy("document", "ready")
    FAILED = "failed", pgettext_lazy("document", "not made")


RUNNING = (DossierState.ASKED, DossierState.MAKING)
