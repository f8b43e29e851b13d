from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from coursesite.pages.seeds import seed as seed_pages
from step_guides.guide.models import GuidePage
from step_guides.guide.seeds import seed as seed_guide


def quiet(line: str) -> None:
    pass


@pytest.fixture(scope="module")
def seeded(kept_rows: Callable[[Callable[[], object]], None]) -> None:
    """The site with its guide, without the course: links to modules are tested apart."""
    for seed in (seed_pages, seed_guide):
        kept_rows(partial(seed, demo=False, out=quiet))


@pytest.fixture
def guide(seeded: None, db: None) -> GuidePage:
    return GuidePage.objects.get()
