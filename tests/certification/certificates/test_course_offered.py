"""How a network comes to issue the documents of the whole course: an officer says so, and they are those of the nine modules."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from certification.certificates import seeds, setup
from certification.certificates.actions import issue
from certification.certificates.models import CertificateRule, ExitSurveySent, Issuer, ModulesCompleted
from certification.certificates.rules import leaves
from certification.certificates.rules.outcome import Outcome
from coursesite.accounts.models import User
from coursesite.core.errors import NotAllowed
from modules.catalogue.models import ModulePage
from tests.certification.certificates.test_course_rule import document, does_all, enrolment, missing
from tests.certification.ready import nine_modules
from tests.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(world: World) -> Issuer:
    nine_modules()
    return setup.set_up(world.network, legal_name="Réseau Estuaire", function="Direction du réseau", place="Nantes")


def test_those_who_issue_already_get_it_when_an_officer_says_so(
    world: World, issuer: Issuer, sign_in: Callable[[User], Client]
) -> None:
    issuer.achievements.all().delete()
    module = setup.open_module_certificate(issuer)
    before = list(CertificateRule.objects.filter(achievement=module).values_list("pk", flat=True))
    seeds.seed(demo=False, out=lambda said: None)
    assert list(issuer.achievements.values_list("slug", flat=True)) == [setup.SLUG], "nobody has said so"
    rose, page = sign_in(world.rose), f"/certificats/promotions/{world.cohort.public_id}/"
    assert "Proposer les documents du parcours complet" in rose.get(page).content.decode()
    for _twice in range(2):
        assert rose.post(f"/certificats/emetteur/{world.cohort.public_id}/parcours/").status_code == 303
    assert set(issuer.achievements.values_list("slug", flat=True)) == {setup.SLUG, "parcours-accompagne", "parcours-en-autonomie"}
    assert list(CertificateRule.objects.filter(achievement=module).values_list("pk", flat=True)) == before
    assert "Proposer les documents du parcours complet" not in rose.get(page).content.decode()
    with pytest.raises(NotAllowed):
        setup.offer_course(world.network, by=world.luc)


def test_the_course_is_its_nine_modules_and_waits_for_them(
    world: World, issuer: Issuer, sign_in: Callable[[User], Client]
) -> None:
    issuer.achievements.all().delete()
    ModulePage.objects.get(number=7).unpublish()
    assert setup.open_course_certificates(issuer) == []
    rose, page = sign_in(world.rose), f"/certificats/promotions/{world.cohort.public_id}/"
    shown = rose.get(page).content.decode()
    assert "attendent que ses neuf modules soient publiés" in shown and "Personne n’est inscrit" not in shown
    assert rose.post(f"/certificats/emetteur/{world.cohort.public_id}/parcours/").status_code == 409
    third = ModulePage.objects.get(number=3)
    ModulePage.objects.get(number=7).save_revision().publish()
    third.get_parent().add_child(instance=ModulePage(title="Module 9", slug="module-9", number=9, pole="Pas", minutes=60))
    setup.open_course_certificates(issuer)
    assert [one.modules for one in issuer.achievements.all()] == [setup.MODULES] * 2, "what a site adds is not the course"


@pytest.mark.parametrize("leaf", [leaves.modules_completed, leaves.worksheets_accepted, leaves.worksheets_submitted])
def test_a_condition_that_names_nothing_certifies_nobody(leaf: Callable[..., Outcome]) -> None:
    names: tuple[dict[str, Any], ...] = ({}, {}) if leaf is leaves.modules_completed else ({},)
    found = leaf([], {}, *names)
    assert not found.met and found.missing == ("une condition qui ne nomme rien\u00a0: personne ne peut la remplir",)


def test_documents_that_issued_nothing_ask_for_the_survey_and_the_nine_modules(world: World, issuer: Issuer) -> None:
    complete = import_module("certification.certificates.migrations.0006_course_asks_for_the_survey").complete
    ExitSurveySent.objects.all().delete()
    ModulesCompleted.objects.update(modules=["module-3"])
    issuer.achievements.update(modules=["module-3"])
    complete(apps, None)
    complete(apps, None)
    assert ExitSurveySent.objects.get().achievement == document(issuer)
    assert missing(world, issuer)[0] == "modules 0–8 à achever" and missing(world, issuer)[-1] == "enquête de sortie à remplir"
    assert document(issuer, "parcours-en-autonomie").modules == setup.MODULES

    does_all(world)
    issue(enrolment(world.amina), document(issuer), by=world.rose)
    ExitSurveySent.objects.all().delete()
    complete(apps, None)
    assert not ExitSurveySent.objects.exists(), "a tree under which somebody was certified stays"
