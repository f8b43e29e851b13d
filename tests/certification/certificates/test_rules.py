from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certification.certificates.models import All, CertificateRule, ModulesCompleted
from certification.certificates.queries import candidates_of, facts_of, rules_of
from certification.certificates.rules import leaves
from certification.certificates.rules.evaluation import evaluate
from certification.certificates.rules.facts import AcceptedWorksheet, Facts
from tests.certification.ready import Network
from tests.people import join, person

AT = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)  # already the 13th in Paris
TITLES = {"module-3": "Relier", "module-4": "Choisir"}
SHEETS = {"theory_of_change": "Théorie du changement"}


def test_modules_completed_met() -> None:
    outcome = leaves.modules_completed(["module-3"], {"module-3": AT}, TITLES, {})
    assert outcome.met and (outcome.found, outcome.required) == (1, 1)
    assert outcome.evidence == ("module:module-3",) and outcome.missing == ()


def test_modules_completed_in_part() -> None:
    outcome = leaves.modules_completed(["module-3", "module-4"], {"module-3": AT}, TITLES, {})
    assert not outcome.met and (outcome.found, outcome.required) == (1, 2)
    assert len(outcome.missing) == 1 and "Choisir" in outcome.missing[0]


def test_worksheets_accepted_met() -> None:
    found = {"theory_of_change": AcceptedWorksheet("abc", 3, AT)}
    outcome = leaves.worksheets_accepted(["theory_of_change"], found, SHEETS)
    assert outcome.met and outcome.evidence == ("submission:abc",)


def test_worksheets_accepted_not_met() -> None:
    outcome = leaves.worksheets_accepted(["theory_of_change"], {}, SHEETS)
    assert not outcome.met and (outcome.found, outcome.required) == (0, 1)
    assert "Théorie du changement" in outcome.missing[0]


def test_sentences_in_french() -> None:
    with translation.override("fr"):
        done = leaves.worksheets_accepted(["theory_of_change"], {"theory_of_change": AcceptedWorksheet("abc", 3, AT)}, SHEETS)
        left = leaves.modules_completed(["module-3"], {}, TITLES, {})
        part = leaves.modules_completed(["module-3", "module-4"], {"module-3": AT}, TITLES, {})
        whole = leaves.all_of([left, done])
    assert done.sentence == "Fiche «\u00a0Théorie du changement\u00a0» validée le 13 mai 2026, version 3."
    assert left.sentence == "Module à achever\u00a0: «\u00a0Relier\u00a0»."
    assert part.sentence == "«\u00a0Relier\u00a0» achevé le 13 mai 2026\u00a0; module à achever\u00a0: «\u00a0Choisir\u00a0»."
    assert whole.sentence == "Il manque\u00a0: module «\u00a0Relier\u00a0» à achever."


def test_nothing_required_certifies_nobody() -> None:
    assert not evaluate([], Facts(enrolled=frozenset({1})), 1).met
    assert not leaves.all_of([]).met


@pytest.mark.django_db
def test_the_tree_is_read_by_kind(network: Network) -> None:
    rules = rules_of([network.achievement])[network.achievement.pk]
    assert [type(rule).__name__ for rule in rules] == ["All", "ModulesCompleted", "WorksheetsAccepted"]


@pytest.mark.django_db
def test_enrolment_is_implied(network: Network) -> None:
    enrolment = network.ready(network.world.amina)
    rules = rules_of([network.achievement])[network.achievement.pk]
    assert evaluate(rules, facts_of([enrolment], rules), enrolment.pk).met

    enrolment.left_on = enrolment.enrolled_at.date()
    enrolment.save()

    outcome = evaluate(rules, facts_of([enrolment], rules), enrolment.pk)
    assert not outcome.met and len(outcome.missing) == 1


@pytest.mark.django_db
def test_one_tree_an_achievement(network: Network) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        All.objects.create(achievement=network.achievement)


@pytest.mark.django_db
def test_a_second_level_counts_too(network: Network) -> None:
    root = CertificateRule.objects.get(achievement=network.achievement, parent=None)
    inner = All.objects.create(achievement=network.achievement, parent=root, position=3)
    ModulesCompleted.objects.create(achievement=network.achievement, parent=inner, modules=["module-4"])
    enrolment = network.ready(network.world.amina)
    rules = rules_of([network.achievement])[network.achievement.pk]
    outcome = evaluate(rules, facts_of([enrolment], rules), enrolment.pk)
    assert not outcome.met and "module-4" in outcome.missing[0]


@pytest.mark.django_db
def test_a_cohort_costs_the_same_whatever_its_size(network: Network) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            candidates_of(network.world.cohort)
        return len(queries)

    network.issue(network.world.amina)
    few = cost()
    for number in range(6):
        someone = person(f"Personne{number} Test")
        join(someone, network.world.jardin, network.world.cohort)
        network.complete(someone)
    many = cost()
    assert many == few and many <= 12


@pytest.mark.django_db
def test_who_is_ready_and_what_the_others_miss(network: Network) -> None:
    network.ready(network.world.amina)  # validates the sheet of Bilal's organisation too
    found = {candidate.enrolment.person.full_name: candidate for candidate in candidates_of(network.world.cohort)}
    assert found["Amina Haddad"].ready
    assert not found["Bilal Kernan"].ready and len(found["Bilal Kernan"].outcome.missing) == 1
    assert len(found["Chloé Vasseur"].outcome.missing) == 2


@pytest.mark.django_db
def test_a_name_that_cannot_be_printed_is_said_before(network: Network) -> None:
    enrolment = network.ready(network.world.amina)
    enrolment.person.full_name = "Amina 😀"
    enrolment.person.save()
    found = next(one for one in candidates_of(network.world.cohort) if one.enrolment == enrolment)
    assert not found.ready and "😀" in found.fault
