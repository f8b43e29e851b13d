from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Kinds of worksheet. Each has its file in `models/` and its entry in `kinds.KINDS`."""

    PROFILE = "profile", _("Organisation")
    FRAMING = "framing", _("Framing")
    NEEDS = "needs", _("Needs and stakeholders")
    THEORY_OF_CHANGE = "theory_of_change", _("Theory of change")
    PRIORITIES = "priorities", _("Outcomes, questions and indicators")
    COLLECTION = "collection", _("Collection plan")
    QUESTIONNAIRE = "questionnaire", pgettext_lazy("worksheet", "Questionnaire")
    ANALYSIS = "analysis", _("Analysis")
    SHARING = "sharing", _("Sharing and decisions")
    LESSONS = "lessons", _("Lessons for others")


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("worksheet", "draft")
    SUBMITTED = "submitted", pgettext_lazy("worksheet", "sent")
    IN_REVIEW = "in_review", pgettext_lazy("worksheet", "being read")
    RETURNED = "returned", pgettext_lazy("worksheet", "to be revised")
    VALIDATED = "validated", pgettext_lazy("worksheet", "validated")
    READ = "read", pgettext_lazy("worksheet", "read")


class Decision(models.TextChoices):
    RETURNED = "returned", pgettext_lazy("worksheet", "to be revised")
    VALIDATED = "validated", pgettext_lazy("worksheet", "validated")
    READ = "read", pgettext_lazy("worksheet", "read")


class NodeKind(models.TextChoices):
    NEED = "need", _("Need")
    RESOURCE = "resource", _("Resource")
    ACTIVITY = "activity", _("Activity")
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")
    NEGATIVE_OUTCOME = "negative_outcome", _("Possible negative outcome")
    EXTERNAL_FACTOR = "external_factor", _("External factor")


class Horizon(models.TextChoices):
    SHORT = "short", pgettext_lazy("horizon", "short term")
    MEDIUM = "medium", pgettext_lazy("horizon", "medium term")
    LONG = "long", pgettext_lazy("horizon", "long term")


class LinkKind(models.TextChoices):
    CONTRIBUTES = "contributes", pgettext_lazy("link", "contributes to")
    NECESSARY = "necessary", pgettext_lazy("link", "is necessary for")
    HINDERS = "hinders", pgettext_lazy("link", "hinders")
    FEEDBACK = "feedback", pgettext_lazy("link", "acts back on")
    RESPONDS_TO = "responds_to", pgettext_lazy("link", "answers")


class Evidence(models.TextChoices):
    """Where the evidence comes from. No order: the words of the people concerned do not stand below data."""

    INTUITION = "intuition", _("intuition")
    TEAM = "team", _("experience of the team")
    PEOPLE = "people", _("words of the people concerned")
    INTERNAL_DATA = "internal_data", _("internal data")
    EXTERNAL_STUDY = "external_study", _("external study")


class Confidence(models.IntegerChoices):
    """How solid a link seems to those who wrote it."""

    NONE = 0, pgettext_lazy("confidence", "not at all sure")
    LOW = 1, pgettext_lazy("confidence", "fragile")
    MEDIUM = 2, pgettext_lazy("confidence", "to be strengthened")
    HIGH = 3, pgettext_lazy("confidence", "solid")
    FULL = 4, pgettext_lazy("confidence", "very solid")


class Degree(models.IntegerChoices):
    LEAST = 1, pgettext_lazy("degree", "1 (the least)")
    TWO = 2, "2"
    THREE = 3, "3"
    FOUR = 4, "4"
    MOST = 5, pgettext_lazy("degree", "5 (the most)")


class Tool(models.TextChoices):
    """How information is gathered."""

    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    INTERVIEW = "interview", _("interview")
    GROUP = "group", _("group discussion")
    OBSERVATION = "observation", _("observation")
    RECORDS = "records", _("follow-up records")
    EXISTING = "existing", _("existing data")
    OTHER = "other", pgettext_lazy("tool", "another tool")


class Answer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")


class Agreement(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")


# --- What else may be said of an element or of a link of a theory of change ----------------------------------------------------


class OutcomeScale(models.TextChoices):
    """Whose change it is."""

    MICRO = "micro", _("the people themselves")
    MESO = "meso", _("those around them, organisations")
    MACRO = "macro", _("the territory, society")


class Expectation(models.TextChoices):
    EXPECTED = "expected", pgettext_lazy("outcome", "expected")
    UNEXPECTED = "unexpected", pgettext_lazy("outcome", "unexpected")


class Means(models.TextChoices):
    FINANCIAL = "financial", pgettext_lazy("resource", "money")
    SKILL = "skill", pgettext_lazy("resource", "people, skills")
    MATERIAL = "material", pgettext_lazy("resource", "premises, equipment")
    PARTNERSHIP = "partnership", pgettext_lazy("resource", "partnership")


class Likelihood(models.TextChoices):
    LOW = "low", pgettext_lazy("likelihood", "unlikely")
    MEDIUM = "medium", pgettext_lazy("likelihood", "possible")
    HIGH = "high", pgettext_lazy("likelihood", "likely")


class Gravity(models.TextChoices):
    LOW = "low", pgettext_lazy("gravity", "slight")
    MEDIUM = "medium", pgettext_lazy("gravity", "notable")
    HIGH = "high", pgettext_lazy("gravity", "serious")


class Influence(models.TextChoices):
    FAVOURABLE = "favourable", pgettext_lazy("factor", "favourable")
    UNFAVOURABLE = "unfavourable", pgettext_lazy("factor", "unfavourable")


class Grip(models.TextChoices):
    """How far something depends on those who act."""

    NONE = "none", pgettext_lazy("grip", "none")
    PARTIAL = "partial", pgettext_lazy("grip", "partial")


class AssumptionKind(models.TextChoices):
    MECHANISM = "mechanism", pgettext_lazy("assumption", "mechanism: one thing produces the other")
    CONTEXT = "context", pgettext_lazy("assumption", "context: what surrounds allows it")
    ADHESION = "adhesion", pgettext_lazy("assumption", "adhesion: people want it")
    RESOURCE = "resource", pgettext_lazy("assumption", "resource: the means will be there")


class PaperFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    ODT = "odt", "ODT"
