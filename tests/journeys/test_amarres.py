"""The evaluation of « Les Amarres », worksheet by worksheet: two members draft, a pair of trainers answers over three rounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.amarres import Amarres
from tests.journeys.amarres.drawing import draft_the_theory
from tests.journeys.amarres.rounds import (
    RIGHTS,
    RIGHTS_AGAIN,
    first_revision,
    first_round,
    read_the_others,
    second_revision,
    second_round,
    send,
    third_round,
    validate_the_lot,
)
from tests.journeys.amarres.taking_away import take_the_dossier
from tests.journeys.amarres.writing import write_form
from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READ = {
    "framing": "Cadrage",
    "needs": "Besoin et parties prenantes",
    "collection": "Plan de collecte",
    "questionnaire": "Questionnaire",
    "analysis": "Analyse",
    "sharing": "Restitution et décisions",
}


def test_an_evaluation_from_framing_to_sharing(site: Site, visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    story = Amarres(site, visitor)
    paths = [write_form(story.lise, "framing"), write_form(story.marc, "needs")]
    theory = draft_the_theory(story)
    send(story.lise, theory)
    first_round(story)
    first_revision(story, theory)
    second_round(story)
    second_revision(story, theory)
    third_round(story)
    page = story.lise.go(theory)
    for name in ("Luc", "Maud", "Validée"):
        assert name in page.locator("main").text_content()

    paths += [
        write_form(story.marc, kind, {RIGHTS: RIGHTS_AGAIN})
        for kind in ("priorities", "collection", "questionnaire", "analysis", "sharing")
    ]
    for path in paths:
        send(story.marc, path)
    validate_the_lot(story)
    read_the_others(story, list(READ.values()))
    assert story.states() == {"theory_of_change": "validated", "priorities": "validated", **dict.fromkeys(READ, "read")}

    text = take_the_dossier(story, tmp_path)
    for words in (story.name, *READ.values(), "savent qui contacter", "Deux personnes suivent chaque situation"):
        assert words in text, words
    assert "BROUILLON" not in text.upper()
