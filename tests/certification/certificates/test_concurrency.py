"""Threads that meet on the real database, with transactions that really commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from certification.certificates.actions import issue
from certification.certificates.models import Certificate, CertificateEvent, SerialCounter
from coursesite.core.models import Outbox
from tests.certification.ready import Network, prepare
from tests.people import build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network(transactional_db: None) -> Network:
    return prepare(build_world())


def together(works: list[Callable[[], Any]]) -> list[Any]:
    barrier, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(10)
            answers[place] = work()
        except Exception as error:  # told to the test
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_two_officers_at_once_issue_one_certificate_one_number_one_mail(network: Network) -> None:
    enrolment = network.ready(network.world.amina)

    answers = together([lambda: issue(enrolment, network.achievement, by=network.world.rose) for _ in range(6)])

    assert [one for one in answers if isinstance(one, Exception)] == []
    assert len({one.pk for one in answers}) == 1
    assert Certificate.objects.count() == CertificateEvent.objects.count() == 1
    assert SerialCounter.objects.get().last == 1
    assert Outbox.objects.filter(key__startswith="mail:certificates.issued").count() == 1
    assert Outbox.objects.filter(kind="certificate-pdf").count() == 1


def test_numbers_have_no_gap_when_several_people_are_certified_at_once(network: Network) -> None:
    people = [network.world.amina, network.world.bilal, network.world.chloe]
    ready = [network.ready(one) for one in people]
    refused = network.enrolment(network.world.amina)
    refused.pk = 0  # nobody: its transaction fails between two others

    answers = together(
        [
            *(lambda e=e: issue(e, network.achievement, by=network.world.rose) for e in ready),
            lambda: issue(refused, network.achievement, by=network.world.rose),
        ]
    )

    assert isinstance(answers[-1], Exception)
    assert [one for one in answers[:-1] if isinstance(one, Exception)] == []
    numbers = sorted(int(serial.split("-")[2]) for serial in Certificate.objects.values_list("serial", flat=True))
    assert numbers == [1, 2, 3]
    assert sorted(CertificateEvent.objects.values_list("number", flat=True)) == [1, 2, 3]
