"""A new version of a rubric. Those of before stay as they are: what was answered with them keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import NotAllowed
from step_guides.reviews.models import Criterion, Rubric, RubricWording
from step_guides.reviews.rubric_texts import cleaned, criteria_of, level_names, merged, texts_of

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@transaction.atomic
def publish_rubric(kind: str, texts: Mapping[str, str], *, by: User) -> Rubric:
    """The version that answers not begun yet will take. The same words as now make no version. Raises `Invalid` naming each place."""
    if not by.has_perm("reviews.publish_rubricwording"):
        raise NotAllowed(_("Only editors publish a rubric."))
    RubricWording.objects.select_for_update(no_key=True).get(kind=kind)  # one publication at a time
    now = Rubric.objects.newest().get(kind=kind)
    said = cleaned(now, merged(now, texts))
    if said == texts_of(now):
        return now
    criteria = criteria_of(now, said)
    made = Rubric.objects.create(
        kind=kind, version=now.version + 1, level_names=level_names(said), published_by=by, published_at=timezone.now()
    )
    for one in criteria:
        one.rubric = made
    Criterion.objects.bulk_create(criteria)
    return made
