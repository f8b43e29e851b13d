"""The dialogue after an answer: replies, and what the organisation does with each remark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.warning_tallies import count_named
from coursesite.notifications.actions import notify
from coursesite.tracking.record import record
from step_guides.reviews.actions.deciding import members
from step_guides.reviews.actions.drafting import REMARK, said
from step_guides.reviews.enums import ThreadKind, ThreadState
from step_guides.reviews.models import Comment, Thread
from step_guides.reviews.permissions import is_member_of, require_visible, trains
from step_guides.reviews.statements import commented
from step_guides.worksheets.queries import readers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

MEMBER_STATES = {ThreadState.ADDRESSED, ThreadState.DECLINED, ThreadState.OPEN}
TRAINER_STATES = {ThreadState.RESOLVED, ThreadState.OPEN}
SETTLED = {ThreadState.ADDRESSED, ThreadState.DECLINED, ThreadState.RESOLVED}
FROM = {  # what a thread may be when it becomes this
    ThreadState.OPEN: SETTLED,
    ThreadState.ADDRESSED: {ThreadState.OPEN},
    ThreadState.DECLINED: {ThreadState.OPEN},
    ThreadState.RESOLVED: {ThreadState.OPEN, ThreadState.ADDRESSED, ThreadState.DECLINED},
}


@transaction.atomic
def answer(thread: Thread, *, text: str, by: User) -> Comment:
    """A reply, sent at once to the other side. In a thread that is still a trainer's draft there is nothing to reply to."""
    require_visible(by, thread)
    _require_sent(thread)
    text = said(text)
    Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)  # replies follow one another
    last = thread.comments.filter(sent_at__isnull=False).order_by("-pk").first()
    if last and last.author_id == by.pk and last.text == text:  # the same form, sent twice
        return last
    message = Comment.objects.create(thread=thread, author=by, text=text, sent_at=timezone.now())
    record(commented(message, thread))
    key = "reviews.help_answered" if thread.kind == ThreadKind.HELP and not is_member_of(by, thread) else "reviews.replied"
    for person in _others(thread, by):
        notify(key, to=person, payload={"comment": message.pk}, dedupe=str(message.pk))
    count_named(Comment, [text])
    return message


def _require_sent(thread: Thread) -> None:
    if not thread.comments.filter(sent_at__isnull=False).exists():
        raise WrongState(_("This remark has not been sent yet."), code="not_sent")


def _others(thread: Thread, by: User) -> Iterable[User]:
    """The other side: trainers who spoke in the thread (or all of the cohort), or the members of the organisation."""
    if not is_member_of(by, thread):
        return members(thread.worksheet.organisation_id)
    trainers = readers_of(thread.enrolment.cohort, thread.worksheet.organisation)
    spoke = trainers.filter(pk__in=thread.comments.filter(sent_at__isnull=False).values("author"))
    return spoke if spoke.exists() else trainers


def _state(name: str) -> ThreadState:
    if name not in ThreadState.values:
        raise Invalid(_("This state does not exist."), errors={"state": [_("This state does not exist.")]})
    return ThreadState(name)


@transaction.atomic
def settle(thread: Thread, state: str, *, reason: str = "", by: User) -> Thread:
    """The organisation marks a remark addressed, or declined with a reason; a trainer marks it resolved; both may open it again."""
    require_visible(by, thread)
    _require_sent(thread)
    wanted = _state(state)
    allowed = MEMBER_STATES if is_member_of(by, thread) else TRAINER_STATES if trains(by, thread) else set()
    if wanted not in allowed:
        raise NotAllowed(_("You cannot do this with this remark."))
    reason = clean_text(reason, limit=REMARK, name="reason")
    if wanted == ThreadState.DECLINED and not reason:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why.")]})
    fields: dict[str, Any] = {"reason": "", "settled_by": None, "settled_at": None}
    if wanted != ThreadState.OPEN:
        fields = {"reason": reason, "settled_by": by, "settled_at": timezone.now()}
    changed = Thread.objects.filter(pk=thread.pk, state__in=FROM[wanted]).update(state=wanted, **fields)
    thread.refresh_from_db()
    if not changed and thread.state != wanted:
        raise WrongState(_("This remark has changed in the meantime. Reload the page."), code="wrong_state", state=thread.state)
    return thread
