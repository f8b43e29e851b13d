from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import TrainerAssignment
from coursesite.core.fields import PlainTextField
from coursesite.organisations.models import Membership

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class AdviceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Her own; those of the cohorts she trains, but of an organisation of which she is a member."""
        if not user.is_authenticated:
            return self.none()
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        hers = Membership.objects.current().filter(person=user).values("organisation")
        as_trainer = Q(attempt__enrolment__cohort__in=trained) & ~Q(attempt__enrolment__organisation__in=hers)
        return self.filter(Q(attempt__enrolment__person=user) | as_trainer)

    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def whole(self) -> Self:
        related = ("attempt__enrolment__person", "attempt__enrolment__cohort", "attempt__enrolment__organisation", "answered_by")
        return self.select_related(*related).prefetch_related("attempt__exercise")


class AdviceRequest(models.Model):
    """« Demander l'avis d'un formateur » on a text written again, as it stood at one attempt; and the answer."""

    LIMIT = 2_000
    wagtail_reference_index_ignore = True

    attempt = models.OneToOneField("progress.Attempt", models.PROTECT, related_name="advice_request")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = PlainTextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an opinion")
        verbose_name_plural = _("requests for an opinion")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="advice_an_answer_has_words_author_and_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.asked_at)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(what was to be written again, what was written), as far as both are still there."""
        written = self.attempt.response["texts"]
        given = {passage.key: passage.text for passage in self.attempt.exercise.content().passages}
        return [(given.get(key, ""), text) for key, text in written.items()]
