from __future__ import annotations

import pytest
from django.http import QueryDict

from coursesite.core.errors import Invalid
from modules.exercises.responses import read, typed
from tests.modules.course import choices_exercise, order_exercise, sort_exercise

pytestmark = pytest.mark.django_db


def test_a_sort_reads_one_category_a_card() -> None:
    content = sort_exercise().content()
    fields = typed(content, QueryDict("tri-stone=means&tri-walk=&tri-other=act"))
    assert fields == {"stone": "means", "walk": ""}
    assert read(content, fields) == {"stone": "means"}


def test_places_give_an_order() -> None:
    content = order_exercise().content()
    fields = typed(content, QueryDict("ordre-one=2&ordre-two=1&ordre-three=4&ordre-four=3"))
    assert read(content, fields) == ["two", "one", "four", "three"]


@pytest.mark.parametrize("places", ["1&ordre-two=1&ordre-three=2&ordre-four=3", "0&ordre-two=1", "9", "x", "²", "-1", "1.0"])
def test_places_that_are_none_are_refused(places: str) -> None:
    content = order_exercise().content()
    with pytest.raises(Invalid):
        read(content, typed(content, QueryDict(f"ordre-one={places}")))


def test_boxes_ticked_come_in_the_order_of_the_exercise() -> None:
    content = choices_exercise().content()
    assert read(content, typed(content, QueryDict("choix-sure=1&choix-true=1"))) == ["true", "sure"]
