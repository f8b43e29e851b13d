"""Somebody who begins the module answers each exercise of a lesson, then all of them again: the dearest answer, as a script of the page sends
it. Floor: a view that asks session and user."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.bench.lesson import CODES, right, six_exercises
from tests.bench.measure import Effort, Figure, at_most, queries_of, say
from tests.bench.urls import PERSON

if TYPE_CHECKING:
    from tests.bench.site import Browser, Site


def measure(site: Site, effort: Effort) -> list[Figure]:
    from coursesite.tracking.pseudonyms import own_pseudonym

    unit, person = six_exercises(), learner(site)
    own_pseudonym(person.pk)  # made once, with the first trace of a person
    browser = site.signed_in(person)
    browser.page(unit.get_url())
    floor = queries_of(lambda: browser.page(PERSON))
    asked = {}
    for turn in ("first", "again"):
        for address, response in posts(unit):
            asked[turn, address] = queries_of(lambda address=address, response=response: send(browser, address, response))
    say(f"answers: {sorted(asked.values())} queries")
    return [at_most("answering_queries", max(asked.values()), 8, unit="queries", floor=floor)]


def learner(site: Site) -> Any:
    """A participant of the demo promotion who has done nothing yet."""
    from coursesite.accounts.models import User
    from coursesite.cohorts.actions import enrol
    from coursesite.cohorts.models import Cohort, Participation
    from coursesite.organisations.models import Membership, Organisation

    cohort = Cohort.objects.filter(trainer_assignments__person=site.person("luc")).select_related("programme__network").get()
    person = User.objects.create(email="repond@demo.example", full_name="Personne qui répond", password="!")
    place = Organisation.objects.create(network=cohort.programme.network, name="Structure qui répond", is_fictional=True)
    Membership.objects.create(organisation=place, person=person, role="lead", starts_on=cohort.starts_on)
    Participation.objects.create(cohort=cohort, organisation=place)
    enrol(cohort, person=person, organisation=place)
    return person


def posts(unit: Any) -> list[tuple[str, Any]]:
    from django.urls import reverse

    from modules.exercises.models import Exercise

    def address(code: str) -> str:
        return reverse("progress:answer", args=["module-3", unit.slug, code])

    return [(address(one.code), right(one.content())) for one in Exercise.objects.filter(code__in=CODES)]


def send(browser: Browser, address: str, response: Any) -> None:
    answer = browser.post(address, {"op": str(uuid4()), "response": response})
    if answer.status != 200 or not json.loads(answer.body)["success"]:
        raise RuntimeError(f"{address} answered {answer.status}: {answer.body[:200]!r}")
