from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SORT = "sort", _("Sort cards into categories")
    ORDER = "order", _("Put steps back in order")
    CHOICES = "choices", _("Tick what is right")
