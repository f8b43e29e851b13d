"""Words that editors publish, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.accounts.seeds import seed_editors
from step_guides.worksheets import publishing, seeds
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Wording
from step_guides.worksheets.slots import slots
from tests.people import World

QUESTION = "field.question"
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def words_of_before() -> Iterator[None]:
    """What a test publishes goes with its rows."""
    yield
    publishing.take(None, {})


@pytest.fixture
def seeded(world: World) -> World:
    seeds.seed(demo=False, out=lambda line: None)
    world.ines.groups.add(seed_editors())
    return world


def wording(kind: str = Kind.FRAMING, sector: str = "") -> Wording:
    return Wording.objects.get(kind=kind, sector=sector)


def publish(texts: dict[str, str], kind: str = Kind.FRAMING, sector: str = "", *, by: User | None = None) -> Wording:
    one = wording(kind, sector)
    one.texts = texts
    one.save_revision(user=by).publish(user=by)
    publishing.refresh()
    return one


def address(name: str, one: Wording) -> str:
    return reverse(f"wagtailsnippets_worksheets_wording:{name}", args=[one.pk])


def typed(one: Wording, **texts: str) -> dict[str, str]:
    """The whole form, as a browser sends it."""
    known = slots(one.kind, one.sector)
    return {f"texts-{path}": texts.get(path, "" if one.sector else slot.own) for path, slot in known.items()}
