"""The rubrics with their ready-made remarks, and the places where editors prepare the next version of each.

One file a kind of worksheet, `seeds/rubric-*.toml`: kind, version, [[level]] name of each of the four levels, [[criterion]]. Those of sheets
that are only read are an advice, and none of their criteria is essential. A version that exists is never changed: reviews keep what they
were written with. Once editors have published one, theirs is in use and our files add none to that kind.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from coursesite.accounts.roles import EDITORS
from step_guides.reviews.models import Criterion, Rubric, RubricWording

FOLDER = Path(__file__).parent / "seeds"
RIGHTS = ("change_rubricwording", "publish_rubricwording", "view_rubricwording")
CRITERION = ("code", "name", "question", "starred", "levels")


def rubrics() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("rubric-*.toml"))]


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="reviews", codename__in=RIGHTS))
    for text in rubrics():
        _rubric(text)
        RubricWording.objects.get_or_create(kind=text["kind"])


@transaction.atomic
def _rubric(text: dict[str, Any]) -> None:
    held = Rubric.objects.filter(kind=text["kind"])
    if held.filter(version__gte=text["version"]).exists() or held.filter(published_at__isnull=False).exists():
        return
    names = [level["name"] for level in text["level"]]
    rubric = Rubric.objects.create(kind=text["kind"], version=text["version"], level_names=names)
    for position, criterion in enumerate(text["criterion"], 1):
        fields = {name: criterion[name] for name in CRITERION} | {"remarks": criterion.get("remarks", [])}
        Criterion.objects.create(rubric=rubric, position=position, **fields)
