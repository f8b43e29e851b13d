from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.certificates import chain, codes, payload, statements
from certification.certificates.enums import CURRENT, CertificateState, EventKind, Visibility
from certification.certificates.layouts import current_layout
from certification.certificates.models import Achievement, Certificate, Issuer, SerialCounter
from certification.certificates.permissions import can_issue, can_revoke
from certification.certificates.queries import facts_of, previous_certificates, rules_of
from certification.certificates.rules.evaluation import evaluate
from certification.certificates.rules.outcome import Outcome
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.outbox import promise
from coursesite.notifications.actions import notify
from coursesite.tracking.record import record, void

if TYPE_CHECKING:
    from coursesite.accounts.models import User

PDF = "certificate-pdf"


def judge(enrolment: Enrolment, achievement: Achievement) -> Outcome:
    """The conditions as they stand now, in the language of the moment."""
    rules = rules_of([achievement])[achievement.pk]
    return evaluate(rules, facts_of([enrolment], rules), enrolment.pk)


@transaction.atomic
def issue(enrolment: Enrolment, achievement: Achievement, *, by: User, seen: str | None = None) -> Certificate:
    """Issues once: a repeat gives the certificate already held. Nothing is rendered here.

    `seen` is the fingerprint of the preview; when the facts have moved since, nothing is issued (`preview_changed`).
    Raises `NotAllowed`, `WrongState` ("not_eligible" with `missing`), `Invalid` for a name that cannot be printed.
    """
    enrolment = _held(enrolment)
    if not can_issue(by, enrolment) or achievement.issuer.network_id != enrolment.cohort.programme.network_id:
        raise NotAllowed(_("Only an officer of the network issues its certificates."))
    held = Certificate.objects.current().filter(enrolment=enrolment, achievement=achievement).whole().first()
    if held is not None:
        return held
    issuer = Issuer.objects.select_for_update().get(pk=achievement.issuer_id)
    if issuer.suspended_at or not achievement.is_open:
        raise WrongState(_("This certificate is no longer issued."), code="closed")
    if not achievement.is_for(enrolment.cohort):
        raise WrongState(_("This document is not that of the track of this cohort."), code="other_track")
    here = judge(enrolment, achievement)
    if not here.met:
        raise WrongState(
            _("Nothing was issued. %(sentence)s") % {"sentence": here.sentence}, code="not_eligible", missing=list(here.missing)
        )
    with translation.override(payload.LANGUAGE):
        outcome = judge(enrolment, achievement)
    facts = payload.draft(enrolment, achievement, outcome)
    if seen is not None and seen != payload.fingerprint(facts, previous_certificates(enrolment, achievement)):
        message = _("What would be printed has changed since the preview. Look at it again before issuing.")
        raise WrongState(message, code="preview_changed")
    certificate = _create(enrolment, achievement, facts, issuer=issuer, by=by)
    chain.append(certificate, EventKind.ISSUED, by=by)
    record(statements.earned(certificate))
    promise(PDF, key=f"{PDF}:{certificate.uuid}", payload={"certificate": certificate.pk})
    notify("certificates.issued", to=enrolment.person, payload={"certificate": certificate.pk}, dedupe=str(certificate.pk))
    return certificate


def _held(enrolment: Enrolment) -> Enrolment:
    """The enrolment, locked: two officers who issue at once wait for each other here."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return Enrolment.objects.select_related("person", "organisation", "cohort__programme__network").get(pk=enrolment.pk)


def _create(enrolment: Enrolment, achievement: Achievement, facts: dict, *, issuer: Issuer, by: User) -> Certificate:
    at, token = timezone.now(), codes.new_token()
    serial = _next_serial(issuer, at)
    frozen = payload.freeze(facts, serial=serial, token=token, at=at)
    return Certificate.objects.create(
        token=token,
        serial=serial,
        enrolment=enrolment,
        achievement=achievement,
        issuer=issuer,
        template=current_layout(facts["language"]),
        payload=frozen,
        sha256=chain.digest(frozen),
        valid_from=at,
        state_since=at,
        issued_by=by,
    )


def _next_serial(issuer: Issuer, at: datetime) -> str:
    year = timezone.localtime(at).year
    counter, _created = SerialCounter.objects.get_or_create(issuer=issuer, year=year)
    SerialCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return codes.serial(issuer.prefix, year, counter.last)


@transaction.atomic
def revoke(certificate: Certificate, *, by: User, reason: str, note: str = "") -> Certificate:
    """Final. `reason` is shown to whoever verifies; `note` stays with the network. The trace of the award is taken back."""
    _move(certificate, CURRENT, CertificateState.REVOKED, EventKind.REVOKED, by=by, reason=reason, note=note)
    with suppress(WrongState):  # never traced: nothing to take back
        void(statements.earned_id(certificate), by=by, reason="certificate revoked")
    notify(
        "certificates.revoked",
        to=certificate.enrolment.person,
        payload={"certificate": certificate.pk},
        dedupe=str(certificate.pk),
    )
    return certificate


@transaction.atomic
def suspend(certificate: Certificate, *, by: User, reason: str, note: str = "") -> Certificate:
    return _move(
        certificate, (CertificateState.VALID,), CertificateState.SUSPENDED, EventKind.SUSPENDED, by=by, reason=reason, note=note
    )


@transaction.atomic
def lift(certificate: Certificate, *, by: User, note: str = "") -> Certificate:
    """Ends a suspension."""
    return _move(certificate, (CertificateState.SUSPENDED,), CertificateState.VALID, EventKind.LIFTED, by=by, note=note)


def _move(
    certificate: Certificate,
    allowed: tuple,
    to: CertificateState,
    kind: EventKind,
    *,
    by: User,
    reason: str | None = None,
    note: str = "",
) -> Certificate:
    """`reason` is None where none is asked."""
    if not can_revoke(by, certificate):
        raise NotAllowed(_("Only an officer of the network may do this."))
    given = clean_text(reason or "", limit=200, name="reason")
    note = clean_text(note, limit=2_000, name="note")
    if reason is not None and not given:
        raise Invalid(_("Say why: whoever verifies the certificate will read it."), errors={"reason": [_("Say why.")]})
    at = timezone.now()
    moved = Certificate.objects.filter(pk=certificate.pk, state__in=allowed).update(state=to, state_since=at, reason=given)
    if moved != 1:
        certificate.refresh_from_db(fields=["state", "state_since", "reason"])
        words = {"state": certificate.get_state_display()}
        raise WrongState(_("This certificate is %(state)s: this can no longer be done.") % words, state=certificate.state)
    chain.append(certificate, kind, by=by, reason=given, note=note)
    certificate.state, certificate.state_since, certificate.reason = to, at, given
    return certificate


@transaction.atomic
def show(certificate: Certificate, visibility: str, *, by: User) -> Certificate:
    """What the verification page shows: the holder alone decides."""
    if certificate.enrolment.person_id != by.pk:
        raise NotAllowed(_("Only its holder decides what the verification page shows."))
    if visibility not in Visibility.values:
        raise Invalid(_("Choose one of the answers."), errors={"visibility": [_("Choose one of the answers.")]})
    Certificate.objects.filter(pk=certificate.pk).update(visibility=visibility)
    certificate.visibility = visibility
    return certificate
