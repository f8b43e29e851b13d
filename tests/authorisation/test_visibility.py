"""Each private model says who sees its rows, once in SQL (`visible_to`) and once as a predicate, and both say the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from certification.certificates import permissions as certificates
from certification.certificates.models import Certificate
from certification.evidence import permissions as evidence
from certification.evidence.models import Dossier
from coursesite.accounts.models import User
from coursesite.cohorts import permissions as cohorts
from coursesite.cohorts.models import Cohort, TrainerAssignment
from coursesite.organisations import permissions as organisations
from coursesite.organisations.models import Membership, Network, NetworkRole, Organisation
from modules.exercises.models import MODELS
from step_guides.reviews import permissions as reviews
from step_guides.reviews.models import Review, Thread
from step_guides.worksheets import permissions as worksheets
from step_guides.worksheets.models import Paper, Submission, Worksheet
from tests.authorisation.conftest import Built
from tests.authorisation.places import as_draft, in_team, validated
from tests.authorisation.sight import SIGHT, facts_of
from tests.people import join, organisation

# Reached through the whole that they are a part of, which has `visible_to`.
PARTS = {
    "cohorts.Participation": "cohort", "cohorts.Break": "cohort", "cohorts.Extension": "enrolment", "progress.Nudge": "enrolment", "cohorts.TrainerAssignment": "cohort", "organisations.Membership": "organisation",
    "progress.Attempt": "enrolment", "progress.UnitCompletion": "enrolment", "progress.ModuleStart": "enrolment",
    "progress.ModuleCompletion": "enrolment", "progress.RequirementMet": "enrolment", "progress.SharedRequirement": "organisation", "progress.ModuleOpening": "cohort", "progress.ShortPathFollowed": "enrolment",
    "worksheets.Entry": "worksheet", "worksheets.Node": "worksheet", "worksheets.Link": "worksheet", "worksheets.Line": "worksheet", "worksheets.Revision": "worksheet",
    "worksheets.Move": "worksheet", "worksheets.Dismissal": "worksheet", "reviews.Score": "review", "reviews.CoReader": "submission",
    "surveys.SurveyAnswer": "cohort", "reviews.PeerRefusal": "round", "reviews.PeerScore": "reading",
    "certificates.CertificateEvent": "certificate", "certificates.Rendering": "certificate", "certificates.CertificateRule": "achievement",
    "certificates.All": "achievement", "certificates.ModulesCompleted": "achievement", "certificates.WorksheetsAccepted": "achievement",
    "certificates.WorksheetsSubmitted": "achievement", "certificates.PeerReadingsGiven": "achievement", "certificates.ExitSurveySent": "achievement",
    "tracking.Voiding": "voided",
}  # fmt: skip
# Content of the site, or what is printed for everybody: nothing about a person or an organisation.
SHARED = {
    "pages.HomePage", "pages.StandardPage", "pages.HelpPage", "pages.SiteSettings", "guide.GuidePage", "guide.StepPage", "guide.PrinciplesPage", "guide.Tool", "catalogue.ModuleIndexPage",
    "catalogue.ModulePage", "catalogue.UnitPage", "training.TrainerTrackPage", "training.TrainerLessonPage", "glossary.Term", "competencies.Family", "competencies.Competency", "exercises.Exercise",
    *(model._meta.label for model in MODELS), "exercises.FormerVersion", "reviews.Rubric", "reviews.Criterion",
    "reviews.RubricWording", "worksheets.Wording", "certificates.DocumentTemplate", "certificates.Issuer", "certificates.Signatory", "organisations.Network",
}  # fmt: skip
# Read by the code alone: no address takes the identifier of one. (People are shown by the roles they hold; the editing space lists
# them to administrators, and so does the page of promised effects.)
UNADDRESSED = {
    "accounts.User", "core.Outbox", "core.WarningTally", "organisations.NetworkRole", "tracking.Pseudonym", "tracking.InvalidStatement",
    "certificates.SerialCounter", "reviews.Reminder", "notifications.Preference", "notifications.Digest", "progress.Regrading", "progress.RegradedAttempt",
    "progress.Note", "progress.Opinion", "progress.BegunAnswer", "training.TrainerReading", "training.TrainerAnswer", "training.TrainerBegunAnswer",  # named by the address of their lesson, for whoever wrote them
}  # fmt: skip
PREDICATES: dict[type[Model], Any] = {
    Organisation: organisations.can_view,
    Cohort: cohorts.can_view,
    Worksheet: worksheets.can_view,
    Submission: worksheets.can_view_submission,
    Paper: worksheets.can_view_paper,
    Review: reviews.can_view,
    Thread: reviews.can_view_thread,
    Certificate: certificates.can_view,
    Dossier: evidence.can_view,
}


def ours() -> dict[str, type[Model]]:
    rooms = {room.rpartition(".")[2] for room in settings.ROOMS}
    return {model._meta.label: model for model in apps.get_models() if model._meta.app_label in rooms}


def has_sight(model: type[Model]) -> bool:
    return hasattr(model._default_manager.all(), "visible_to")


def test_every_private_model_says_who_sees_it() -> None:
    models = ours()
    unsaid = {label for label, model in models.items() if not has_sight(model)} - SHARED - UNADDRESSED - set(PARTS)
    assert unsaid == set(), "give it `visible_to`, or say here what it is a part of"
    assert (SHARED | UNADDRESSED | set(PARTS)) <= set(models), "gone"
    for label, name in PARTS.items():
        whole = models[label]._meta.get_field(name).related_model
        assert isinstance(whole, type) and has_sight(whole), label


def test_each_is_said_twice() -> None:
    assert {model for model in ours().values() if has_sight(model)} == set(SIGHT)


@pytest.fixture
def complicated(built: Built, db: None) -> Built:
    """People who came, left or hold two roles; a region; a version taken back, another answered. Taken back after the test."""
    world, day = built.world, timezone.localdate()
    as_draft(built.places["own"])
    validated(built.places["other cohort"])
    Membership.objects.filter(person=world.chloe).update(ends_on=day)
    join(world.stranger, world.jardin)
    Membership.objects.create(organisation=world.passerelle, person=world.stranger, starts_on=day + timedelta(days=1))
    join(world.maud, world.jardin, None, "lead")  # trains the cohort that reads her own organisation
    in_team(built.places["same cohort"])
    TrainerAssignment.objects.filter(person=world.noe).update(ends_on=day)
    TrainerAssignment.objects.create(cohort=world.far_cohort, person=world.amina, starts_on=day)
    region = Network.objects.create(name="Estuaire sud", slug="estuaire-sud", parent=world.network)
    organisation(region, "La Vigie du Sud")
    NetworkRole.objects.create(network=region, person=world.ines, starts_on=day)
    NetworkRole.objects.filter(person=world.paul).update(ends_on=day)
    return built


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["as built", "complicated"])
def test_visible_to_says_what_the_rules_say(state: str, built: Built, request: pytest.FixtureRequest) -> None:
    if state == "complicated":
        request.getfixturevalue("complicated")
    wrong, seen = [], 0
    everything = {model: list(model._default_manager.all()) for model in SIGHT}
    for person in User.objects.order_by("pk"):
        facts = facts_of(person)
        for model, sees in SIGHT.items():
            visible = set(model._default_manager.visible_to(person).values_list("pk", flat=True))
            right = {one.pk for one in everything[model] if sees(one, facts)}
            seen += len(right)
            if visible != right:
                wrong.append(f"{person}: {model.__name__} {len(visible - right)} too many, {len(right - visible)} missing")
            if can_view := PREDICATES.get(model):
                allowed = {one.pk for one in everything[model] if can_view(person, one)}
                if allowed != right:
                    wrong.append(f"{person}: {model.__name__}: its predicate says otherwise, {allowed ^ right}")
    assert wrong == [], "\n".join(wrong)
    assert seen > 200  # the cast does see something
    assert [model for model in SIGHT if model._default_manager.visible_to(AnonymousUser()).exists()] == []
