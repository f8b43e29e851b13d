"""What pages, reviews and certificates ask of worksheets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.cohorts.queries import answerers_of, trainer_assignments_of, trainers_of
from coursesite.organisations.models import Membership
from step_guides.worksheets.checks import Remark, is_error, open_remarks
from step_guides.worksheets.enums import Decision, State
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models import Move, Revision, Submission, Worksheet
from step_guides.worksheets.snapshots import snapshot

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort
    from coursesite.organisations.models import Organisation

__all__ = ["snapshot"]


def enrolment_for(person: User, organisation: Organisation) -> Enrolment | None:
    """The person's open enrolment for this organisation, the latest if several."""
    return _enrolments(person, organisation).select_related("cohort__programme", "person").first()


def _enrolments(person: User, organisation: Any) -> QuerySet[Enrolment]:
    return Enrolment.objects.open().filter(person=person, organisation=organisation).order_by("-enrolled_at", "-pk")


def with_its_page(sheets: QuerySet[Any], person: User) -> QuerySet[Any]:
    """What the page of a sheet says around its text, in the query of the sheet itself; for one sheet, of which the first row is the one:

    `latest`, the last version sent and not taken back, its text deferred; `sends_to` and `track`, the cohort to which the person would
    send; `step_done`, her last save that stands, and `step_back`, the first after it that she took back.
    """
    ways_out = _enrolments(person, OuterRef("organisation"))
    mine = Revision.objects.filter(by=person)
    done = mine.filter(undone=False).order_by("-number").values("number")
    back = mine.filter(undone=True).order_by("number").values("number")
    since = Coalesce(Subquery(done.filter(worksheet=OuterRef("worksheet"))[:1]), 0)
    return (
        sheets.annotate(
            latest=FilteredRelation("submissions", condition=Q(submissions__withdrawn_at=None)),
            sends_to=Subquery(ways_out.values("cohort")[:1]),
            track=Subquery(ways_out.values("cohort__track")[:1]),
            step_done=Subquery(done.filter(worksheet=OuterRef("pk"))[:1]),
            step_back=Subquery(back.filter(worksheet=OuterRef("pk"), number__gt=since)[:1]),
        )
        .select_related("organisation", "latest__claimed_by", "latest__decided_by", "latest__cohort__programme")
        .defer("latest__snapshot")
        .order_by("-latest__number")
    )


def states_of(organisations: Iterable[int]) -> dict[tuple[int, str], tuple[str, datetime]]:
    """(organisation id, kind) → (state, last change). One query; no text."""
    rows = Worksheet.plain.filter(organisation__in=list(organisations)).values_list("organisation", "kind", "state", "updated_at")
    return {(organisation, kind): (state, at) for organisation, kind, state, at in rows}


def next_number(worksheet: Worksheet) -> int:
    """The number that the next submission will have. A withdrawn number is not used again."""
    return (Submission.objects.filter(worksheet=worksheet.pk).aggregate(last=Max("number"))["last"] or 0) + 1


def latest_submission(worksheet: Worksheet) -> Submission | None:
    """The last one sent and not withdrawn."""
    sent = Submission.objects.filter(worksheet=worksheet.pk, withdrawn_at=None)
    return sent.select_related("submitted_by", "claimed_by", "decided_by", "cohort__programme").order_by("-number").first()


def reopening_of(worksheet: Worksheet) -> Move | None:
    """The last time the sheet was opened again, with its reason, if no answer came since. One query, none for another state."""
    if worksheet.is_accepted:
        return None
    last = Move.objects.filter(worksheet=worksheet.pk, to_state__in=(State.RETURNED, State.VALIDATED, State.READ))
    found = last.select_related("by", "submission").defer("submission__snapshot").order_by("-pk").first()
    return found if found is not None and found.from_state != State.IN_REVIEW else None


