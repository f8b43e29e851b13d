from __future__ import annotations

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from coursesite.cohorts import dashboard
from coursesite.cohorts.models import Cohort, Participation, Programme, TrainerAssignment
from coursesite.organisations import dashboard as organisations

pytestmark = pytest.mark.django_db
REQUEST = RequestFactory().get("/")


def shown(card) -> str:
    return render_to_string(card.template, card.context)


def test_a_participant_sees_her_cohort_and_her_team(world):
    assert all(
        words in shown(dashboard.my_cohort(world.bilal, request=REQUEST))
        for words in ("Promotion Estuaire", "Luc Morvan", "Maud Tessier")
    )
    mine = shown(organisations.team(world.amina, request=REQUEST))
    assert "Bilal Kernan" in mine and "Inviter" in mine
    assert "Inviter" not in shown(organisations.team(world.bilal, request=REQUEST))
    assert (
        dashboard.my_cohort(world.stranger, request=REQUEST) is None
        and organisations.team(world.stranger, request=REQUEST) is None
    )


def test_an_officer_sees_her_cohorts_and_no_other(world):
    text = shown(dashboard.my_cohorts(world.rose, request=REQUEST))
    assert "Promotion Estuaire" in text and "Promotion Littoral" in text and "Promotion Montagne" not in text
    assert "2 structures" in text and "3 personnes inscrites" in text and "export.csv" in text


def test_figures_take_one_query_whatever_their_number(world):
    with CaptureQueriesContext(connection) as few:
        dashboard.my_cohorts(world.rose, request=REQUEST)
    for number in range(5):
        Cohort.objects.create(programme=world.programme, name=f"C{number}", starts_on="2027-01-01", ends_on="2027-09-30")
    with CaptureQueriesContext(connection) as many:
        dashboard.my_cohorts(world.rose, request=REQUEST)
    assert len(many) == len(few) == 1


def test_what_an_officer_should_do_next(world):
    assert dashboard.next_for_officer(world.rose, request=REQUEST) is None
    TrainerAssignment.objects.all().delete()
    assert "formateurs/ajouter" in dashboard.next_for_officer(world.rose, request=REQUEST).context["url"]
    Participation.objects.filter(cohort__programme__network=world.network).delete()
    assert "structures/ajouter" in dashboard.next_for_officer(world.rose, request=REQUEST).context["url"]


def test_an_officer_without_anything_yet(world):
    Participation.objects.filter(cohort=world.far_cohort).delete()
    Cohort.objects.filter(pk=world.far_cohort.pk).delete()
    assert dashboard.next_for_officer(world.paul, request=REQUEST).context["url"] == "/promotions/nouvelle/"
    Programme.objects.filter(network=world.other_network).delete()
    assert dashboard.next_for_officer(world.paul, request=REQUEST).context["url"] == "/promotions/programmes/nouveau/"
    assert dashboard.my_cohorts(world.paul, request=REQUEST) is None
