from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a message is about: people choose by topic how they are told."""

    ANSWERS = "answers", _("Answers to my worksheets")
    EXCHANGES = "exchanges", _("Questions and replies")
    TO_READ = "to_read", _("Worksheets to read")
    LATE = "late", _("Answers promised that are late")
    RESUME = "resume", _("Encouragement to come back to the course")
    CERTIFICATES = "certificates", _("My certificates")
    INVITATIONS = "invitations", _("Invitations")
    ACCOUNT = "account", _("Safety of my account")


NEEDED = {  # no choice, and why
    Topic.CERTIFICATES: _(
        "A certificate that is issued or revoked changes what you may show to others: you are always told at once."
    ),
    Topic.INVITATIONS: _("An invitation is sent to an address before it has an account, and expires within days."),
    Topic.ACCOUNT: _("Codes, passwords and devices: this is how you notice that somebody else signs in."),
}


class Delivery(models.TextChoices):
    AT_ONCE = "at_once", _("By e-mail, at once")
    DAILY = "daily", _("By e-mail, once a day, all in one")
    SITE = "site", _("On the site only")
