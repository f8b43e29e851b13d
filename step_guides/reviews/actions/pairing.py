"""Answering together: an invitation, each her part, an agreement. Nobody writes in what another wrote, so nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, WrongState
from coursesite.notifications.actions import notify
from step_guides.reviews.models import CoReader
from step_guides.reviews.pairs import parts_of, version
from step_guides.reviews.pieces import pieces_of, require_seen
from step_guides.worksheets.actions.claiming import already_decided
from step_guides.worksheets.models import Submission
from step_guides.worksheets.permissions import require_drafter, require_trainer
from step_guides.worksheets.queries import readers_of
from step_guides.worksheets.transitions import locked

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def _held(submission: Submission) -> Submission:
    """The version as it is now, with its sheet held: it waits for an answer, and goes on waiting until the end."""
    locked(submission.worksheet)
    now = Submission.objects.select_related("decided_by").defer("snapshot").get(pk=submission.pk)
    if now.decided_at is not None:
        raise already_decided(now)
    if not now.is_live:
        raise WrongState(_("This version was withdrawn by the organisation."), code="withdrawn")
    return now


@transaction.atomic
def invite(submission: Submission, *, whom: User, by: User) -> CoReader:
    """Makes, or enlarges, the team that answers the version. `whom` is `by` herself when she joins one, invited or not: from then on, and
    not before, the others read what she prepares."""
    now = _held(submission)
    team = CoReader.objects.filter(submission=now)
    if whom == by and team.filter(trainer=by).exists():
        require_trainer(by, submission)
        team.filter(trainer=by, joined_at=None).update(joined_at=timezone.now())
        return _place(now, by)
    require_drafter(by, submission)
    if whom == by and not team.exists():
        raise WrongState(_("Nobody answers this version together."), code="no_team")
    if not readers_of(submission.cohort, submission.worksheet.organisation).filter(pk=whom.pk).exists():
        message = _("Choose somebody who trains this cohort.")
        raise Invalid(message, errors={"to": [message]})
    mine = {"submission": now, "invited_by": by, "joined_at": timezone.now()}
    team.get_or_create(trainer=by, defaults=mine)
    place, created = team.get_or_create(trainer=whom, defaults={"submission": now, "invited_by": by})
    if created and whom != by:
        _tell("reviews.co_invited", place, to=[whom], by=by)
    return place


@transaction.atomic
def agree(submission: Submission, *, by: User, agreed: bool = True, seen: str = "") -> CoReader:
    """« D'accord »: her part is ready, and so is what she read of the others', which `seen` names (`pieces.marks`).

    Raises `WrongState` "changed", with what moved, when that is no longer what they wrote. Taken back as long as nothing is sent."""
    require_trainer(by, submission)
    place = _place(_held(submission), by)
    parts = parts_of(submission, by)
    if agreed and place.joined_at is None:
        raise WrongState(_("Say first that you answer this version with the others."), code="not_joined")
    if agreed and not any(part.trainer_id == by.pk for part in parts):
        raise WrongState(_("Open this version first, from what you have to read."), code="not_opened")
    if agreed:
        require_seen(seen, pieces_of(part for part in parts if part.trainer_id != by.pk))
    was = place.agreed_at
    place.agreed_at = timezone.now() if agreed else None
    place.agreed_to = ",".join(version(part) for part in parts) if agreed else ""
    CoReader.objects.filter(pk=place.pk).update(agreed_at=place.agreed_at, agreed_to=place.agreed_to)
    if agreed and was is None:
        _tell("reviews.co_agreed", place, to=_others(place), by=by)
    return place


@transaction.atomic
def leave(submission: Submission, *, by: User) -> None:
    """She does not answer this version after all: the others are told, her draft stays hers. Nobody is left alone in a team."""
    require_trainer(by, submission)
    place = _place(_held(submission), by)
    others = _others(place)
    _tell("reviews.co_left", place, to=others, by=by)
    CoReader.objects.filter(submission=submission.pk, **({"trainer": by} if len(others) > 1 else {})).delete()


def _place(submission: Submission, person: User) -> CoReader:
    place = CoReader.objects.filter(submission=submission, trainer=person).first()
    if place is None:
        raise WrongState(_("You do not answer this version with the others."), code="not_in_team")
    return place


def _others(place: CoReader) -> list[User]:
    return [one.trainer for one in CoReader.objects.of(place.submission).exclude(pk=place.pk)]


def _tell(key: str, place: CoReader, *, to: list[User], by: User) -> None:
    at = place.agreed_at or place.invited_at
    for person in to:
        payload = {"submission": place.submission_id, "by": by.pk}
        notify(key, to=person, payload=payload, dedupe=f"{place.submission_id}/{by.pk}/{at.isoformat()}")
