"""Whose evidence it is: a right to a file never reads further than the rights of whoever asks for it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from certification.evidence import actions
from certification.evidence.archive import DATA
from certification.evidence.gathering import gather
from certification.evidence.making import make
from certification.evidence.models import Dossier
from coursesite.accounts.models import User
from coursesite.cohorts import actions as cohorts
from coursesite.cohorts.models import Cohort, Enrolment, Programme, TrainerAssignment
from coursesite.organisations.models import Network, NetworkRole
from step_guides.reviews import actions as reviews
from step_guides.worksheets.models import Submission
from tests.people import World, join, organisation, person
from tests.step_guides.worksheets.factories import open_theory, submitted

QUESTION, ANSWER = "Que veut dire levier ?", "Ce sur quoi vous pouvez agir."


@pytest.fixture
def at_work(world: World) -> Submission:
    """Amina sends a version and answers; Bilal asks for help, and Luc answers him."""
    sheet = open_theory(world.passerelle, by=world.amina)
    for asking in (world.amina, world.bilal):
        reviews.answer(reviews.ask(sheet, "sheet", text=QUESTION, by=asking), text=ANSWER, by=world.luc)
    return submitted(world.passerelle, by=world.amina)


def facts_of(dossier: Dossier) -> Any:
    return gather(Dossier.objects.get(pk=dossier.pk))[0]


def of_learner(enrolment: Enrolment, by: User) -> Any:
    return facts_of(actions.ask_for_learner(enrolment, by=by))


def test_who_has_left_takes_away_her_own_work_alone(at_work: Submission, world: World):
    amina, bilal = world.amina.enrolments.get(), world.bilal.enrolments.get()
    assert len(of_learner(bilal, world.bilal)["versions"]) == 1 and len(of_learner(bilal, world.bilal)["exchanges"]) == 4
    for someone in (world.amina, world.bilal):
        someone.memberships.update(ends_on=date.today())
    facts = of_learner(bilal, world.bilal)
    assert (facts["versions"], facts["answers"], facts["with_texts"]) == ([], [], False)
    assert [one["author"] for one in facts["exchanges"]] == ["Bilal Kernan"]
    assert "Amina" not in json.dumps(facts)
    facts = of_learner(amina, world.amina)
    assert [one["sent_by"] for one in facts["versions"]] == [one["author"] for one in facts["exchanges"]] == ["Amina Haddad"]
    facts = of_learner(bilal, world.rose)
    assert len(facts["versions"]) == 1 and len(facts["exchanges"]) == 4, "her network reads what it read"


def test_a_region_reads_nothing_of_the_cohorts_of_the_wider_network(world: World):
    """Yann acts for a region. Its Escale takes part in the cohort of the wider network, where Fanny is, and in one of the region, with Gaël."""
    region = Network.objects.create(name="Estuaire Nord", slug="estuaire-nord", parent=world.network)
    yann, fanny, gael = person("Yann Abgrall"), person("Fanny Le Goff"), person("Gaël Riou")
    since, dates = world.cohort.starts_on, {"starts_on": world.cohort.starts_on, "ends_on": world.cohort.ends_on}
    NetworkRole.objects.create(network=region, person=yann, starts_on=since)
    programme = Programme.objects.create(network=region, name="Les premiers pas")
    near = Cohort.objects.create(programme=programme, name="Promotion Nord", **dates)
    TrainerAssignment.objects.create(person=world.noe, cohort=near, starts_on=since)
    escale = organisation(region, "L’Escale")
    join(fanny, escale, world.cohort, "lead")
    join(gael, escale, near)
    sheet = open_theory(escale, by=fanny)
    for asking in (fanny, gael):
        reviews.ask(sheet, "sheet", text=QUESTION, by=asking)
    submitted(escale, by=fanny)

    facts = facts_of(actions.ask_for_organisation(escale, by=yann))
    assert [one["name"] for one in facts["learners"]] == [one["author"] for one in facts["exchanges"]] == ["Gaël Riou"]
    assert facts["versions"] == [] and "Fanny" not in json.dumps(facts, ensure_ascii=False)
    for reader in (world.rose, fanny):  # the wider network, and those who lead it
        facts = facts_of(actions.ask_for_organisation(escale, by=reader))
        assert [len(facts[name]) for name in ("learners", "exchanges", "versions")] == [2, 2, 1]


def test_who_no_longer_acts_for_the_wider_network_no_longer_takes_away_what_it_read(
    world: World, sign_in: Callable[[User], Client], settings: Settings, tmp_path: Path
):
    """Rose made the file of an organisation of a region; since, she acts for that region alone."""
    settings.PRIVATE_ROOT = tmp_path
    region = Network.objects.create(name="Estuaire Nord", slug="estuaire-nord", parent=world.network)
    escale = organisation(region, "L’Escale")
    join(person("Fanny Le Goff"), escale, world.cohort, "lead")
    dossier = actions.ask_for_organisation(escale, by=world.rose)
    make(dossier)
    address, rose = f"/preuves/{dossier.public_id}/zip/", sign_in(world.rose)
    assert rose.get(address).status_code == 200
    NetworkRole.objects.filter(person=world.rose).update(network=region)
    assert rose.get(address).status_code == 404
    page = f"/preuves/structures/{escale.public_id}/"
    assert rose.post(page).status_code == 303, "she asks for what she may read today"
    make(Dossier.objects.get())
    answered = rose.get(address)
    with zipfile.ZipFile(io.BytesIO(b"".join(answered.streaming_content))) as opened:  # type: ignore[attr-defined]
        assert "Fanny" not in opened.read(DATA).decode()


def test_after_a_change_of_organisation_in_the_same_cohort(world: World):
    enrolment = world.bilal.enrolments.get()
    before = {by: actions.ask_for_learner(enrolment, by=by) for by in (world.bilal, world.rose)}
    world.bilal.memberships.update(ends_on=date.today())
    cohorts.leave(enrolment)
    join(world.bilal, world.jardin)
    moved = cohorts.enrol(world.cohort, person=world.bilal, organisation=world.jardin)
    assert moved.pk == enrolment.pk and moved.organisation == world.jardin
    for by, first in before.items():
        again = actions.ask_for_learner(moved, by=by)
        assert (again.pk, again.organisation, again.asks) == (first.pk, world.jardin, 2), "what is being made is of the other one"
        assert actions.ask_for_learner(moved, by=by).asks == 2
        assert facts_of(again)["organisation"] == world.jardin.name
        assert facts_of(again)["with_texts"] == (by == world.bilal)
