"""The places where editors change the words of each kind, for everybody and for each sector: empty, so that our own words are said."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import Group, Permission

from coursesite.accounts.roles import EDITORS
from step_guides.worksheets.kinds import all_kinds
from step_guides.worksheets.models import Wording
from step_guides.worksheets.models.wording import VARIANTS

RIGHTS = ("change_wording", "publish_wording", "view_wording")


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="worksheets", codename__in=RIGHTS))
    made = sum(
        Wording.objects.get_or_create(kind=spec.kind, sector=sector)[1] for spec in all_kinds() for sector in ("", *VARIANTS)
    )
    if made:
        out(f"worksheets: words of {made} kinds and sectors")
