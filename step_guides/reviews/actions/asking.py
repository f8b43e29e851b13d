"""« Demander de l'aide »: a short question on a field of a draft. Nothing is frozen, the sheet stays a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import NotAllowed, NotFound, WrongState
from coursesite.core.warning_tallies import count_named
from coursesite.notifications.actions import notify
from coursesite.tracking.record import record
from step_guides.reviews.actions.drafting import said
from step_guides.reviews.elements import exists, text_at
from step_guides.reviews.enums import ThreadKind, ThreadState
from step_guides.reviews.models import Comment, Thread
from step_guides.reviews.statements import commented
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.queries import enrolment_for, readers_of, snapshot
from step_guides.worksheets.transitions import locked

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Worksheet


@transaction.atomic
def ask(worksheet: Worksheet, anchor: str, *, text: str, by: User) -> Thread:
    """The trainers read the question and the words of this one element as they stand now, and nothing else of the draft."""
    require_member(by, worksheet.organisation)
    text = said(text)
    if not locked(worksheet).is_editable:
        raise WrongState(_("Help is asked on a draft; this worksheet has been sent."), code="not_editable")
    enrolment = enrolment_for(by, worksheet.organisation)
    if enrolment is None:
        raise NotAllowed(_("You are not enrolled in a cohort for this organisation."), code="no_enrolment")
    trainers = readers_of(enrolment.cohort, worksheet.organisation)
    if not trainers.exists():
        raise WrongState(_("No trainer follows this cohort."), code="no_trainer")
    now = snapshot(worksheet)
    if not exists(now, anchor):
        raise NotFound(_("This element is no longer in the worksheet."))
    again = Thread.objects.filter(worksheet=worksheet, anchor=anchor, kind=ThreadKind.HELP, state=ThreadState.OPEN, opened_by=by)
    if twin := again.filter(comments__text=text, comments__author=by).first():  # the same form, sent twice
        return twin
    thread = Thread.objects.create(
        worksheet=worksheet,
        enrolment=enrolment,
        anchor=anchor,
        kind=ThreadKind.HELP,
        last_text=text_at(now, anchor),
        opened_by=by,
    )
    message = Comment.objects.create(thread=thread, author=by, text=text, sent_at=timezone.now())
    record(commented(message, thread))
    for trainer in trainers:
        notify("reviews.help_asked", to=trainer, payload={"comment": message.pk}, dedupe=str(message.pk))
    count_named(Comment, [text])
    return thread
