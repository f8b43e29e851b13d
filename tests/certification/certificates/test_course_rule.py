"""The documents of the whole course: what each asks for, for whom, and that a missing piece is said by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.certificates import setup
from certification.certificates.actions import issue, judge
from certification.certificates.models import Achievement, Issuer
from certification.certificates.queries import candidates, candidates_of
from certification.certificates.rendering import html_of, render
from certification.certificates.verification import facts
from coursesite.accounts.models import User
from coursesite.cohorts.enums import Track
from coursesite.cohorts.models import Cohort, Enrolment
from coursesite.core.errors import WrongState
from modules.catalogue.models import ModulePage
from modules.progress.actions import meet_requirement
from modules.progress.models import ModuleCompletion, RequirementMet
from modules.surveys.queries import SENT
from step_guides.reviews.models import PeerReading, PeerRound, Rubric
from step_guides.reviews.seeds import seed as seed_rubrics
from step_guides.worksheets import actions as worksheets
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models import Submission
from tests.certification.certificates.test_rendering import pages_of
from tests.certification.ready import nine_modules
from tests.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(world: World) -> Issuer:
    nine_modules()
    return setup.set_up(world.network, legal_name="Réseau Estuaire", function="Direction du réseau", place="Nantes")


def document(issuer: Issuer, slug: str = "parcours-accompagne") -> Achievement:
    return issuer.achievements.get(slug=slug)


def enrolment(person: User) -> Enrolment:
    return Enrolment.objects.select_related("person", "organisation", "cohort__programme__network").get(person=person)


def completes(person: User, *, but: int | None = None) -> None:
    for module in ModulePage.objects.exclude(number=but):
        ModuleCompletion.objects.get_or_create(enrolment=enrolment(person), module=module)


def sends(world: World, kind: str, *, validated: bool = False) -> Submission:
    sheet = worksheets.open_sheet(world.passerelle, spec_of(kind).kind, by=world.amina)
    submission = worksheets.submit(sheet, by=world.amina, confirmed=True)
    if validated:
        worksheets.claim(submission, by=world.luc)
        worksheets.validate(submission, by=world.luc)
    return submission


def reads(world: World, reader: User, submission: Submission, *, times: int) -> None:
    seed_rubrics(demo=False, out=lambda said: None)
    rubric = Rubric.objects.filter(kind="theory_of_change").latest("version")
    for kind in ("theory_of_change", "priorities")[:times]:
        opens = date.today() + timedelta(days=3)
        made = PeerRound.objects.create(
            cohort=world.cohort, kind=kind, rubric=rubric, codes=["C1"], opens_on=opens, due_on=opens + timedelta(days=7),
            scheduled_by=world.luc,
        )  # fmt: skip
        PeerReading.objects.create(
            round=made,
            reader=enrolment(reader),
            submission=submission,
            strength="Clair",
            suggestion="Nommer",
            sent_at=timezone.now(),
        )


def does_all(world: World) -> None:
    completes(world.amina)
    for kind in setup.TO_VALIDATE:
        last = sends(world, kind, validated=True)
    for kind in setup.TO_SEND:
        sends(world, kind)
    reads(world, world.amina, last, times=2)
    meet_requirement(enrolment(world.amina), SENT)


def missing(world: World, issuer: Issuer) -> tuple[str, ...]:
    return judge(enrolment(world.amina), document(issuer)).missing


def test_all_that_the_course_asks_for(world: World, issuer: Issuer) -> None:
    assert missing(world, issuer) == (
        "modules 0–8 à achever",
        "fiche «\u00a0Théorie du changement\u00a0» à faire valider",
        "fiche «\u00a0Effets, questions et indicateurs\u00a0» à faire valider",
        "fiches «\u00a0Cadrage\u00a0», «\u00a0Besoin et parties prenantes\u00a0», «\u00a0Plan de collecte\u00a0», «\u00a0Analyse\u00a0», "
        "«\u00a0Restitution et décisions\u00a0» à envoyer",
        "2 avis de pairs à donner",
        "enquête de sortie à remplir",
    )
    does_all(world)
    assert judge(enrolment(world.amina), document(issuer)).met
    bilal = judge(enrolment(world.bilal), document(issuer))
    assert bilal.missing == (
        "modules 0–8 à achever",
        "2 avis de pairs à donner",
        "enquête de sortie à remplir",
    ), "sheets are shared"


def without_some_modules(world: World) -> None:
    ModuleCompletion.objects.filter(module__number__in=(1, 3, 4, 6, 7, 8)).delete()


def without_a_module(world: World) -> None:
    ModuleCompletion.objects.filter(module__number=8).delete()


def taken_back(world: World) -> None:
    worksheets.withdraw(Submission.objects.get(worksheet__kind="analysis").worksheet, by=world.amina)


def opened_again(world: World) -> None:
    worksheets.reopen(Submission.objects.get(worksheet__kind="priorities").worksheet, by=world.amina, reason="Un manque")


def without_a_reading(world: World) -> None:
    PeerReading.objects.filter(round__kind="priorities").delete()


def without_the_survey(world: World) -> None:
    RequirementMet.objects.filter(key=SENT).delete()


@pytest.mark.parametrize(
    ("undo", "said"),
    [
        (without_a_module, "module 8 à achever"),
        (without_some_modules, "modules 1, 3, 4, 6–8 à achever"),
        (taken_back, "fiche «\u00a0Analyse\u00a0» à envoyer"),
        (opened_again, "fiche «\u00a0Effets, questions et indicateurs\u00a0» à faire valider"),
        (without_a_reading, "1 avis de pair à donner"),
        (without_the_survey, "enquête de sortie à remplir"),
    ],
)
def test_one_missing_piece_is_enough(world: World, issuer: Issuer, undo: Callable[[World], None], said: str) -> None:
    does_all(world)
    undo(world)
    assert missing(world, issuer) == (said,)
    with pytest.raises(WrongState):
        issue(enrolment(world.amina), document(issuer), by=world.rose)


def test_the_document_says_what_it_covers(world: World, issuer: Issuer) -> None:
    does_all(world)
    certificate = issue(enrolment(world.amina), document(issuer), by=world.rose)
    printed = certificate.payload
    assert (printed["document"], printed["mention"]) == ("Certificat de parcours", "")
    assert [module["number"] for module in printed["modules"]] == list(range(9))
    assert len(printed["contribution"]) == 7
    sent = next(share for share in printed["contribution"] if share["worksheet"] == "Cadrage")
    assert "envoyée le" in sent["sentence"] and "validée" not in sent["sentence"]
    html = html_of(certificate)
    assert "9 modules achevés, le dernier le" in html and "2 avis de pairs donnés" in html
    assert pages_of(render(certificate)) == 1
    assert "Enquête de sortie remplie." in printed["criteria"]
    (survey,) = [one for one in printed["outcome"]["children"] if one["rule"] == "exit_survey_sent"]
    assert survey["evidence"] == ["exit-survey:sent"], "no row, no day: nothing that leads to what was answered"


def alone(world: World) -> None:
    Cohort.objects.filter(pk=world.cohort.pk).update(track=Track.AUTONOMY)


def test_in_autonomy_it_is_an_attestation_that_says_nobody_judged(world: World, issuer: Issuer) -> None:
    alone(world)
    here, other = document(issuer, "parcours-en-autonomie"), document(issuer)
    completes(world.amina, but=5)
    assert judge(enrolment(world.amina), here).missing == ("module 5 à achever",)
    completes(world.amina)
    certificate = issue(enrolment(world.amina), here, by=world.rose)
    assert certificate.payload["document"] == "Attestation de suivi"
    assert certificate.payload["mention"] == "Sans évaluation par un formateur ou une formatrice."
    assert "Sans évaluation par un formateur ou une formatrice." in html_of(certificate)
    assert facts(certificate)["mention"] == certificate.payload["mention"]
    with pytest.raises(WrongState) as refused:
        issue(enrolment(world.amina), other, by=world.rose)
    assert refused.value.code == "other_track"


@pytest.mark.parametrize(
    ("track", "slug"),
    [
        (Track.ACCOMPANIED, "parcours-accompagne"),
        (Track.PROJECT_GROUP, "parcours-accompagne"),
        (Track.AUTONOMY, "parcours-en-autonomie"),
    ],
)
def test_a_cohort_is_offered_the_document_of_its_track(
    world: World, issuer: Issuer, sign_in: Callable[[User], Client], track: str, slug: str
) -> None:
    Cohort.objects.filter(pk=world.cohort.pk).update(track=track)
    cohort = Cohort.objects.get(pk=world.cohort.pk)
    assert {one.achievement.slug for one in candidates_of(cohort)} == {slug}
    body = sign_in(world.rose).get(f"/certificats/promotions/{cohort.public_id}/").content.decode()
    assert "modules 0–8 à achever" in body
    other = next(one for one in issuer.achievements.all() if one.slug != slug)
    address = f"/certificats/apercu/{enrolment(world.amina).public_id}/{other.slug}/"
    assert sign_in(world.rose).get(address).status_code == 404


def test_how_many_they_are_costs_nothing_more(world: World, issuer: Issuer) -> None:
    everybody = [enrolment(one) for one in (world.amina, world.bilal, world.chloe)]

    def queries(people: list[Enrolment]) -> int:
        with CaptureQueriesContext(connection) as caught:
            candidates(people)
        return len(caught)

    queries(everybody[:1])
    assert queries(everybody[:1]) == queries(everybody)


def test_a_certificate_issued_before_says_what_it_said(world: World, issuer: Issuer) -> None:
    module = setup.open_module_certificate(issuer)
    ModuleCompletion.objects.create(enrolment=enrolment(world.amina), module=ModulePage.objects.get(number=3))
    sends(world, "theory_of_change", validated=True)
    certificate = issue(enrolment(world.amina), module, by=world.rose)
    before: dict[str, Any] = dict(certificate.payload)
    setup.open_course_certificates(issuer)
    certificate.refresh_from_db()
    assert certificate.payload == before
    assert not judge(enrolment(world.amina), document(issuer)).met
