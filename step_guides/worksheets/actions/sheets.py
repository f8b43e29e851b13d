from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
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
    model = MODELS.get(kind)
    if model is None:
        raise NotFound(_("This page does not exist."))
    found = model._default_manager.filter(organisation=organisation).first()
    if found is not None:
        return found
    try:
        return _create(model, organisation, by=by)
    except IntegrityError:  # a colleague opened it at the same moment
        return model._default_manager.get(organisation=organisation)


@transaction.atomic
def _create(model: type[Worksheet], organisation: Organisation, *, by: User) -> Worksheet:
    worksheet = model._default_manager.create(organisation=organisation, kind=model.KIND)
    enrolment = enrolment_for(by, organisation)
    if enrolment is not None:
        record(statements.created(worksheet, enrolment))
    return worksheet
