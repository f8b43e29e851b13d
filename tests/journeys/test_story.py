"""The story of the product, from an empty cohort to a revoked certificate, with an organisation that no seed knows.

Nora leads « Les Passeurs de Sel »; Rose opens the promotion, Luc and Maud train it. Each part is a function of `story/`; they share
one site and follow one another, as they do in life.
"""

from __future__ import annotations

import pytest

from tests.journeys.site import Site
from tests.journeys.story import Story, Visitors
from tests.journeys.story.certifying import certify, trace
from tests.journeys.story.drafting import draft, send
from tests.journeys.story.editing import edit
from tests.journeys.story.learning import learn
from tests.journeys.story.promotion import invite_and_join, open_a_promotion
from tests.journeys.story.reviewing import revise, send_back, validate

pytestmark = pytest.mark.browser


def test_the_story(site: Site, visitor: Visitors) -> None:
    story = Story(site, visitor)
    open_a_promotion(story)
    invite_and_join(story)
    learn(story)
    draft(story)
    send(story)
    send_back(story)
    revise(story)
    validate(story)
    certify(story)
    trace(story)
    edit(story)
