from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

CODE = RegexValidator(r"^[A-Z]{2}\d*$", _("Two capitals, then a number: EV1"))


class Family(models.Model):
    """A group of competencies."""

    code = models.CharField(_("code"), max_length=4, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("competency family")
        verbose_name_plural = _("competency families")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """What a person learns to do, on four levels. Modules and exercises are tagged with it; people read its words, not its code."""

    code = models.CharField(_("code"), max_length=6, unique=True, validators=[CODE])
    family = models.ForeignKey(Family, models.PROTECT, related_name="competencies", verbose_name=_("family"))
    statement = models.CharField(_("statement"), max_length=200, help_text=_("Begins with a verb."))
    level_1 = models.TextField(_("I discover"), max_length=400)
    level_2 = models.TextField(_("I do it with support"), max_length=400)
    level_3 = models.TextField(_("I do it without support"), max_length=400)
    level_4 = models.TextField(_("I pass it on"), max_length=400)
    evidence = models.TextField(_("what shows it"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.statement[:1].upper() + self.statement[1:]

    @property
    def levels(self) -> list[str]:
        return [self.level_1, self.level_2, self.level_3, self.level_4]
