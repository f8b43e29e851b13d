"""xAPI: one pure function per traced verb. A statement holds random identifiers and the name of the document, never a person's."""

from __future__ import annotations

from uuid import UUID

from certification.certificates.models import Certificate
from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Event, Result
from coursesite.tracking.record import statement_id


def key_of(certificate: Certificate) -> str:
    return f"certificates.certificate/{certificate.pk}/earned"


def earned(certificate: Certificate) -> Event:
    """The holder earned it, at the moment of issue."""
    enrolment = certificate.enrolment
    ends = {v.VALID_UNTIL: certificate.valid_until.isoformat()} if certificate.valid_until else {}
    return Event(
        key=key_of(certificate),
        subject=enrolment.person,
        actor=enrolment.person,
        verb=v.EARNED,
        object=Activity(
            "certificate",
            str(certificate.uuid),
            v.CERTIFICATE,
            {certificate.payload["language"]: certificate.payload["document"]},
        ),
        registration=enrolment.registration,
        team=enrolment.cohort.trace_id,
        result=Result(success=True, completion=True, extensions=ends),
        extensions={v.ISSUER: v.network_iri(certificate.issuer.public_id)},
        at=certificate.valid_from,
    )


def earned_id(certificate: Certificate) -> UUID:
    """The statement that a revocation takes back."""
    return statement_id(certificate.enrolment.person, key_of(certificate))
