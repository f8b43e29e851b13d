"""Apart from the pages, which share one seeded site: here there is none."""

from __future__ import annotations

from step_guides.guide.models import GuidePage
from step_guides.guide.seeds import seed


def test_seeds_wait_for_a_home_page(db: None) -> None:
    seed(demo=False, out=lambda line: None)
    assert not GuidePage.objects.exists()
