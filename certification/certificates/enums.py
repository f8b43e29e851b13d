from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    """What is stored. « Expirée » is computed from `valid_until` on reading."""

    VALID = "valid", _("valid")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("replaced")


CURRENT = (CertificateState.VALID, CertificateState.SUSPENDED)


class Visibility(models.TextChoices):
    """What the verification page shows of the holder. Set by the holder."""

    LINK = "link", _("whoever holds the document reads the printed name")
    INITIALS = "initials", _("initials only")
    PRIVATE = "private", _("state, issuer and number only")


class EventKind(models.TextChoices):
    ISSUED = "issued", _("issued")
    SUSPENDED = "suspended", _("suspended")
    LIFTED = "lifted", _("suspension lifted")
    REVOKED = "revoked", _("revoked")


class RenderingKind(models.TextChoices):
    PLAIN = "plain", _("as issued")
