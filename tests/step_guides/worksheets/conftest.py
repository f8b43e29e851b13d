from __future__ import annotations

import pytest

from step_guides.worksheets.actions import open_sheet
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Worksheet
from tests.people import World

import sys, types
try:
    import modules.progress.actions
except ImportError:
    m = types.ModuleType("modules.progress.actions"); m.meet_requirement = lambda e, k: None; sys.modules["modules.progress.actions"] = m


@pytest.fixture
def sheet(world: World) -> Worksheet:
    """The theory of change of Amina and Bilal's organisation."""
    return open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
