from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from coursesite.cohorts.queries import current_enrolment
from coursesite.core.errors import WrongState
from modules.catalogue.models import UnitPage
from modules.catalogue.outline import outline
from modules.progress.actions import is_reachable


@hooks.register("before_serve_page", order=-40)
def modules_open_in_order(page: Any, request: HttpRequest, args: list, kwargs: dict) -> None:
    """A lesson of a module that opens after another one. Those who only read are not held up."""
    if not issubclass(page.specific_class, UnitPage):
        return
    module = next((one for one in outline() if any(unit.pk == page.pk for unit in one.units)), None)
    if module is None or module.prerequisite is None:
        return
    enrolment = current_enrolment(request.user)
    if enrolment is not None and not is_reachable(enrolment.pk, module):
        raise WrongState(_("Complete the module before this one first."), code="step_locked")
