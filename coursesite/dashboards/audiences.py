"""Whose dashboards a person has. One query an audience, whatever the person holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.permissions import is_trainer
from coursesite.cohorts.queries import current_enrolment
from coursesite.organisations.models import Membership
from coursesite.organisations.permissions import is_officer

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Enrolment
    from coursesite.organisations.models import Organisation

# audience → (end of its address, words of its tab), in the order of the tabs
TABS = {
    "participant": ("parcours", _("My course")),
    "trainer": ("accompagnement", _("The people I train")),
    "administrator": ("administration", _("The site")),  # before the network: an administrator acts for all of them
    "officer": ("reseau", _("My network")),
    "editor": ("contenus", _("Contents")),
}
AUDIENCE_OF = {slug: audience for audience, (slug, _label) in TABS.items()}


@dataclass(frozen=True)
class Place:
    """Where a person stands: her audiences in the order of the tabs, her organisation, and what she follows there if it has begun."""

    audiences: list[str]
    enrolment: Enrolment | None
    organisation: Organisation | None

    def tabs(self, current: str) -> list[dict[str, object]]:
        """[{label, url, current}], or nothing to choose between."""
        if len(self.audiences) < 2:
            return []
        return [
            {"label": TABS[one][1], "url": reverse("dashboards:audience", args=[TABS[one][0]]), "current": one == current}
            for one in self.audiences
        ]


def place_of(user: User) -> Place:
    enrolment = current_enrolment(user)
    organisation = enrolment.organisation if enrolment else _organisation(user)
    held = {
        "participant": organisation is not None,
        "trainer": is_trainer(user),
        "officer": is_officer(user),
        "editor": user.groups.filter(name=EDITORS).exists(),
        "administrator": user.is_superuser,
    }
    return Place([audience for audience in TABS if held[audience]], enrolment, organisation)


def _organisation(user: User) -> Organisation | None:
    membership = (
        Membership.objects.current().filter(person=user).select_related("organisation").order_by("-starts_on", "-pk").first()
    )
    return membership.organisation if membership else None
