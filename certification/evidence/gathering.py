"""What is known of a learner's course, or of an organisation's, as plain values: the one source of the document, the tables and the data.

Everything in it is dated and was never changed since; nothing depends on when it is asked. Drafts and private notes are never in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from certification.certificates.models import Certificate
from coursesite.cohorts.models import Cohort, Enrolment
from coursesite.organisations.permissions import officer_networks
from modules.progress.diagnostics import still_secret
from modules.progress.models import Attempt, ModuleCompletion, UnitCompletion
from step_guides.reviews.models import Comment, Review, Thread
from step_guides.worksheets.models import Submission
from step_guides.worksheets.snapshots import canonical, digest

if TYPE_CHECKING:
    from certification.evidence.models import Dossier

VERSION = 1
Facts = dict[str, Any]


def gather(dossier: Dossier) -> tuple[Facts, dict[str, bytes]]:
    """The facts, and {file name: frozen text of a version}, the latter only for those who may read them. Fifteen queries or so."""
    enrolments = _enrolments(dossier)
    submissions = _submissions(dossier)
    facts: Facts = {
        "v": VERSION,
        "about": "learner" if dossier.enrolment else "organisation",
        "organisation": dossier.organisation.name,
        "network": dossier.organisation.network.name,
        "with_texts": dossier.with_texts,
        "learners": [_learner(one) for one in enrolments],
        "versions": [_version(one, dossier) for one in submissions],
        "answers": [_answer(one, dossier.with_texts) for one in _answers(submissions)],
        "exchanges": _exchanges(dossier),
    }
    texts = {_file(one): canonical(one.snapshot) for one in submissions} if dossier.with_texts else {}
    return facts, texts


def said(moment: datetime | None) -> str | None:
    """A moment in one form, whatever the database."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _for_her(dossier: Dossier, cohort: str) -> Q:
    """Of an organisation, whoever is no member of it reads the cohorts for which she acts: that of a region may take part in a wider one."""
    if dossier.enrolment_id or dossier.with_texts:
        return Q()
    return Q(**{f"{cohort}__programme__network__in": officer_networks(dossier.asked_by)})


def told_of(dossier: Dossier) -> QuerySet[Cohort]:
    """The cohorts of which a file made for a network speaks: by them, its rights of another day are known."""
    if dossier.enrolment_id or dossier.with_texts:
        return Cohort.objects.none()
    here = dossier.organisation_id
    enrolled = Enrolment.objects.filter(organisation=here).values("cohort")
    sent = Submission.objects.filter(worksheet__organisation=here).values("cohort")
    asked = Thread.objects.filter(worksheet__organisation=here).values("enrolment__cohort")
    spoken = Q(pk__in=enrolled) | Q(pk__in=sent) | Q(pk__in=asked)
    return Cohort.objects.filter(spoken, programme__network__in=officer_networks(dossier.asked_by))


def _hers_alone(dossier: Dossier) -> bool:
    """A learner who has left the organisation keeps what she did there; what the others do is no longer her concern."""
    return dossier.enrolment is not None and dossier.enrolment.person_id == dossier.asked_by_id and not dossier.with_texts


def _enrolments(dossier: Dossier) -> list[Enrolment]:
    found = Enrolment.objects.filter(_for_her(dossier, "cohort"), organisation=dossier.organisation_id)
    if dossier.enrolment_id:
        found = found.filter(pk=dossier.enrolment_id)
    return list(found.select_related("person", "cohort__programme").order_by("enrolled_at", "pk"))


def _learner(one: Enrolment) -> Facts:
    lessons = UnitCompletion.objects.filter(enrolment=one).select_related("unit").order_by("seen_at", "pk")
    modules = ModuleCompletion.objects.filter(enrolment=one).select_related("module").order_by("completed_at", "pk")
    attempts = Attempt.objects.filter(enrolment=one).prefetch_related("exercise").order_by("at", "pk")
    secret = still_secret(attempts)
    certificates = Certificate.objects.filter(enrolment=one).prefetch_related("events").order_by("valid_from", "pk")
    seen = [{"lesson": each.unit.title, "minutes": each.unit.minutes, "at": said(each.seen_at)} for each in lessons]
    return {
        "name": one.person.full_name,
        "programme": one.cohort.programme.name,
        "cohort": one.cohort.name,
        "from": one.cohort.starts_on.isoformat(),
        "until": one.cohort.ends_on.isoformat(),
        "answers_within_working_days": one.cohort.programme.review_days,
        "enrolled": said(one.enrolled_at),
        "left": one.left_on.isoformat() if one.left_on else None,
        "minutes": sum(each["minutes"] for each in seen),
        "lessons": seen,
        "modules": [{"module": each.module.title, "at": said(each.completed_at)} for each in modules],
        "exercises": [
            {
                "exercise": each.exercise.title,
                "attempt": each.number,
                "at": said(each.at),
            }
            | ({} if each.pk in secret else {"score": each.raw, "out_of": each.maximum, "success": each.success})
            for each in attempts
        ],
        "certificates": [_certificate(each) for each in certificates],
    }


