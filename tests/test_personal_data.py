"""What is known of a person, room by room: she takes it all away; erased, her name is nowhere but where the law asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.log_actions import log

from certification.certificates.models import Certificate
from certification.evidence.models import Dossier
from coursesite.accounts.erasing import erase, roles_of
from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything, rooms
from coursesite.cohorts.models import Enrolment, Extension, TrainerAssignment
from coursesite.core.errors import WrongState
from coursesite.notifications.models import Message
from coursesite.organisations.models import Invitation, Membership, NetworkRole
from coursesite.tracking.models import Pseudonym, Statement
from modules.progress.models import Attempt
from step_guides.reviews import actions as reviews
from step_guides.reviews.models import Comment, PeerReading, ReadingLink, Review
from step_guides.worksheets.models import Move, Revision, Submission, Worksheet
from tests.authorisation.places import build_places
from tests.people import World, build_world

# Columns that lead to a person and are told in no room, each with its reason.
NOT_TOLD = {
    "cohorts.Import.by", "cohorts.Break.declared_by", "cohorts.Extension.granted_by",  # acts of an officer: about the cohort
    "cohorts.TrainerInvitation.accepted_by", "organisations.Invitation.accepted_by",  # said by the membership that came of it
    "cohorts.TrainerInvitation.invited_by", "organisations.Invitation.invited_by",  # about the person invited, who reads it
    "reviews.Review.signed_by", "reviews.Thread.opened_by", "reviews.ReadingLink.revoked_by",  # said by the answer, its remarks, the link
    "progress.Regrading.by",  # an act of an editor: about the exercise
    "notifications.Digest.person", "tracking.Pseudonym.person", "tracking.Voiding.by",  # the messages and the traces are told
}  # fmt: skip
WAGTAILS = {"owner", "locked_by", "latest_revision_by"}  # of content: who edits a page, said by the editing space
TOLD = {
    "advice.AdviceRequest.answered_by", "cohorts.Enrolment.person", "cohorts.TrainerAssignment.person", "organisations.Membership.person", "organisations.NetworkRole.person",
    "notifications.Message.person", "notifications.Preference.person",
    "worksheets.Revision.by", "worksheets.Move.by", "worksheets.Dismissal.by", "worksheets.RestorePoint.by", "worksheets.RestorePoint.removed_by",
    "worksheets.Submission.submitted_by", "worksheets.Submission.claimed_by", "worksheets.Submission.decided_by", "worksheets.Paper.asked_by",
    "reviews.Review.trainer", "reviews.Comment.author", "reviews.PrivateNote.author", "reviews.ReadingLink.made_by", "reviews.Thread.settled_by",
    "reviews.ReaderComment.settled_by", "reviews.CoReader.trainer", "reviews.CoReader.invited_by", "reviews.PeerReading.useful_by",
    "reviews.PeerRound.scheduled_by", "reviews.PeerRound.cancelled_by", "reviews.PeerRefusal.by", "reviews.Rubric.published_by",
    "reviews.Reminder.person",
    "training.TrainerReading.person", "training.TrainerAnswer.person", "training.TrainerBegunAnswer.person",
    "certificates.Certificate.issued_by", "certificates.CertificateEvent.by", "evidence.Dossier.asked_by",
}  # fmt: skip


@dataclass
class Site:
    world: World
    ids: Any


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A site where everybody has done everything, built once."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        places = build_places(world)
        Invitation(
            organisation=world.jardin, email=world.bilal.email, full_name=world.bilal.full_name, invited_by=world.chloe
        ).seal().save()
        answer(Submission.objects.get(public_id=places["same cohort"].submission), by=world.luc)
        yield Site(world, places["own"])
        transaction.set_rollback(True)


@pytest.fixture
def site(whole: Site, db: None) -> Iterator[Site]:
    with transaction.atomic():
        yield whole
        transaction.set_rollback(True)


def answer(submission: Submission, *, by: User) -> None:
    review = Review.objects.get(submission=submission, trainer=by)
    levels = {criterion.code: (3, "") for criterion in review.rubric.criteria.all()} if review.rubric else {}
    reviews.save_scores(review, levels=levels, by=by)
    reviews.comment(review, "sheet", kind="strength", text="Clair", by=by)
    reviews.save_letter(review, letter="Merci", next_step="Continuer", by=by)
    reviews.decide(review, "returned", by=by)


def end_roles(person: User) -> None:
    today = timezone.localdate()
    for model in (Membership, TrainerAssignment, NetworkRole):
        model._default_manager.filter(person=person, ends_on=None).update(ends_on=today, starts_on=today)
    Enrolment.objects.filter(person=person, left_on=None).update(left_on=today)


def where(canary: str) -> set[str]:
    """The tables that hold these words, whatever their case."""
    return {
        model._meta.label
        for model in apps.get_models()
        if canary.lower() in serializers.serialize("json", model._base_manager.all(), ensure_ascii=False).lower()
    }


def test_every_column_that_leads_to_a_person_is_told_or_has_a_reason() -> None:
    ours = {room.rpartition(".")[2] for room in settings.ROOMS}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ours and model is not User
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is User and field.name not in WAGTAILS
    }
    assert found == TOLD | NOT_TOLD


def test_every_room_says_what_it_keeps() -> None:
    told = dict(rooms())
    assert {
        "accounts",
        "tracking",
        "notifications",
        "organisations",
        "cohorts",
        "progress",
        "worksheets",
        "reviews",
    } <= told.keys()
    assert {"certificates", "evidence"} <= told.keys()
    assert all(room.KEPT for room in told.values())


def test_what_a_participant_takes_away(site: Site) -> None:
    told = everything(site.world.amina)
    sheets = told["worksheets"]
    version = Submission.objects.get(public_id=site.ids.submission)
    assert {"id": str(version.public_id), "sha256": version.sha256}.items() <= sheets["versions_sent"][0].items()
    assert len(sheets["written"]) == Revision.objects.filter(by=site.world.amina).count() > 0
    assert any(row["text"] for save in sheets["written"] for row in save["rows"])
    assert sheets["moves"] and sheets["moments"] and sheets["documents_asked"]
    assert told["reviews"]["reading_links"]
    assert all(room["purpose"] and room["kept_once_erased"] for room in told.values())


def test_what_a_colleague_takes_away(site: Site) -> None:
    bilal = site.world.bilal
    told = everything(bilal)
    assert told["certificates"]["held"][0]["printed"]["holder"] == bilal.full_name
    assert told["evidence"]["files"][0]["about_her"] and told["notifications"]["messages"]
    assert told["organisations"]["invitations"][0]["name_given"] == bilal.full_name


def test_what_a_trainer_takes_away(site: Site) -> None:
    told = everything(site.world.luc)
    assert any("La Passerelle des Rives" in one["worksheet"] for one in told["worksheets"]["versions_claimed"])
    assert told["worksheets"]["versions_decided"][0]["decision"] == "returned"
    assert told["reviews"]["answers"] and told["reviews"]["comments"] and told["reviews"]["private_notes"]
    assert everything(site.world.stranger)["worksheets"]["written"] == []


def test_nobody_reads_anothers(site: Site) -> None:
    assert site.world.bilal.email not in str(everything(site.world.amina))
    assert "NOTE-PRIVEE-CANARI" not in str(everything(site.world.amina))


def test_a_role_is_ended_before(site: Site) -> None:
    amina = site.world.amina
    assert any("member of" in role for role in roles_of(amina)) and any("follows" in role for role in roles_of(amina))
    with pytest.raises(WrongState) as refusal:
        erase(amina)
    assert refusal.value.code == "holds_a_role"
    assert where(amina.email) and User.objects.get(pk=amina.pk).is_active
    assert roles_of(User(is_superuser=True, pk=0)) == ["administrator"]


@pytest.mark.parametrize(("first", "printed"), [("amina", set()), ("bilal", {"certificates.Certificate"})])
def test_erased_her_name_and_address_are_on_her_certificates_alone(site: Site, first: str, printed: set[str]) -> None:
    person: User = getattr(site.world, first)
    email, name = person.email, person.full_name
    sheet = Worksheet.objects.get(public_id=site.ids.worksheet)
    enrolment = Enrolment.objects.get(person=person)
    Extension.objects.create(enrolment=enrolment, until="2027-09-01", reason="Soignée", granted_by=site.world.luc)
    AccessAttempt.objects.create(username=email, ip_address="127.0.0.1", failures_since_start=1)
    log(instance=person, action="wagtail.edit", title=name)

    def work() -> list[Any]:
        frozen = sheet.submissions.values_list("sha256", "submitted_by")
        return [sheet.revisions.count(), *frozen, Statement.objects.count(), Attempt.objects.count(), Move.objects.count()]

    before = work()
    assert {"accounts.User", "axes.AccessAttempt"} <= where(email) and {"accounts.User", "wagtailcore.ModelLogEntry"} <= where(
        name
    )
    end_roles(person)
    kept = erase(person)
    assert where(email) == set()
    assert where(name) == printed, "what was printed"
    assert work() == before
    assert set(Certificate.objects.filter(enrolment=enrolment).values_list("visibility", flat=True)) <= {"private"}
    assert not Message.objects.filter(person=person).exists() and not Pseudonym.objects.filter(person=person).exists()
    assert not Dossier.objects.filter(enrolment=enrolment).exists() and not Extension.objects.filter(reason="Soignée").exists()
    assert Invitation.objects.waiting().filter(organisation=site.world.jardin, full_name=name).count() == 0
    assert kept["certificates"].startswith("The certificates, with the name")
    assert erase(User.objects.get(pk=person.pk)) == kept, "twice changes nothing"


def test_the_files_about_her_go(site: Site) -> None:
    mine = Dossier.objects.get(enrolment__public_id=site.ids.enrolment)
    file = mine.path("zip")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"preuve")
    end_roles(site.world.bilal)
    erase(site.world.bilal)
    assert not file.exists() and not Dossier.objects.filter(pk=mine.pk).exists()


def test_an_erased_person_signs_in_no_more(site: Site, sign_in: Any) -> None:
    amina = site.world.amina
    browser: Client = sign_in(amina)
    assert browser.get("/compte/").status_code == 200
    email = amina.email
    amina.groups.add(Group.objects.create(name="Essai"))
    end_roles(amina)
    erase(amina)
    assert browser.get("/compte/").status_code == 302
    erased = User.objects.get(pk=amina.pk)
    assert not erased.is_active and not erased.has_usable_password() and not erased.groups.exists()
    assert erased.full_name == "Compte effacé" and erased.email.endswith("@efface.invalid")
    assert not User.objects.filter(email=email).exists()


def test_a_trainers_drafts_go_and_what_she_sent_stays(site: Site) -> None:
    luc = site.world.luc
    sent = set(Comment.objects.filter(author=luc).exclude(sent_at=None).values_list("text", flat=True))
    answers = set(Review.objects.filter(trainer=luc).exclude(sent_at=None).values_list("pk", flat=True))
    assert Comment.objects.filter(author=luc, sent_at=None).exists() and Review.objects.filter(trainer=luc, sent_at=None).exists()
    end_roles(luc)
    erase(luc)
    assert (
        not Comment.objects.filter(author=luc, sent_at=None).exists()
        and not Review.objects.filter(trainer=luc, sent_at=None).exists()
    )
    assert set(Comment.objects.filter(author=luc).values_list("text", flat=True)) == sent
    assert set(Review.objects.filter(trainer=luc).values_list("pk", flat=True)) == answers
    assert not Submission.objects.live().filter(claimed_by=luc, claim_until__gt=timezone.now()).exists()
    assert where(luc.full_name) <= {"certificates.Certificate"}


def test_links_to_read_and_opinions_stay_without_her(site: Site) -> None:
    amina = site.world.amina
    links, opinions = (
        ReadingLink.objects.filter(made_by=amina).count(),
        PeerReading.objects.filter(reader__person=amina).exclude(sent_at=None).count(),
    )
    end_roles(amina)
    erase(amina)
    assert ReadingLink.objects.filter(made_by=amina).count() == links > 0
    assert PeerReading.objects.filter(reader__person=amina).exclude(sent_at=None).count() == opinions
    assert not PeerReading.objects.asked().filter(reader__person=amina).exists()


def test_the_command_says_first_and_does_once_asked(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    amina = site.world.amina
    call_command("erase_person", amina.email)
    said = capsys.readouterr().out
    assert re.search(r"to be ended first: member of La Passerelle", said) and "nothing was erased" in said
    with pytest.raises(CommandError, match="still holds a role|a encore un rôle"):
        call_command("erase_person", amina.email, "--yes")
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("erase_person", "personne@test.example")
    with pytest.raises(CommandError, match="neither an address"):
        call_command("erase_person", "amina")
    end_roles(amina)
    call_command("erase_person", amina.email.upper(), "--yes")
    said = capsys.readouterr().out
    assert f"erased: {amina.public_id}" in said and "worksheets: The worksheets" in said
    assert not User.objects.filter(email=amina.email).exists()
    User.objects.filter(pk=amina.pk).update(email=amina.email, full_name=amina.full_name)  # as a restored backup would
    call_command("erase_person", str(amina.public_id), "--yes")
    assert where(amina.email) == set()
