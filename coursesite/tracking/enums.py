from django.db import models
from django.utils.translation import gettext_lazy as _


class Version(models.TextChoices):
    """What is said in the header X-Experience-API-Version."""

    V1 = "1.0.3", _("1.0.3 (most record stores)")
    V2 = "2.0.0", _("2.0.0 (IEEE 9274.1.1)")


class Outcome(models.TextChoices):
    SENT = "sent", _("sent")
    DUPLICATE = "duplicate", _("already there")
    UNVERIFIED = "unverified", _("already there, not verified")
    GIVEN_UP = "given_up", _("given up")


class Pause(models.TextChoices):
    """Why nothing is sent to a destination."""

    BY_HAND = "by_hand", _("paused by hand")
    CREDENTIALS = "credentials", _("the record store refuses the user name or the password")
    ENDPOINT = "endpoint", _("the address does not answer like a record store")
    EVERYTHING_REFUSED = "everything_refused", _("the record store refuses every statement")
    KEYS = "keys", _("the password can no longer be read: a key of CREDENTIAL_KEYS is missing")
