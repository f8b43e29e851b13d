from __future__ import annotations

import pytest

from coursesite.tracking.events import Interaction
from modules.exercises.statements import activity, interaction, response_text
from tests.modules.course import CHOICES_RIGHT, ORDER_RIGHT, SORT_RIGHT, choices_exercise, order_exercise, sort_exercise

pytestmark = pytest.mark.django_db


def test_a_sort_is_matching() -> None:
    content = sort_exercise().content()
    found = interaction(content)
    assert found.type == "matching"
    assert list(found.correct or []) == ["stone[.]means[,]walk[.]act"]
    assert found.source == {"stone": "Une pierre", "walk": "Marcher"}
    assert found.target == {"means": "Ressource", "act": "Activité"}
    assert found.choices is None
    assert response_text(content, {"walk": "means", "stone": "means"}) == "stone[.]means[,]walk[.]means"


def test_an_order_is_sequencing() -> None:
    content = order_exercise().content()
    found = interaction(content)
    assert found.type == "sequencing"
    assert list(found.correct or []) == ["one[,]two[,]three[,]four"]
    assert response_text(content, ["two", "one", "three", "four"]) == "two[,]one[,]three[,]four"


def test_ticking_is_choice() -> None:
    content = choices_exercise().content()
    found = interaction(content)
    assert found.type == "choice"
    assert list(found.correct or []) == ["true[,]sure"]
    assert response_text(content, ["sure", "true"]) == "true[,]sure"
    assert response_text(content, ["never"]) == "never"


@pytest.mark.parametrize(
    ("make", "right"), [(sort_exercise, SORT_RIGHT), (order_exercise, ORDER_RIGHT), (choices_exercise, CHOICES_RIGHT)]
)
def test_the_right_answer_is_the_pattern(make: object, right: object) -> None:
    content = make().content()  # type: ignore[operator]
    found: Interaction = interaction(content)
    assert list(found.correct or []) == [response_text(content, right)]  # type: ignore[arg-type]


def test_the_version_is_in_the_address() -> None:
    content = order_exercise(version=2).content()
    assert activity(content).iri.endswith("/activities/exercise/ordre.v2")
