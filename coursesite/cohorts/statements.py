"""xAPI: enrolled (X01) and left (X02). The learner acts, whoever pressed the button."""

from __future__ import annotations

from datetime import datetime

from coursesite.cohorts.models import Enrolment
from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Event, course


def registered(enrolment: Enrolment, *, at: datetime) -> Event:
    """`at` tells a first enrolment from a return: coming back is a new event of the same registration."""
    return _event(enrolment, v.REGISTERED, at)


def unregistered(enrolment: Enrolment, *, at: datetime) -> Event:
    return _event(enrolment, v.UNREGISTERED, at)


def _event(enrolment: Enrolment, verb: v.Verb, at: datetime) -> Event:
    return Event(
        key=f"cohorts.enrolment/{enrolment.pk}/{verb.name}/{at.isoformat()}",
        subject=enrolment.person,
        actor=enrolment.person,
        verb=verb,
        object=course(),
        registration=enrolment.registration,
        team=enrolment.cohort.trace_id,
        at=at,
    )
