from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.queries import current_enrolment
from coursesite.core.errors import NotAllowed, NotFound
from modules.catalogue.models import UnitPage
from modules.catalogue.permissions import can_read_lessons
from modules.catalogue.queries import find_unit


def learner(request: HttpRequest, module: str, unit: str) -> tuple[Enrolment, UnitPage]:
    """Who follows the course, and the lesson at this address. To whoever may not read it, it does not exist."""
    page = find_unit(module, unit)
    if page is None or not can_read_lessons(request.user):
        raise NotFound(_("This lesson does not exist."))
    enrolment = current_enrolment(request.user)
    if enrolment is None:
        raise NotAllowed(_("You read this lesson without following the course: your answers would not be kept."))
    return enrolment, page
