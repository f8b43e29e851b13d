"""Peer review: a round is scheduled and announced, learners are paired, opinions sent. None of it moves the state of a sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Enrolment, Participation
from coursesite.cohorts.permissions import is_trainer, officer_can
from coursesite.core.errors import Invalid, NotAllowed, NotFound, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.warning_tallies import count_named
from coursesite.notifications.actions import notify
from coursesite.organisations.permissions import is_member
from coursesite.tracking.record import record
from step_guides.reviews.actions.deciding import members
from step_guides.reviews.enums import Useful
from step_guides.reviews.matching import Learner, pairs
from step_guides.reviews.models import Criterion, PeerReading, PeerRefusal, PeerRound, PeerScore, Rubric
from step_guides.reviews.models.peers import CRITERIA, MOST_EACH
from step_guides.reviews.statements import peer_reviewed
from step_guides.worksheets.models import Submission
from step_guides.worksheets.permissions import require_member

if TYPE_CHECKING:
    from coursesite.organisations.models import Organisation

TEXT, WORD, LONGEST = 2_000, 200, timedelta(days=90)
NOTICE = timedelta(days=3)  # for an organisation to withdraw before anybody reads
Levels = dict[str, tuple[int | None, str]]


def can_schedule(user: User, cohort: Cohort) -> bool:
    return is_trainer(user, cohort) or officer_can(user, cohort)


def _may_schedule(user: User, cohort: Cohort) -> None:
    if not can_schedule(user, cohort):
        raise NotAllowed(_("Only the people who train this cohort, or act for its network, may do this."))


@transaction.atomic
def schedule_round(
    cohort: Cohort, *, rubric: Rubric, codes: list[str], opens_on: date, due_on: date, each: int, by: User
) -> PeerRound:
    """Each organisation of the cohort is told at once that peers will read its version, and may withdraw before."""
    _may_schedule(by, cohort)
    errors: dict[str, list] = {}
    known = set(rubric.criteria.values_list("code", flat=True))
    if len(set(codes)) != CRITERIA or not set(codes) <= known:
        errors["codes"] = [_("Choose three criteria.")]
    if opens_on < timezone.localdate() + NOTICE:
        errors["opens_on"] = [_("Leave the organisations three days to withdraw.")]
    if not opens_on < due_on <= opens_on + LONGEST:
        errors["due_on"] = [_("Choose a day after the opening, within 90 days.")]
    if each not in range(1, MOST_EACH + 1):
        errors["each"] = [_("From 1 to 4.")]
    if errors:
        raise Invalid(_("This round cannot be scheduled."), errors=errors)
    fields = {"codes": sorted(set(codes)), "opens_on": opens_on, "due_on": due_on, "each": each, "scheduled_by": by}
    try:
        with transaction.atomic():
            one = PeerRound.objects.create(cohort=cohort, kind=rubric.kind, rubric=rubric, **fields)
    except IntegrityError as error:
        raise WrongState(_("A round of this worksheet is scheduled already."), code="already_scheduled") from error
    for organisation in Participation.objects.filter(cohort=cohort, left_on=None).values_list("organisation", flat=True):
        for person in members(organisation):
            notify("reviews.peers_announced", to=person, payload={"round": one.pk}, dedupe=str(one.pk))
    keep_paired(one)
    return one


@transaction.atomic
def cancel_round(one: PeerRound, *, by: User) -> PeerRound:
    """What was sent stays; the rest is no longer asked."""
    _may_schedule(by, one.cohort)
    now = timezone.now()
    if PeerRound.objects.filter(pk=one.pk, cancelled_at=None).update(cancelled_at=now, cancelled_by=by):
        PeerReading.objects.asked().filter(round=one).update(cancelled_at=now)
    one.refresh_from_db()
    return one


@transaction.atomic
def withdraw_from_round(one: PeerRound, organisation: Organisation, *, by: User) -> None:
    """Nobody reads its sheet from now on, and its learners read none: whoever does not share does not read. Opinions sent stay."""
    require_member(by, organisation)
    if not Participation.objects.filter(cohort=one.cohort_id, organisation=organisation, left_on=None).exists():
        raise NotFound(_("This page does not exist."))
    if one.is_over:
        raise WrongState(_("This round is over."), code="over")
    PeerRefusal.objects.get_or_create(round=one, organisation=organisation, defaults={"by": by})
    keep_paired(one)


@transaction.atomic
def keep_paired(one: PeerRound) -> int:
    """Pairs who is there, as many times as it is asked: at the opening, then for whoever comes, sends, leaves or withdraws. Returns how many
    readings were added."""
    held = PeerRound.objects.select_for_update(no_key=True).select_related("cohort").get(pk=one.pk)  # one pairing at a time
    if not held.is_running:
        if held.cancelled_at is None:
            _call_off(held, [], {})
        return 0
    versions = _versions(held)
    learners = [
        Learner(pk, organisation)
        for pk, organisation in Enrolment.objects.open()
        .filter(cohort=held.cohort_id)
        .order_by("pk")
        .values_list("pk", "organisation")
        if organisation in versions
    ]
    versions = {
        place: versions[place] for place in {one.organisation for one in learners}
    }  # nobody of it is left: nobody reads it
    _call_off(held, learners, versions)
    kept = PeerReading.objects.filter(round=held, cancelled_at=None).values_list("reader", "submission__worksheet__organisation")
    added = pairs(learners, kept, each=held.each, seed=str(held.public_id))
    people = Enrolment.objects.select_related("person").in_bulk([reader for reader, _place in added])
    for reader, organisation in added:
        reading = PeerReading.objects.create(round=held, reader_id=reader, submission_id=versions[organisation])
        notify("reviews.peer_asked", to=people[reader].person, payload={"reading": reading.pk}, dedupe=str(reading.pk))
    return len(added)


def _versions(one: PeerRound) -> dict[int, int]:
    """Organisation → the version it shares: the last it sent to this cohort, taken back by nobody. None of those that withdrew or left."""
    here = Participation.objects.filter(cohort=one.cohort_id, left_on=None).values("organisation")
    refused = PeerRefusal.objects.filter(round=one).values("organisation")
    sent = Submission.objects.filter(cohort=one.cohort_id, worksheet__kind=one.kind, withdrawn_at=None)
    sent = sent.filter(worksheet__organisation__in=here).exclude(worksheet__organisation__in=refused).order_by("number")
    return dict(sent.values_list("worksheet__organisation", "pk"))


def _call_off(one: PeerRound, learners: list[Learner], versions: dict[int, int]) -> None:
    """What is asked of somebody who left, or about a version that is no longer shared. Before the opening, nothing is asked."""
    asked = PeerReading.objects.asked().filter(round=one)
    if one.is_over and not one.cancelled_at:
        return  # late: said as such, no longer sent, nothing is erased
    readers = [learner.reader for learner in learners]
    gone = asked.exclude(reader__in=readers, submission__withdrawn_at=None, submission__worksheet__organisation__in=versions)
    gone.update(cancelled_at=timezone.now())


def _asked(reading: PeerReading, by: User) -> PeerReading:
    """The reading, held, while it may be written. Raises `WrongState` "already_sent", "closed", "called_off"."""
    held = PeerReading.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "round__cohort", "round__rubric", "reader__person", "reader__cohort", "submission__worksheet__organisation",
        "submission__submitted_by", "submission__enrolment", "submission__cohort",
    ).get(pk=reading.pk)  # fmt: skip
    if held.reader.person_id != by.pk or not Enrolment.objects.open().filter(pk=held.reader_id).exists():
        raise NotFound(_("This page does not exist."))
    if held.sent_at:
        raise WrongState(_("This opinion has been sent: it can no longer be changed."), code="already_sent")
    if held.cancelled_at or held.submission.withdrawn_at:
        raise WrongState(_("This reading is no longer asked of you: thank you for what you began."), code="called_off")
    if not held.round.is_running:
        raise WrongState(_("This round is over."), code="closed")
    return held


@transaction.atomic
def keep_opinion(
    reading: PeerReading, *, levels: Levels, strength: str, suggestion: str, by: User, lock: int | None = None
) -> PeerReading:
    """A draft: its reader alone sees it. `lock`: that of the draft she wrote upon. Raises `WrongState` "stale_lock", and writes nothing, when
    another has been kept since which says something else."""
    held = _asked(reading, by)
    if lock is not None and lock != held.lock and not _says(held, levels, strength, suggestion):
        message = _(
            "Your opinion was kept from another window in the meantime. Compare both texts: what you keep now replaces the other."
        )
        raise WrongState(message, code="stale_lock", lock=held.lock)
    criteria: dict[str, Criterion] = {one.code: one for one in held.round.criteria}
    for code, (level, text) in levels.items():
        if code not in criteria or (level is not None and level not in range(1, 5)):
            raise Invalid(_("This level does not exist."), errors={code: [_("This level does not exist.")]})
        said = {"level": level, "comment": clean_text(text, limit=TEXT, name=f"comment-{code}")}
        PeerScore.objects.update_or_create(reading=held, criterion=criteria[code], defaults=said)
    held.strength = clean_text(strength, limit=TEXT, name="strength")
    held.suggestion = clean_text(suggestion, limit=TEXT, name="suggestion")
    held.lock += 1
    held.save(update_fields=["strength", "suggestion", "lock"])
    return held


def _says(held: PeerReading, levels: Levels, strength: str, suggestion: str) -> bool:
    """Whether the draft says that already."""
    kept = {score.criterion.code: (score.level, score.comment) for score in held.scores.select_related("criterion")}
    typed = {code: (level, clean_text(text, name=f"comment-{code}")) for code, (level, text) in levels.items()}
    texts = (clean_text(strength, name="strength"), clean_text(suggestion, name="suggestion"))
    return typed == kept and texts == (held.strength, held.suggestion)


@transaction.atomic
def send_opinion(reading: PeerReading, *, levels: Levels, strength: str, suggestion: str, by: User) -> PeerReading:
    """Once. Raises `Invalid` naming what is missing; sent twice, it was sent once."""
    same = {"strength": clean_text(strength, name="strength"), "suggestion": clean_text(suggestion, name="suggestion")}
    if PeerReading.objects.filter(pk=reading.pk, reader__person=by, sent_at__isnull=False, **same).exists():
        reading.refresh_from_db()
        return reading
    held = keep_opinion(reading, levels=levels, strength=strength, suggestion=suggestion, by=by)
    missing = {}
    given = {score.criterion.code: score for score in held.scores.select_related("criterion")}
    for code in held.round.codes:
        if code not in given or given[code].level is None or not given[code].comment:
            missing[code] = [_("Choose a level, and say why in a few words.")]
    if not held.strength:
        missing["strength"] = [_("Name at least one strong point.")]
    if not held.suggestion:
        missing["suggestion"] = [_("Make at least one suggestion.")]
    if missing:
        raise Invalid(_("Your opinion is not complete yet."), errors=missing, code="incomplete")
    held.sent_at = timezone.now()
    PeerReading.objects.filter(pk=held.pk, sent_at=None).update(sent_at=held.sent_at)
    record(peer_reviewed(held))
    for person in members(held.submission.worksheet.organisation_id):
        notify("reviews.peer_opinion", to=person, payload={"reading": held.pk}, dedupe=str(held.pk))
    count_named(PeerReading, [held.strength, held.suggestion, *(score.comment for score in given.values())])
    return held


@transaction.atomic
def judge_opinion(reading: PeerReading, *, useful: str, word: str, by: User) -> PeerReading:
    """What the organisation thought of an opinion it received; its author reads it."""
    if reading.sent_at is None or not is_member(by, reading.submission.worksheet.organisation):
        raise NotAllowed(_("Only the organisation that received this opinion may do this."))
    if useful not in Useful.values:
        raise Invalid(_("Choose an answer."), errors={"useful": [_("Choose an answer.")]})
    fields = {"useful": useful, "useful_word": clean_text(word, limit=WORD, name="word"), "useful_by": by}
    PeerReading.objects.filter(pk=reading.pk).update(**fields)
    reading.refresh_from_db()
    return reading