def _certificate(one: Certificate) -> Facts:
    return {
        "serial": one.serial,
        "title": one.payload["title"],
        "issued": said(one.valid_from),
        "state": one.state,
        "sha256": one.sha256,
        "address": one.address,
        "events": [
            {"number": event.number, "event": event.kind, "at": said(event.at), "hash": event.hash, "previous": event.previous}
            for event in sorted(one.events.all(), key=lambda event: event.number)
        ],
    }


def _submissions(dossier: Dossier) -> list[Submission]:
    """Of the cohort, for a learner. Versions taken back are for those who wrote them."""
    found = Submission.objects.filter(_for_her(dossier, "cohort"), worksheet__organisation=dossier.organisation_id)
    if dossier.enrolment:
        found = found.filter(cohort=dossier.enrolment.cohort_id)
    if _hers_alone(dossier):
        found = found.filter(submitted_by=dossier.asked_by_id)
    if not dossier.with_texts:
        found = found.filter(withdrawn_at=None)
    related = ("worksheet", "cohort", "submitted_by", "decided_by")
    return list(found.select_related(*related).order_by("submitted_at", "pk"))


def _file(one: Submission) -> str:
    return f"versions/{one.worksheet.spec.slug}-{one.number}-{one.sha256[:8]}.json"


def _version(one: Submission, dossier: Dossier) -> Facts:
    return {
        "worksheet": one.worksheet.spec.slug,
        "version": one.number,
        "cohort": one.cohort.name,
        "sent": said(one.submitted_at),
        "sent_by": one.submitted_by.full_name,
        "sha256": one.sha256,
        "matches": digest(one.snapshot) == one.sha256,
        "taken_back": said(one.withdrawn_at),
        "decision": one.decision,
        "decided": said(one.decided_at),
        "decided_by": one.decided_by.full_name if one.decided_by else None,
        "file": _file(one) if dossier.with_texts else None,
    }


def _answers(submissions: Iterable[Submission]) -> list[Review]:
    keys = [one.pk for one in submissions]
    found = Review.objects.filter(submission__in=keys, sent_at__isnull=False).select_related(
        "trainer", "rubric", "submission__worksheet"
    )
    return list(found.prefetch_related("scores__criterion").order_by("sent_at", "pk"))


def _answer(one: Review, texts: bool) -> Facts:
    facts = {
        "worksheet": one.submission.worksheet.spec.slug,
        "version": one.submission.number,
        "trainer": one.trainer.full_name,
        "sent": said(one.sent_at),
        "decision": one.decision,
    }
    if not texts:
        return facts
    scores = sorted(one.scores.all(), key=lambda score: (score.criterion.position, score.pk))
    levels = [{"criterion": score.criterion.name, "level": score.level, "comment": score.comment} for score in scores]
    return facts | {"letter": one.letter, "next_step": one.next_step, "rule_set_aside": one.override_reason, "levels": levels}


def _exchanges(dossier: Dossier) -> list[Facts]:
    """Each message that was sent, dated: remarks of trainers, answers, requests for help."""
    threads = Thread.objects.filter(_for_her(dossier, "enrolment__cohort"), worksheet__organisation=dossier.organisation_id)
    if dossier.enrolment:
        threads = threads.filter(enrolment__cohort=dossier.enrolment.cohort_id)
    found = Comment.objects.filter(thread__in=threads, sent_at__isnull=False)
    if _hers_alone(dossier):
        found = found.filter(author=dossier.asked_by_id)
    found = found.select_related("author", "thread__worksheet", "thread__submission").defer("thread__submission__snapshot")
    return [_message(one, dossier.with_texts) for one in found.order_by("sent_at", "pk")]


def _message(one: Comment, texts: bool) -> Facts:
    thread = one.thread
    facts = {
        "worksheet": thread.worksheet.spec.slug,
        "version": thread.submission.number if thread.submission else None,
        "thread": str(thread.public_id),
        "kind": thread.kind,
        "author": one.author.full_name,
        "sent": said(one.sent_at),
    }
    return facts | ({"about": thread.last_text, "text": one.text} if texts else {})
