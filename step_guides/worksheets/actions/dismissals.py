"""« C'est voulu »: setting a remark aside, with a reason that the trainers will read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound
from coursesite.core.fields import clean_text
from step_guides.worksheets.actions.pen import not_editable
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.models import Dismissal, Worksheet
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.transitions import locked

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@transaction.atomic
def dismiss(worksheet: Worksheet, code: str, anchor: str, *, reason: str, by: User) -> Dismissal:
    """Sets aside a remark that is being made; again, with another reason, replaces the reason."""
    require_member(by, worksheet.organisation)
    reason = clean_text(reason, limit=500, name="reason")
    if not reason:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why.")]})
    held = locked(worksheet)
    if not held.is_editable:
        raise not_editable(held)
    if not any((one.code, one.anchor) == (code, anchor) for one in remarks(snapshot(held))):
        raise NotFound(_("This remark is no longer made."), code="remark_gone")
    said = {"reason": reason, "by": by, "at": timezone.now()}
    return Dismissal.objects.update_or_create(worksheet_id=held.pk, code=code, anchor=anchor, defaults=said)[0]


@transaction.atomic
def undismiss(worksheet: Worksheet, code: str, anchor: str, *, by: User) -> None:
    """Lets the remark be made again. Twice changes nothing."""
    require_member(by, worksheet.organisation)
    held = locked(worksheet)
    if not held.is_editable:
        raise not_editable(held)
    Dismissal.objects.filter(worksheet=held.pk, code=code, anchor=anchor).delete()
