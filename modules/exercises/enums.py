from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SINGLE = "single", _("Choose the right one")
    CHOICES = "choices", _("Tick what is right")
    TRUE_FALSE = "true_false", _("True or false, and why")
    SORT = "sort", _("Sort cards into categories")
    ORDER = "order", _("Put steps back in order")
    MATCH = "match", _("Match each item with what goes with it")
    GAPS = "gaps", _("Fill the gaps of a text")
    NUMBER = "number", _("Give a figure")
    SPOT = "spot", _("Find the defects of a text")
    CASE = "case", _("Decide, step after step")
    REWRITE = "rewrite", _("Rewrite a text, and check it")
    POSITION = "position", _("Place oneself on the framework")
    CARDS = "cards", _("Turn the cards of the glossary")
    QUIZ = "quiz", _("Answer a quiz, once")
