from __future__ import annotations

import pytest
from django.test import RequestFactory

from coursesite.cohorts.models import Enrolment
from coursesite.core.cards import cards_for
from step_guides.worksheets import actions, dashboard
from step_guides.worksheets.models import Worksheet
from tests.people import World
from tests.step_guides.worksheets.factories import submitted, validated


def mine(user, name: str):
    request = RequestFactory().get("/")
    request.user = user
    return [
        card
        for card in cards_for("participant", user, request=request)
        if card.template.endswith(f"worksheets/_parts/{name}.html")
    ]


def test_a_draft_then_a_sheet_that_came_back_is_the_next_thing(world: World, sheet: Worksheet):
    assert mine(world.amina, "_next_card") == []
    actions.add_node(sheet, "need", {"label": "x"}, by=world.amina)
    assert [card.priority for card in mine(world.bilal, "_next_card")] == [20]
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    assert mine(world.amina, "_next_card") == []
    actions.claim(submission, by=world.luc)
    actions.send_back(submission, by=world.luc)
    assert [card.priority for card in mine(world.amina, "_next_card")] == [50]


def test_people_without_enrolment_have_no_card(world: World):
    for somebody in (world.luc, world.rose, world.stranger):
        assert mine(somebody, "_sheets_card") == mine(somebody, "_next_card") == []


def test_the_cards_are_shown(world: World, sheet: Worksheet, sign_in):
    actions.add_node(sheet, "need", {"label": "x"}, by=world.amina)
    page = sign_in(world.amina).get("/mon-espace/", follow=True).content.decode()
    assert "Vos fiches" in page and "Continuer la fiche" in page
    assert str(sheet.public_id) in page


@pytest.mark.parametrize("who", [["amina"], ["amina", "bilal", "chloe"]])
def test_the_column_takes_one_query(world: World, django_assert_num_queries, who: list[str]):
    validated(world.passerelle, by=world.amina, trainer=world.luc)
    submitted(world.jardin, by=world.chloe)
    enrolments = list(Enrolment.objects.filter(person__in=[getattr(world, name) for name in who]))
    with django_assert_num_queries(1):
        cells = dashboard.theory_of_change(enrolments)
    states = {one.person.first_name_only: cells[one.pk].state for one in enrolments}
    assert states == {
        name: state
        for name, state in {"Amina": "validated", "Bilal": "validated", "Chloé": "submitted"}.items()
        if name in states
    }
