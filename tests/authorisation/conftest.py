from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.authorisation.asking import Asking
from tests.authorisation.places import Place, build_places
from tests.people import World, build_world


@dataclass
class Built:
    world: World
    places: dict[str, Place]
    ask: Asking


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """Built once a module and taken back at its end; each request is taken back by `ask`."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        places = build_places(world)
        yield Built(world, places, Asking(world))
        transaction.set_rollback(True)
