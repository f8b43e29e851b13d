from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.certificates.actions import issue
from certification.certificates.models import Issuer
from tests.certification.ready import Network
from tests.people import join, person

pytestmark = pytest.mark.django_db


def test_cards_and_column(network: Network, rf: Any) -> None:
    from certification.certificates import dashboard

    request, world = rf.get("/"), network.world
    assert dashboard.certificates(world.amina, request=request) is None
    assert dashboard.ready_people(world.paul, request=request) is not None
    network.ready(world.amina)
    assert dashboard.certificates(world.amina, request=request).context["waiting"]
    card = dashboard.ready_people(world.rose, request=request)
    assert card.context["ready"] == 1
    certificate = issue(network.enrolment(world.amina), network.achievement, by=world.rose)
    assert dashboard.certificates(world.amina, request=request).context["held"][0][0] == certificate
    values = dashboard.values([network.enrolment(world.amina), network.enrolment(world.chloe)])
    assert list(values) == [network.enrolment(world.amina).pk]


def test_the_officer_card_costs_the_same_for_one_cohort_or_many(network: Network, rf: Any) -> None:
    from certification.certificates import dashboard
    from coursesite.cohorts.models import Cohort

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            dashboard.ready_people(network.world.rose, request=rf.get("/"))
        return len(queries)

    network.ready(network.world.amina)
    cost()  # what is asked once and kept
    few = cost()
    for number in range(3):
        first = network.world.cohort
        cohort = Cohort.objects.create(
            programme=first.programme, name=f"Promotion {number}", starts_on=first.starts_on, ends_on=first.ends_on
        )
        join(person(f"Personne{number} Test"), network.world.phare, cohort)
    assert cost() == few


def test_seeds_twice_change_nothing(network: Network) -> None:
    from certification.certificates.models import Achievement, CertificateRule, DocumentTemplate, Signatory
    from certification.certificates.seeds import seed

    said: list[str] = []

    def counts() -> list[int]:
        return [model.objects.count() for model in (Issuer, Signatory, Achievement, CertificateRule, DocumentTemplate)]

    seed(demo=True, out=said.append)
    before = counts()
    seed(demo=True, out=said.append)
    assert counts() == before and Issuer.objects.count() == 2
    assert len(said) == 1 and "Module 3" in said[0], (
        "who issued already is left alone; one network set up, the course being not whole"
    )


def test_certificates_to_issue_are_the_next_thing_of_the_officer_who_may(network: Network, rf: Any) -> None:
    from certification.certificates import dashboard

    world = network.world
    assert dashboard.to_issue(world.rose, request=rf.get("/")) is None
    network.ready(world.amina)
    card = dashboard.to_issue(world.rose, request=rf.get("/"))
    assert card.kind == "next" and [one.enrolment.person for one in card.context["row"].ready] == [world.amina]
    assert dashboard.to_issue(world.paul, request=rf.get("/")) is None
    issue(network.enrolment(world.amina), network.achievement, by=world.rose)
    assert dashboard.to_issue(world.rose, request=rf.get("/")) is None


def test_a_certificate_is_shown_when_nothing_else_is_to_be_done(network: Network, rf: Any) -> None:
    from certification.certificates import dashboard

    world = network.world
    network.ready(world.amina)
    assert dashboard.certificate_there(world.amina, request=rf.get("/")) is None
    certificate = issue(network.enrolment(world.amina), network.achievement, by=world.rose)
    card = dashboard.certificate_there(world.amina, request=rf.get("/"))
    assert card.kind == "next" and card.context["certificate"] == certificate
    assert dashboard.certificate_there(world.bilal, request=rf.get("/")) is None
