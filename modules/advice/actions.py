from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.warning_tallies import count_named
from coursesite.notifications.actions import notify
from modules.advice.models import AdviceRequest
from modules.advice.queries import readers_of
from modules.exercises.enums import Kind
from modules.progress.actions import locked
from modules.progress.models import Attempt

if TYPE_CHECKING:
    from modules.exercises.models import Exercise


@transaction.atomic
def ask(enrolment: Enrolment, exercise: Exercise) -> AdviceRequest:
    """On what she wrote last. The same text twice is one request. Raises NotFound (course closed), WrongState."""
    enrolment = locked(enrolment.pk, must_be_open=True)
    attempt = Attempt.objects.filter(enrolment=enrolment, exercise=exercise.pk).order_by("number").last()
    if attempt is None or exercise.kind != Kind.REWRITE:
        raise WrongState(_("Write your own version first."), code="nothing_written")
    if (asked := AdviceRequest.objects.filter(attempt=attempt).first()) is not None:
        return asked
    if AdviceRequest.objects.waiting().filter(attempt__enrolment=enrolment, attempt__exercise=exercise.pk).exists():
        raise WrongState(_("You have asked already: the answer comes first."), code="asked_already")
    readers = readers_of(enrolment)
    if not readers.exists():
        raise WrongState(_("No trainer follows this cohort."), code="no_trainer")
    request = AdviceRequest.objects.create(attempt=attempt)
    for reader in readers:
        notify("advice.asked", to=reader, payload={"request": request.pk, "reader": reader.pk}, dedupe=str(request.pk))
    return request


@transaction.atomic
def answer(request: AdviceRequest, *, text: object, by: User, about: object) -> AdviceRequest:
    """Once: the first trainer who answers does it for all. `about`: the number of the text that she read, as the page wrote it.

    Raises NotFound, Invalid, WrongState.
    """
    enrolment = request.attempt.enrolment
    is_open = Enrolment.objects.open().filter(pk=enrolment.pk).exists()
    if not is_open or not readers_of(enrolment).filter(pk=by.pk).exists():
        raise NotFound(_("There is nothing at this address."))
    if str(about) != str(request.attempt.number):
        raise Invalid(_("Another text was written in the meantime: it is the one below. Read it, then send your answer."))
    said = clean_text(text, limit=AdviceRequest.LIMIT, name="text")
    if not said:
        raise Invalid(_("Write an answer."), errors={"text": [_("Write an answer.")]})
    now = timezone.now()
    given = AdviceRequest.objects.waiting().filter(pk=request.pk).update(answer=said, answered_by=by, answered_at=now)
    if not given:
        raise WrongState(_("Somebody has answered in the meantime."), code="answered_already")
    notify("advice.given", to=request.attempt.enrolment.person, payload={"request": request.pk}, dedupe=str(request.pk))
    count_named(AdviceRequest, [said])
    request.refresh_from_db()
    return request