def begun(organisation: Organisation) -> QuerySet[Worksheet]:
    """Sheets in which something has been written or sent."""
    sheets = Worksheet.objects.non_polymorphic().filter(organisation=organisation)
    return sheets.filter(Q(revision_count__gt=0) | Q(pk__in=Submission.objects.values("worksheet"))).select_related(
        "organisation"
    )


def received(organisation: Organisation, cohort: Cohort) -> list[Submission]:
    """The last version of each sheet that reached the trainers of the cohort and was not taken back, in the order of the course."""
    sent = Submission.objects.filter(worksheet__organisation=organisation, cohort=cohort, withdrawn_at=None).order_by("number")
    last = {one.worksheet_id: one for one in sent.select_related("worksheet__organisation", "cohort")}
    return sorted(last.values(), key=lambda one: spec_of(one.worksheet.kind).step)


def readers_of(cohort: Cohort, organisation: Organisation) -> QuerySet[User]:
    """Who trains the cohort today and may read this organisation's sheets: « Envoyer à Luc »."""
    members = Membership.objects.current().filter(organisation=organisation).values("person")
    return trainers_of(cohort).exclude(pk__in=members)


def who_answer(cohort: Cohort | int, organisation: Organisation) -> QuerySet[User]:
    """Of the readers, those who prepare answers: experts who accompany are not announced, nor entrusted with a version."""
    members = Membership.objects.current().filter(organisation=organisation).values("person")
    return answerers_of(cohort).exclude(pk__in=members)


def assignments_of_readers(cohort: Cohort, organisation: Organisation) -> QuerySet[TrainerAssignment]:
    """`readers_of`, with how far each goes in the reviews of the cohort."""
    members = Membership.objects.current().filter(organisation=organisation).values("person")
    return trainer_assignments_of(cohort).filter(person__is_active=True).exclude(person__in=members)


def pending_errors(worksheet: Worksheet) -> list[Remark]:
    """Remarks of severity E, neither corrected nor justified: what the page lists before it sends."""
    return [remark for remark in open_remarks(snapshot(worksheet)) if is_error(remark)]


def accepted(enrolments: Iterable[Enrolment], kind: str) -> dict[int, Submission]:
    """enrolment id → the latest validated (or read) submission of its organisation, sent through its cohort. One query, without texts."""
    return _through_cohorts(enrolments, worksheet__kind=kind, decision__in=(Decision.VALIDATED, Decision.READ)).get(kind, {})


def sent(enrolments: Iterable[Enrolment], kinds: Iterable[str]) -> dict[str, dict[int, Submission]]:
    """kind → enrolment id → the latest submission of its organisation, sent through its cohort and not taken back. One query."""
    return _through_cohorts(enrolments, worksheet__kind__in=list(kinds), withdrawn_at=None)


def _through_cohorts(enrolments: Iterable[Enrolment], **which: Any) -> dict[str, dict[int, Submission]]:
    by_place: dict[tuple[int, int], list[int]] = {}
    for enrolment in enrolments:
        by_place.setdefault((enrolment.cohort_id, enrolment.organisation_id), []).append(enrolment.pk)
    if not by_place:
        return {}
    found = Submission.objects.filter(
        **which,
        cohort__in={cohort for cohort, _organisation in by_place},
        worksheet__organisation__in={organisation for _cohort, organisation in by_place},
    )
    found = found.select_related("worksheet__organisation", "submitted_by", "decided_by").defer("snapshot").order_by("number")
    latest: dict[str, dict[int, Submission]] = {}
    for one in found:
        for pk in by_place.get((one.cohort_id, one.worksheet.organisation_id), []):
            latest.setdefault(one.worksheet.kind, {})[pk] = one
    return latest


def contributions(person: User, worksheet: Worksheet) -> int:
    """How many saves of the sheet are the person's own, those she took back left out."""
    return Revision.objects.filter(worksheet=worksheet.pk, by=person, undone=False).count()
