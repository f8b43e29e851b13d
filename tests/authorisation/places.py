"""One object of each kind at each place: mine, my cohort's, another cohort's of my network, another network's, and none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from certification.evidence.actions import ask_for_learner
from coursesite.accounts.models import User
from coursesite.accounts.seeds import seed_editors
from coursesite.cohorts.models import Break, Cohort, Import, TrainerAssignment, TrainerInvitation
from coursesite.core.kept_files import keep
from coursesite.core.models import Outbox
from coursesite.notifications.models import Message
from coursesite.organisations.models import Invitation, Membership, Organisation
from coursesite.tracking.models import Delivery, Destination, Statement
from modules.glossary.models import Term
from step_guides.reviews import actions as reviews
from step_guides.reviews.models import Comment, CoReader, PeerReading, Rubric
from step_guides.reviews.seeds import seed as seed_rubric
from step_guides.worksheets.actions import (
    add_node,
    ask_for_received,
    ask_for_sheet,
    ask_for_version,
    claim,
    name_point,
    open_sheet,
    submit,
)  # fmt: skip
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Node, Paper, Submission, Worksheet
from step_guides.worksheets.seeds import seed as seed_words
from tests.authorisation.certified import certificate_for
from tests.modules.track import build_both
from tests.people import World, join, person
from tests.step_guides.reviews.cohort_of_peers import opened

PLACES = ("own", "same cohort", "other cohort", "other network", "deleted")
NOTE, REMARK, LETTER = "NOTE-PRIVEE-CANARI", "REMARQUE-EN-BROUILLON-CANARI", "LETTRE-EN-BROUILLON-CANARI"
HEARD = "PARTIE-PRENANTE-CANARI"
NO_ROUND, NO_READING, NO_OPINION = uuid.UUID(int=14), uuid.UUID(int=15), uuid.UUID(int=16)


@dataclass
class Place:
    """What fills the addresses: identifiers only."""

    cohort: Any
    organisation: Any
    programme: Any
    colleague: Any  # a membership: somebody of the organisation who does not lead
    assignment: Any
    invitation: Any
    invitation_token: str
    trainer_invitation: Any
    trainer_token: str
    waiting: Any  # an import not confirmed yet
    worksheet: Any
    point: Any  # a moment of it that a member named
    node: str
    hint: tuple[str, str]  # an automatic remark made on the sheet: its code and its place
    submission: Any
    trainer: Any  # who reads the version
    partner: Any  # another who trains the cohort, if there is one
    thread: Any
    remark: Any  # a trainer's draft
    paper: Any  # a document of the sheet as it stands
    paper_of_version: Any
    paper_of_received: Any
    rest: Any  # a declared break
    enrolment: Any
    evidence: Any  # a file that the person enrolled asked for
    message: Any  # to the person enrolled
    certificate: Any
    code: str
    # the same everywhere: they belong to the site
    achievement: str
    lesson: str
    exercise: str
    term: str
    destination: str
    delivery: Any
    statement: Any
    # a link to read the sheet without an account, and what was said through it
    reading: Any
    reading_token: str
    heard: Any
    # a round of peer review, a version to read in it, an opinion received
    peer_round: Any = NO_ROUND
    peer_reading: Any = NO_READING
    opinion: Any = NO_OPINION


NOWHERE = Place(
    *(uuid.UUID(int=1), uuid.UUID(int=2), 0, 0, 0, uuid.UUID(int=3), "x" * 32, uuid.UUID(int=4), "y" * 32, uuid.UUID(int=5)),
    *(
        uuid.UUID(int=6),
        uuid.UUID(int=12),
        "node:x",
        ("T01", "sheet"),
        uuid.UUID(int=7),
        0,
        0,
        uuid.UUID(int=8),
        0,
        uuid.UUID(int=12),
        uuid.UUID(int=13),
        uuid.UUID(int=14),
        0,
        *(uuid.UUID(int=number) for number in (9, 21, 12, 10)),
        "0" * 26,
    ),
    *("une-attestation", "une-lecon-disparue", "exercice-disparu", "mot-disparu", "ailleurs", 0, uuid.UUID(int=11)),
    *(uuid.UUID(int=12), "z" * 32, uuid.UUID(int=13)),
)


def build_places(world: World) -> dict[str, Place]:
    """Around the cast: in each organisation a lead and a colleague, for each cohort a trainer."""
    seed_editors()
    seed_rubric(demo=False, out=lambda text: None)
    seed_words(demo=False, out=lambda text: None)
    everywhere = _everywhere()
    dina, elie = person("Dina Phare"), person("Elie Refuge")
    join(dina, world.phare, world.other_cohort, "lead")
    join(elie, world.refuge, world.far_cohort, "lead")
    for name, structure, cohort in [
        ("Gabin Jardin", world.jardin, world.cohort),
        ("Fanny Phare", world.phare, world.other_cohort),
        ("Hugo Refuge", world.refuge, world.far_cohort),
    ]:
        join(person(name), structure, cohort)
    ursule = person("Ursule Formatrice")
    TrainerAssignment.objects.create(cohort=world.far_cohort, person=ursule, starts_on=world.far_cohort.starts_on)
    inside = {
        "own": (world.passerelle, world.cohort, world.amina, world.luc, world.maud),
        "same cohort": (world.jardin, world.cohort, world.chloe, world.luc, world.maud),
        "other cohort": (world.phare, world.other_cohort, dina, world.noe, world.noe),
        "other network": (world.refuge, world.far_cohort, elie, ursule, ursule),
    }
    places = {name: _place(world, *people, everywhere) for name, people in inside.items()}
    for name, (_organisation, cohort, _lead, trainer, _assigned) in inside.items():
        if name != "same cohort":
            _read_by_peers(cohort, trainer, places[name], places["same cohort"] if name == "own" else places[name])
    bilal, chloe = (PeerReading.objects.filter(reader__person=one).first() for one in (world.bilal, world.chloe))
    assert bilal and chloe
    places["own"].peer_reading = bilal.public_id
    score = dict.fromkeys(chloe.round.codes, (3, "On suit"))
    said = reviews.send_opinion(chloe, levels=score, strength="Clair", suggestion="Et les familles ?", by=world.chloe)  # type: ignore[arg-type]
    places["own"].opinion = said.public_id
    return places | {"deleted": NOWHERE}


def _everywhere() -> dict[str, Any]:
    course = build_both()
    term = Term.objects.create(slug="effet", name="effet", definition="Ce qui change.")
    where = {"endpoint": "http://127.0.0.1:9/xapi", "username": "jalons", "password_token": "scellé"}
    destination = Destination.objects.create(name="Observatoire", slug="observatoire", **where)
    Outbox.objects.create(kind="mail", key="refused", dead_at=timezone.now())
    return {"lesson": course.first.slug, "exercise": "tri", "term": term.slug, "destination": destination}


def _place(
    world: World,
    organisation: Organisation,
    cohort: Cohort,
    lead: User,
    trainer: User,
    assigned: User,
    everywhere: dict[str, Any],
) -> Place:
    officer = world.sofia
    colleague = Membership.objects.get(organisation=organisation, role="member")
    enrolment = colleague.person.enrolments.get()
    invited: dict[str, Any] = {"email": f"venir@{organisation.pk}.example", "invited_by": officer}
    invitation, trainer_invitation = (
        Invitation(organisation=organisation, **invited).seal(),
        TrainerInvitation(cohort=cohort, **invited).seal(),
    )
    invitation.save()
    trainer_invitation.save()
    rows = [{"number": 2, "organisation": f"Nouvelle {organisation.pk}", "email": f"n@{organisation.pk}.example"}]
    waiting = Import.objects.create(cohort=cohort, sha256=f"{organisation.pk}" * 8, rows=rows, by=officer)
    sheet, submission, thread = _sent(organisation, lead, trainer)
    certificate = certificate_for(enrolment)
    rest = Break.objects.create(cohort=cohort, starts_on=cohort.starts_on, ends_on=cohort.starts_on, declared_by=officer)
    message = Message.objects.create(
        person=colleague.person, promise=f"mail:{colleague.pk}", topic="answers", subject="Une réponse", delivery="site"
    )
    statement = Statement.objects.order_by("stored").first()
    assert statement is not None
    delivery, _created = Delivery.objects.get_or_create(
        statement=statement, destination=everywhere["destination"], defaults={"dead_at": timezone.now()}
    )
    return Place(
        cohort=cohort.public_id, organisation=organisation.public_id, programme=cohort.programme_id, colleague=colleague.pk,
        assignment=TrainerAssignment.objects.get(cohort=cohort, person=assigned).pk,
        invitation=invitation.public_id, invitation_token=invitation.token(),
        trainer_invitation=trainer_invitation.public_id, trainer_token=trainer_invitation.token(), waiting=waiting.public_id,
        worksheet=sheet.public_id, point=sheet.restore_points.get().public_id, node=Node.objects.get(worksheet=sheet.pk).anchor,
        hint=next((one.code, one.anchor) for one in remarks(submission.snapshot)), submission=submission.public_id, trainer=trainer.pk, partner=assigned.pk, thread=thread.public_id, remark=Comment.objects.get(thread__submission=submission, sent_at=None).pk,
        paper=ask_for_sheet(sheet, "pdf", by=lead).public_id, paper_of_version=ask_for_version(submission, "pdf", by=lead).public_id,
        paper_of_received=ask_for_received(organisation, cohort, "pdf", by=trainer).public_id,
        rest=rest.pk, enrolment=enrolment.public_id, evidence=ask_for_learner(enrolment, by=enrolment.person).public_id, message=message.public_id, certificate=certificate.uuid, code=certificate.token, achievement=certificate.achievement.slug,
        lesson=everywhere["lesson"], exercise=everywhere["exercise"], term=everywhere["term"],
        destination=everywhere["destination"].slug, delivery=delivery.pk, statement=statement.pk,
        **_shown(sheet, lead),
    )  # fmt: skip


def _sent(organisation: Organisation, lead: User, trainer: User) -> tuple[Worksheet, Submission, Any]:
    """A sheet with a question asked on its draft, sent, opened by a trainer who has written nothing but drafts."""
    sheet = open_sheet(organisation, Kind.THEORY_OF_CHANGE, by=lead)
    add_node(sheet, "activity", {"label": f"Ateliers de {organisation.name}"}, by=lead)
    name_point(sheet, "Avant l’envoi", by=lead)
    thread = reviews.ask(sheet, "sheet", text="Par où commencer ?", by=lead)
    submission = submit(sheet, by=lead, confirmed=True)
    claim(submission, by=trainer)
    review = reviews.open_review(submission, by=trainer)
    reviews.comment(review, "sheet", kind="question", text=REMARK, by=trainer)
    reviews.save_letter(review, letter=LETTER, next_step="", by=trainer)
    reviews.note(submission, text=NOTE, by=trainer)
    return sheet, submission, thread


def _read_by_peers(cohort: Cohort, trainer: User, *places: Place) -> None:
    rubric, today = Rubric.objects.get(kind=Kind.THEORY_OF_CHANGE), timezone.localdate()
    codes = [one.code for one in rubric.criteria.all()[:3]]
    when = {"opens_on": today + timedelta(days=3), "due_on": today + timedelta(days=14), "each": 2}
    found = opened(reviews.schedule_round(cohort, rubric=rubric, codes=codes, **when, by=trainer))  # type: ignore[arg-type]
    for place in places:
        place.peer_round = found.public_id


def _shown(sheet: Worksheet, lead: User) -> dict[str, Any]:
    ends_on = timezone.localdate() + timedelta(days=30)
    link, token = reviews.make_link(
        sheet, label="Nos partenaires", places=["sheet"], ends_on=ends_on, op_id=uuid.uuid4(), by=lead
    )
    heard = reviews.say(link, "sheet", name="", text=HEARD, form="x")
    return {"reading": link.public_id, "reading_token": token, "heard": heard.public_id}


# Other states of what stands at a place, for one request. Written directly: how one gets there is tested elsewhere.


def as_draft(place: Place) -> None:
    Submission.objects.filter(public_id=place.submission).update(
        withdrawn_at=timezone.now(), claimed_by=None, claimed_at=None, claim_until=None
    )
    Worksheet.plain.filter(public_id=place.worksheet).update(state="draft")


def as_made(place: Place) -> None:
    for paper in Paper.objects.filter(public_id__in=[place.paper, place.paper_of_version, place.paper_of_received]):
        keep(paper.path, b"%PDF-1.7")
        Paper.objects.filter(pk=paper.pk).update(state="ready", made_at=timezone.now(), sha256="0" * 64, file_name="document")


def unclaimed(place: Place) -> None:
    Submission.objects.filter(public_id=place.submission).update(claimed_by=None, claimed_at=None, claim_until=None)
    Worksheet.plain.filter(public_id=place.worksheet).update(state="submitted")


def validated(place: Place) -> None:
    for one in Submission.objects.filter(public_id=place.submission):
        decided = {"decided_by": one.claimed_by, "decided_at": timezone.now(), "decision": "validated"}
        Submission.objects.filter(pk=one.pk).update(**decided)
        one.reviews.update(sent_at=timezone.now(), signed_by=F("trainer"), decision="validated", next_step="Continuer")
    Worksheet.plain.filter(public_id=place.worksheet).update(state="validated")


def long_sent(place: Place) -> None:
    """Sent a while ago: sending again is no double click."""
    before = timezone.now() - timedelta(hours=1)
    Invitation.objects.filter(public_id=place.invitation).update(sent_at=before)
    TrainerInvitation.objects.filter(public_id=place.trainer_invitation).update(sent_at=before)


def in_team(place: Place) -> None:
    """Whoever reads the version answers it with another trainer of the cohort."""
    for found in Submission.objects.filter(public_id=place.submission):
        for trainer in {place.trainer, place.partner}:
            mine = {"trainer_id": trainer, "invited_by_id": place.trainer, "joined_at": timezone.now()}
            CoReader.objects.create(submission=found, **mine)


def paused(place: Place) -> None:
    Destination.objects.filter(slug=place.destination).update(paused_reason="by_hand", paused_at=timezone.now())


def set_aside(place: Place) -> None:
    Delivery.objects.filter(pk=place.delivery).update(dead_at=None, failures=1)
