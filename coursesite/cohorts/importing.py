"""From a file read without fault to organisations that take part and leads who are invited: dry run, then all or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.actions import check_running, enrol
from coursesite.cohorts.enums import ImportState
from coursesite.cohorts.models import Cohort, Enrolment, Import, Participation
from coursesite.cohorts.permissions import may_officer
from coursesite.cohorts.reading import Fault, Line, Reading
from coursesite.core.errors import WrongState
from coursesite.organisations.actions import invite_leads
from coursesite.organisations.models import Invitation, Membership, Organisation
from coursesite.organisations.permissions import network_and_regions
from coursesite.organisations.queries import name_key, namesakes

if TYPE_CHECKING:
    from coursesite.accounts.models import User

KEPT = timedelta(hours=24)  # a preview nobody confirms holds names: it does not stay


@dataclass(frozen=True)
class Plan:
    """What would happen to one line."""

    line: Line
    organisation: str  # "new", "known", "present"
    person: str  # "invited", "waiting", "member"


def plan(cohort: Cohort, reading: Reading) -> list[Plan]:
    """Says what each line would do, and adds to the reading the faults that only the cohort can tell. Writes nothing."""
    known = namesakes(network_and_regions(cohort.programme.network), prefer=cohort.programme.network_id)
    present = set(Participation.objects.filter(cohort=cohort, left_on=None).values_list("organisation", flat=True))
    emails = [line.email for line in reading.lines]
    enrolled = Enrolment.objects.open().filter(cohort=cohort, person__email__in=emails).select_related("organisation", "person")
    elsewhere = {one.person.email: one.organisation for one in enrolled}
    found = [known[key].pk for key in (name_key(line.organisation) for line in reading.lines) if key in known]
    members = set(Membership.objects.current().filter(organisation__in=found).values_list("organisation", "person__email"))
    waiting = set(Invitation.objects.open().filter(organisation__in=found).values_list("organisation", "email"))
    plans = []
    for line in reading.lines:
        organisation = known.get(name_key(line.organisation))
        other = elsewhere.get(line.email)
        if other is not None and (organisation is None or other.pk != organisation.pk):
            reading.fault(line, _("this person already follows the cohort with « %(name)s ».") % {"name": other.name})
        state = "new" if organisation is None else "present" if organisation.pk in present else "known"
        pair = (organisation.pk if organisation else None, line.email)
        plans.append(Plan(line, state, "member" if pair in members else "waiting" if pair in waiting else "invited"))
    return plans


@transaction.atomic
def prepare(cohort: Cohort, *, content: bytes, reading: Reading, by: User) -> Import:
    """Keeps the lines until they are confirmed. The same file for the same cohort is one import, whoever sends it again."""
    may_officer(by, cohort.programme.network)
    if reading.faults:
        raise WrongState(_("A file with a line to correct is not imported."), code="faulty")
    Import.objects.filter(state=ImportState.PREVIEW, created_at__lt=timezone.now() - KEPT).delete()
    rows = [line.as_row() for line in reading.lines]
    sha256 = hashlib.sha256(content).hexdigest()
    kept, _created = Import.objects.get_or_create(cohort=cohort, sha256=sha256, defaults={"rows": rows, "by": by})
    return kept


@transaction.atomic
def confirm(waiting: Import, *, by: User) -> Import:
    """All the lines or none. Confirming again returns what was done the first time."""
    cohort = waiting.cohort
    may_officer(by, cohort.programme.network)
    rows = waiting.rows
    fresh = Import.objects.filter(pk=waiting.pk, state=ImportState.PREVIEW, created_at__gt=timezone.now() - KEPT)
    if fresh.update(state=ImportState.DONE, rows=[], confirmed_at=timezone.now(), by=by) != 1:
        current = Import.objects.filter(pk=waiting.pk).first()
        if current is None or current.state != ImportState.DONE:
            raise WrongState(_("This preview is too old. Send the file again."), code="too_old")
        return current
    check_running([cohort])
    reading = Reading(lines=[Line(**row) for row in rows])
    plan(cohort, reading)
    if reading.faults:  # raised after the update above: the whole transaction is taken back
        raise WrongState(
            _("Something changed since the preview. Send the file again to see what."),
            code="changed",
            faults=_told(reading.faults),
        )
    Import.objects.filter(pk=waiting.pk).update(summary=_import(cohort, reading.lines, by=by))
    waiting.refresh_from_db()
    return waiting


def _told(faults: list[Fault]) -> list[str]:
    return [f"{fault.line}: {fault.message}" for fault in faults[:20]]


def _import(cohort: Cohort, lines: list[Line], *, by: User) -> dict[str, Any]:
    network = cohort.programme.network
    scope = network_and_regions(network)
    known = namesakes(scope, prefer=network.pk)
    new = [line for line in lines if name_key(line.organisation) not in known]
    fresh = [Organisation(network=network, name=line.organisation, city=line.city, sector=line.sector) for line in new]
    Organisation.objects.bulk_create(fresh, ignore_conflicts=True)
    known = namesakes(scope, prefer=network.pk)
    organisations = [known[name_key(line.organisation)] for line in lines]
    before = Participation.objects.filter(cohort=cohort, left_on=None).count()
    Participation.objects.bulk_create(
        [Participation(cohort=cohort, organisation=one) for one in organisations], ignore_conflicts=True
    )
    Participation.objects.filter(cohort=cohort, organisation__in=organisations).exclude(left_on=None).update(left_on=None)
    enrolled = set(Enrolment.objects.open().filter(cohort=cohort).values_list("person", flat=True))
    for membership in (
        Membership.objects.current().filter(organisation__in=organisations).select_related("person", "organisation")
    ):
        if membership.person_id not in enrolled:
            enrol(cohort, person=membership.person, organisation=membership.organisation)
    wanted = [(organisation, line.email, line.full_name) for organisation, line in zip(organisations, lines, strict=True)]
    return {
        "lines": len(lines),
        "created": len(new),
        "joined": Participation.objects.filter(cohort=cohort, left_on=None).count() - before,
        "invited": invite_leads(wanted, by=by),
    }


@transaction.atomic
def abandon(waiting: Import, *, by: User) -> None:
    """Forgets the lines. What was confirmed stays confirmed."""
    may_officer(by, waiting.cohort.programme.network)
    Import.objects.filter(pk=waiting.pk, state=ImportState.PREVIEW).delete()
