"""Showing a sheet to people without an account: a link of one sheet, open for a while, withdrawn at once; and what they say."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.core.fields import clean_text
from coursesite.core.warning_tallies import count_named
from coursesite.notifications.actions import notify
from step_guides.reviews.actions.deciding import members
from step_guides.reviews.elements import text_at
from step_guides.reviews.enums import HeardState
from step_guides.reviews.models import ReaderComment, ReadingLink
from step_guides.reviews.models.reading import hash_token
from step_guides.reviews.reading import choices, is_open_at
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.queries import snapshot
from step_guides.worksheets.transitions import locked

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Worksheet

DAYS, MOST_DAYS = 30, 90
MOST_LINKS, MOST_COMMENTS = 20, 300  # open at once for a sheet; for a link, in all
LABEL, NAME, TEXT = 120, 80, 2_000
WORDLESS = (HeardState.OPEN, HeardState.ADDRESSED)


@transaction.atomic
def make_link(
    worksheet: Worksheet, *, label: str, places: Iterable[str], ends_on: date, op_id: UUID, by: User
) -> tuple[ReadingLink, str]:
    """The link and its token, which is kept nowhere. The same form sent again gives the same link, and "" for a token."""
    require_member(by, worksheet.organisation)
    locked(worksheet)  # one at a time: so that the limit holds, and a form sent twice finds what it made
    if made := ReadingLink.objects.filter(worksheet=worksheet, op_id=op_id).first():
        return made, ""
    label = clean_text(label, limit=LABEL, name="label")
    if not label:
        raise Invalid(_("Say for whom this link is."), errors={"label": [_("Say for whom this link is.")]})
    shown = snapshot(worksheet) | {"dismissals": []}  # hints set aside are between the organisation and its trainers
    offered = [one.code for one in choices(worksheet.kind, shown)]
    if len(offered) == 1:
        raise WrongState(_("Nothing is written in this worksheet yet."), code="nothing_to_read")
    if ReadingLink.objects.open().filter(worksheet=worksheet).count() >= MOST_LINKS:
        raise WrongState(
            _("%(number)d links are open already: withdraw one first.") % {"number": MOST_LINKS}, code="too_many_links"
        )
    wanted = set(places)
    token = secrets.token_urlsafe(24)
    link = ReadingLink.objects.create(
        worksheet=worksheet, label=label, places=[code for code in offered if code in wanted], snapshot=shown,
        token_hash=hash_token(token), op_id=op_id, made_by=by, expires_at=_end(ends_on),
    )  # fmt: skip
    return link, token


def _end(day: date) -> datetime:
    """The end of that day, from tomorrow to `MOST_DAYS` days from now."""
    today = timezone.localdate()
    if not today < day <= today + timedelta(days=MOST_DAYS):
        message = _("Choose a day from tomorrow on, within %(days)d days.") % {"days": MOST_DAYS}
        raise Invalid(message, errors={"ends_on": [message]})
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@transaction.atomic
def withdraw_link(link: ReadingLink, *, by: User) -> ReadingLink:
    """At once and for good; what it showed is erased, what was said stays. Withdrawn twice, it was withdrawn once."""
    require_member(by, link.worksheet.organisation)
    fields: dict[str, Any] = {"revoked_at": timezone.now(), "revoked_by": by, "snapshot": {}}
    ReadingLink.objects.filter(pk=link.pk, revoked_at=None).update(**fields)
    link.refresh_from_db()
    return link


def count_opening(link: ReadingLink) -> None:
    ReadingLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1)


@transaction.atomic
def say(link: ReadingLink, anchor: str, *, name: str, text: str, form: str) -> ReaderComment:
    """What the reader wrote at a place. `form`: the one-time key of the form; sent twice, it is said once. Raises `WrongState` "closed"
    when the link was withdrawn or ended while the reader was typing."""
    held = ReadingLink.objects.select_for_update(no_key=True).open().filter(pk=link.pk).first()
    if held is None:
        raise WrongState(_("This link is no longer open."), code="closed")
    if not is_open_at(held, anchor):
        raise NotFound(_("This page does not exist."))
    name, text = clean_text(name, limit=NAME, name="name"), clean_text(text, limit=TEXT)
    if not text:
        raise Invalid(_("Write your comment."), errors={"text": [_("Write your comment.")]})
    fingerprint = salted_hmac("reviews.reading", f"{form}\n{anchor}\n{text}", algorithm="sha256").hexdigest()
    if said := held.comments.filter(fingerprint=fingerprint).first():
        return said
    if held.comments.count() >= MOST_COMMENTS:
        raise WrongState(_("This link has received all the comments it can take."), code="full")
    said = ReaderComment.objects.create(
        link=held, anchor=anchor, last_text=text_at(held.snapshot, anchor), name=name, text=text, fingerprint=fingerprint
    )
    for person in members(held.worksheet.organisation_id):  # once a day for a link, however many read it
        once = f"{held.pk}/{timezone.localdate().isoformat()}"
        notify("reviews.heard", to=person, payload={"comment": said.pk}, dedupe=once)
    count_named(ReaderComment, [text])
    return said


@transaction.atomic
def answer_heard(comment: ReaderComment, state: str, *, reason: str = "", by: User) -> ReaderComment:
    """The organisation marks what a stakeholder said addressed, or declined with a reason; opens it again; or removes it: its words are
    then erased for good."""
    require_member(by, comment.link.worksheet.organisation)
    if state not in HeardState.values:
        raise Invalid(_("This state does not exist."), errors={"state": [_("This state does not exist.")]})
    wanted = HeardState(state)
    reason = "" if wanted in WORDLESS else clean_text(reason, limit=TEXT, name="reason")
    if wanted == HeardState.DECLINED and not reason:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why.")]})
    fields: dict[str, Any] = {"state": wanted, "reason": reason, "settled_by": by, "settled_at": timezone.now()}
    if wanted == HeardState.OPEN:
        fields |= {"settled_by": None, "settled_at": None}
    if wanted == HeardState.REMOVED:
        fields |= {"text": "", "name": "", "reason": ""}
    before = HeardState.OPEN if wanted in (HeardState.ADDRESSED, HeardState.DECLINED) else None
    found = ReaderComment.objects.filter(pk=comment.pk).exclude(state__in=[HeardState.REMOVED, wanted])
    changed = (found.filter(state=before) if before else found).update(**fields)
    comment.refresh_from_db()
    if not changed and comment.state != wanted:
        raise WrongState(_("This comment has changed in the meantime. Reload the page."), code="wrong_state", state=comment.state)
    return comment
