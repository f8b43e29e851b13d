from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel

from certification.certificates.models.achievement import Achievement
from certification.certificates.rules import leaves
from certification.certificates.rules.outcome import Outcome

if TYPE_CHECKING:
    from certification.certificates.rules.facts import Facts


class CertificateRule(PolymorphicModel):
    """One node of the tree of conditions of an achievement. Each kind is evaluated by a pure function of `rules.leaves`."""

    wagtail_reference_index_ignore = True

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="rules")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("certificate rule")
        verbose_name_plural = _("certificate rules")
        ordering = ["achievement", "position", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["achievement"],
                condition=Q(parent=None),
                name="certificates_one_root_rule",
                violation_error_message=_("An achievement has one tree of conditions."),
            ),
        ]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.achievement_id}"

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        raise NotImplementedError


class All(CertificateRule):
    """Every condition below."""

    class Meta:
        verbose_name = _("all of")
        verbose_name_plural = _("all of")

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        return leaves.all_of(children)


class ModulesCompleted(CertificateRule):
    """Modules completed, as computed by the server."""

    modules = models.JSONField(_("modules"), default=list)  # slugs

    class Meta:
        verbose_name = _("modules completed")
        verbose_name_plural = _("modules completed")

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        return leaves.modules_completed(
            self.modules, facts.completed.get(enrolment, {}), facts.module_titles, facts.module_numbers
        )


class WorksheetsAccepted(CertificateRule):
    """Worksheets of the organisation that a trainer validated."""

    kinds = models.JSONField(_("worksheets"), default=list)  # kinds of worksheets: "theory_of_change"

    class Meta:
        verbose_name = _("worksheets validated")
        verbose_name_plural = _("worksheets validated")

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        found = {kind: facts.accepted[kind][enrolment] for kind in self.kinds if enrolment in facts.accepted.get(kind, {})}
        return leaves.worksheets_accepted(self.kinds, found, facts.worksheet_titles)


class WorksheetsSubmitted(CertificateRule):
    """Worksheets of the organisation that were sent: those that are only read count from then on."""

    kinds = models.JSONField(_("worksheets"), default=list)  # as in WorksheetsAccepted

    class Meta:
        verbose_name = _("worksheets sent")
        verbose_name_plural = _("worksheets sent")

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        found = {kind: facts.sent[kind][enrolment] for kind in self.kinds if enrolment in facts.sent.get(kind, {})}
        return leaves.worksheets_submitted(self.kinds, found, facts.worksheet_titles)


class ExitSurveySent(CertificateRule):
    """She has sent the exit survey. What she answered is known of nobody."""

    class Meta:
        verbose_name = _("exit survey sent")
        verbose_name_plural = _("exit survey sent")

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        return leaves.exit_survey_sent(enrolment in facts.surveyed)


class PeerReadingsGiven(CertificateRule):
    """Opinions that she gave on the worksheets of other organisations."""

    at_least = models.PositiveSmallIntegerField(_("at least"), default=2)

    class Meta:
        verbose_name = _("peer readings given")
        verbose_name_plural = _("peer readings given")

    def outcome(self, facts: Facts, enrolment: int, children: list[Outcome]) -> Outcome:
        return leaves.peer_readings_given(self.at_least, facts.peer_readings.get(enrolment, ()))
