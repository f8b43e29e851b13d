from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from coursesite.core.errors import NotFound
from coursesite.tracking.record import record
from step_guides.worksheets import statements
from step_guides.worksheets.models import MODELS, Worksheet
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.queries import enrolment_for

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.organisations.models import Organisation


def open_sheet(organisation: Organisation, kind: str, *, by: User) -> Worksheet:
    """The organisation's sheet of this kind, created at the first call. The same sheet whoever asks and however often."""
    require_member(by, organisation)
    if kind not in MODELS:
        raise NotFound(_("This page does not exist."))
    found = _sheet(organisation, kind)
    if found is not None:
        return found
    try:
        return _create(MODELS[kind], organisation, by=by)
    except IntegrityError:  # a colleague opened it at the same moment
        made = _sheet(organisation, kind)
        assert made is not None
        return made


def _sheet(organisation: Organisation, kind: str) -> Worksheet | None:
    sheets: models.QuerySet[Worksheet] = Worksheet.objects.filter(organisation=organisation, kind=kind)
    return sheets.first()


@transaction.atomic
def _create(model: type[Worksheet], organisation: Organisation, *, by: User) -> Worksheet:
    worksheet = model(organisation=organisation, kind=model.KIND)
    worksheet.save()
    enrolment = enrolment_for(by, organisation)
    if enrolment is not None:
        record(statements.created(worksheet, enrolment))
    return worksheet
