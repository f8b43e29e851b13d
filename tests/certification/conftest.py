from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.certification.ready import Network, prepare
from tests.people import World


@pytest.fixture
def network(world: World) -> Network:
    return prepare(world)


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Documents of a test stay in its own folder."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    yield settings.PRIVATE_ROOT
