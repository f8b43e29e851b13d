from __future__ import annotations

import pytest

from coursesite.pages.seeds import seed as seed_pages
from step_guides.guide.models import GuidePage
from step_guides.guide.seeds import seed as seed_guide


def quiet(line: str) -> None:
    pass


@pytest.fixture
def guide(db: None) -> GuidePage:
    """The site with its guide, without the course: links to modules are tested apart."""
    seed_pages(demo=False, out=quiet)
    seed_guide(demo=False, out=quiet)
    return GuidePage.objects.get()
