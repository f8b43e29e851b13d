from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    JUSTICE = "justice", _("Justice and reintegration")
    CHILDHOOD = "childhood", _("Child protection")
    DISABILITY = "disability", _("Disability")
    OTHER = "other", _("Other")


class MemberRole(models.TextChoices):
    LEAD = "lead", _("lead")
    MEMBER = "member", _("member")


class OfficerRole(models.TextChoices):
    OFFICER = "officer", _("network officer")
