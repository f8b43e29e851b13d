from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ThreadKind(models.TextChoices):
    QUESTION = "question", pgettext_lazy("remark of a trainer", "question")
    SUGGESTION = "suggestion", pgettext_lazy("remark of a trainer", "suggestion")
    TO_FIX = "to_fix", pgettext_lazy("remark of a trainer", "to correct")
    STRENGTH = "strength", pgettext_lazy("remark of a trainer", "strong point")
    HELP = "help", pgettext_lazy("remark of a trainer", "request for help")


REMARKS = (ThreadKind.QUESTION, ThreadKind.SUGGESTION, ThreadKind.TO_FIX)  # what the organisation addresses or declines
TRAINER_KINDS = [(kind.value, kind.label) for kind in ThreadKind if kind != ThreadKind.HELP]


class ThreadState(models.TextChoices):
    OPEN = "open", pgettext_lazy("thread", "open")
    ADDRESSED = "addressed", pgettext_lazy("thread", "addressed")
    DECLINED = "declined", pgettext_lazy("thread", "declined")
    RESOLVED = "resolved", pgettext_lazy("thread", "resolved")


class HeardState(models.TextChoices):
    """What the organisation did with a stakeholder's comment."""

    OPEN = "open", pgettext_lazy("comment of a stakeholder", "open")
    ADDRESSED = "addressed", pgettext_lazy("comment of a stakeholder", "addressed")
    DECLINED = "declined", pgettext_lazy("comment of a stakeholder", "declined")
    REMOVED = "removed", pgettext_lazy("comment of a stakeholder", "removed")


class Useful(models.TextChoices):
    """What an organisation thought of a peer's opinion."""

    YES = "yes", pgettext_lazy("a peer's opinion", "useful")
    PARTLY = "partly", pgettext_lazy("a peer's opinion", "useful in part")
    NO = "no", pgettext_lazy("a peer's opinion", "not very useful")


class ReviewDecision(models.TextChoices):
    RETURNED = "returned", _("to be revised")
    VALIDATED = "validated", _("validated")
    READ = "read", pgettext_lazy("worksheet", "read")


class Stage(models.TextChoices):
    REMINDER = "reminder", _("reminder to who trains")
    ESCALATION = "escalation", _("told to the network")
