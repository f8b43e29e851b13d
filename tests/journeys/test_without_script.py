"""The story without JavaScript, from the cohort to the certificate: the same pages, the same people, plain forms and links."""

from __future__ import annotations

import pytest

from tests.journeys.site import Site
from tests.journeys.story import Story, Visitors
from tests.journeys.story.asking import ask_for_help, write_rows
from tests.journeys.story.certifying import certify
from tests.journeys.story.drafting import draft, send
from tests.journeys.story.learning import learn
from tests.journeys.story.promotion import invite_and_join, open_a_promotion
from tests.journeys.story.reviewing import revise, send_back, validate

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_story_without_script(site: Site, visitor: Visitors) -> None:
    story = Story(site, visitor, script=False)
    open_a_promotion(story)
    invite_and_join(story)
    learn(story)
    draft(story)
    write_rows(story)
    ask_for_help(story)
    send(story)
    send_back(story)
    revise(story)
    validate(story)
    certify(story)
