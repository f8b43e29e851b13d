from __future__ import annotations

import pytest

from step_guides.worksheets.actions import open_sheet
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Worksheet
from tests.people import World


@pytest.fixture
def sheet(world: World) -> Worksheet:
    """The theory of change of Amina and Bilal's organisation, empty."""
    return open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
