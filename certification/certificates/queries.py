from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from certification.certificates.models import (
    Achievement,
    Certificate,
    CertificateRule,
    ExitSurveySent,
    PeerReadingsGiven,
    WorksheetsAccepted,
    WorksheetsSubmitted,
)
from certification.certificates.names import printable
from certification.certificates.rules.evaluation import evaluate
from certification.certificates.rules.facts import AcceptedWorksheet, Facts, SentWorksheet
from certification.certificates.rules.outcome import Outcome
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid
from modules.catalogue.models import ModulePage
from modules.progress.queries import completed_modules
from modules.surveys.queries import sent_by
from step_guides.reviews.peers import opinions_sent
from step_guides.worksheets.enums import State
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.queries import accepted, sent

if TYPE_CHECKING:
    from coursesite.cohorts.models import Cohort


ACCEPTED = (State.VALIDATED, State.READ)


@dataclass(frozen=True)
class Candidate:
    """A person of a cohort beside an achievement: what she holds, or what she still misses."""

    enrolment: Enrolment
    achievement: Achievement
    outcome: Outcome
    certificate: Certificate | None
    fault: str = ""  # why her name cannot be printed

    @property
    def ready(self) -> bool:
        return self.certificate is None and self.outcome.met and not self.fault


def rules_of(achievements: Iterable[Achievement]) -> dict[int, list[CertificateRule]]:
    """Achievement id → its tree, flat. One query and one for each kind of rule."""
    found: dict[int, list[CertificateRule]] = defaultdict(list)
    for rule in CertificateRule.objects.filter(achievement__in=list(achievements)).order_by("position", "pk"):
        found[rule.achievement_id].append(rule)
    return found


def facts_of(enrolments: Sequence[Enrolment], rules: Iterable[CertificateRule]) -> Facts:
    """Everything the rules look at, for all these people at once."""
    trees = list(rules)
    kinds = sorted({kind for rule in trees if isinstance(rule, WorksheetsAccepted) for kind in rule.kinds})
    to_send = sorted({kind for rule in trees if isinstance(rule, WorksheetsSubmitted) for kind in rule.kinds})
    ids = [enrolment.pk for enrolment in enrolments]
    modules = list(ModulePage.objects.only("slug", "title", "number"))
    return Facts(
        completed=completed_modules(enrolments),
        accepted={
            kind: {
                pk: AcceptedWorksheet(str(found.public_id), found.number, found.decided_at)
                for pk, found in accepted(enrolments, kind).items()
                if found.decided_at and found.worksheet.state in ACCEPTED  # reopened since: it no longer counts
            }
            for kind in kinds
        },
        sent={
            kind: {pk: SentWorksheet(str(one.public_id), one.number, one.submitted_at) for pk, one in found.items()}
            for kind, found in (sent(enrolments, to_send) if to_send else {}).items()
        },
        peer_readings=opinions_sent(ids) if any(isinstance(rule, PeerReadingsGiven) for rule in trees) else {},
        surveyed=sent_by(ids) if any(isinstance(rule, ExitSurveySent) for rule in trees) else frozenset(),
        enrolled=frozenset(Enrolment.objects.open().filter(pk__in=ids).values_list("pk", flat=True)),
        module_titles={page.slug: page.title for page in modules},
        module_numbers={page.slug: page.number for page in modules},
        worksheet_titles={kind: str(spec_of(kind).title) for kind in {*kinds, *to_send}},
    )


def candidates(enrolments: Sequence[Enrolment]) -> list[Candidate]:
    """Every person beside every achievement of her network. The number of queries does not depend on how many there are.

    `enrolments` come with `person`, `organisation` and `cohort__programme`.
    """
    networks = {enrolment.cohort.programme.network_id for enrolment in enrolments}
    achievements = list(Achievement.objects.filter(is_open=True, issuer__network__in=networks).select_related("issuer"))
    if not achievements:
        return []
    trees = rules_of(achievements)
    facts = facts_of(enrolments, [rule for tree in trees.values() for rule in tree])
    held = {
        (certificate.enrolment_id, certificate.achievement_id): certificate
        for certificate in Certificate.objects.current().filter(enrolment__in=enrolments).defer("payload")
    }
    return [
        Candidate(
            enrolment,
            achievement,
            evaluate(trees[achievement.pk], facts, enrolment.pk),
            held.get((enrolment.pk, achievement.pk)),
            name_fault(enrolment.person.full_name),
        )
        for achievement in achievements
        for enrolment in enrolments
        if achievement.issuer.network_id == enrolment.cohort.programme.network_id and achievement.is_for(enrolment.cohort)
    ]


def candidates_of(cohort: Cohort) -> list[Candidate]:
    """People still in the cohort, by organisation, and those who left with a certificate."""
    enrolments = Enrolment.objects.filter(cohort=cohort, left_on=None).select_related(
        "person", "organisation", "cohort__programme"
    )
    return candidates(list(enrolments.order_by("organisation__name", "person__full_name")))


def name_fault(name: str) -> str:
    """Why a name cannot be printed, "" if it can."""
    try:
        printable(name, what=_("The name"))
    except Invalid as error:
        return str(error)
    return ""


def previous_certificates(enrolment: Enrolment, achievement: Achievement) -> int:
    return Certificate.objects.filter(enrolment=enrolment, achievement=achievement).count()
