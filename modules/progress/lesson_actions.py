"""What is done beside the lessons: private notes, whether one was useful, the short path. None of it is traced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import NotAllowed, NotFound, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.restrictions import closed_to
from modules.catalogue.outline import outline
from modules.progress.models import Attempt, Note, Opinion, ShortPathFollowed
from modules.progress.openings import closed_for
from modules.progress.versions import kept_revision

if TYPE_CHECKING:
    from modules.catalogue.models import UnitPage
    from modules.catalogue.outline import ModuleOutline


@transaction.atomic
def keep_note(enrolment: Enrolment, unit: UnitPage, text: object) -> Note | None:
    """What is written last is kept; an empty text removes it. Raises Invalid (too long, unreadable), NotFound, NotAllowed,
    WrongState (module not open yet)."""
    written = clean_text(text, limit=Note.LIMIT, name="text")
    _may_read(enrolment, unit)
    if not written:
        Note.objects.filter(enrolment=enrolment, unit=unit).delete()
        return None
    fields = {"text": written, "updated_at": timezone.now()}
    note, _created = Note.objects.update_or_create(enrolment=enrolment, unit=unit, defaults=fields)
    return note


@transaction.atomic
def say_if_useful(enrolment: Enrolment, unit: UnitPage, *, useful: bool, comment: object) -> Opinion:
    """About the revision that she reads: said again, it replaces what was said of this one, never of another. Raises as `keep_note`."""
    said = {"useful": useful, "comment": clean_text(comment, limit=Opinion.LIMIT, name="comment"), "at": timezone.now()}
    _may_read(enrolment, unit)
    place = next(((module, one) for module in outline() for one in module.units if one.pk == unit.pk), None)
    kept = kept_revision(enrolment.pk, *place) if place else None
    revision = kept or unit.live_revision_id
    opinion, _created = Opinion.objects.update_or_create(enrolment=enrolment, unit=unit, revision_id=revision, defaults=said)
    return opinion


@transaction.atomic
def follow_short_path(enrolment: Enrolment, module: ModuleOutline) -> ShortPathFollowed:
    """The module is « parcouru », which completes nothing; twice changes nothing. Raises NotFound, WrongState (closed, exercise not tried)."""
    _is_open(enrolment)
    if closed := closed_for(enrolment.pk, module):
        raise WrongState(closed.reason, code="step_locked")
    key = module.key_exercise
    if key and not Attempt.objects.filter(enrolment=enrolment, exercise=key).exists():
        raise WrongState(_("Answer the exercise first: the short path ends with it."), code="key_exercise_to_try")
    followed, _created = ShortPathFollowed.objects.get_or_create(enrolment=enrolment, module_id=module.pk)
    return followed


def _is_open(enrolment: Enrolment) -> None:
    if not Enrolment.objects.open().filter(pk=enrolment.pk).exists():
        raise NotFound(_("This course is closed for you."))


def _may_read(enrolment: Enrolment, unit: UnitPage) -> None:
    _is_open(enrolment)
    if closed_to(enrolment.person, unit):
        raise NotAllowed(_("This lesson is not open to you."))
    module = next((one for one in outline() if any(lesson.pk == unit.pk for lesson in one.units)), None)
    if module and (closed := closed_for(enrolment.pk, module)):
        raise WrongState(closed.reason, code="step_locked")
