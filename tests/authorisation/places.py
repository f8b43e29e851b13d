"""One object of each kind at each place: mine, my cohort's, another cohort's of my network, another network's, and none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.management import call_command

from certification.certificates.models import Achievement
from coursesite.cohorts.models import Cohort, Enrolment
from coursesite.organisations.models import Organisation
from step_guides.worksheets.actions import open_sheet, submit
from step_guides.worksheets.enums import Kind
from tests.authorisation.certified import certificate_for
from tests.people import World, join, person

PLACES = ("own", "same cohort", "other cohort", "other network", "deleted")


@dataclass
class Place:
    cohort: object
    organisation: object
    worksheet: object
    submission: object
    enrolment: object
    certificate: object
    code: str
    achievement: str
    lesson: str


def absent(achievement: str, lesson: str) -> Place:
    nothing = [uuid.uuid4() for _ in range(6)]
    return Place(*nothing, code="0" * 26, achievement=achievement, lesson=lesson or "une-lecon-disparue")


def place(cohort: Cohort, organisation: Organisation, member: Enrolment, author: Enrolment, lesson: str) -> Place:
    sheet = open_sheet(organisation, Kind.THEORY_OF_CHANGE, by=author.person)
    submission = submit(sheet, by=author.person, confirmed=True)
    certificate = certificate_for(member)
    return Place(
        cohort.public_id, organisation.public_id, sheet.public_id, submission.public_id, member.public_id, certificate.uuid,
        certificate.token, certificate.achievement.slug, lesson,
    )  # fmt: skip


def build_places(world: World) -> dict[str, Place]:
    call_command("seed_site", verbosity=0)
    from modules.catalogue.models import UnitPage

    lesson = UnitPage.objects.filter(slug__gt="").order_by("path").first().slug
    far = date.today() - timedelta(days=1)
    dina, elie = person("Dina Phare"), person("Elie Refuge")
    dina_in, elie_in = join(dina, world.phare, world.other_cohort, "lead"), join(elie, world.refuge, world.far_cohort, "lead")
    assert far and dina_in and elie_in
    amina, bilal, chloe = (Enrolment.objects.get(person=one) for one in (world.amina, world.bilal, world.chloe))
    from coursesite.cohorts.models import TrainerAssignment

    TrainerAssignment.objects.create(cohort=world.far_cohort, person=person("Ursule Formatrice"), starts_on=far)
    places = {
        "own": place(world.cohort, world.passerelle, bilal, amina, lesson),
        "same cohort": place(world.cohort, world.jardin, chloe, chloe, lesson),
        "other cohort": place(world.other_cohort, world.phare, dina_in, dina_in, lesson),
        "other network": place(world.far_cohort, world.refuge, elie_in, elie_in, lesson),
    }
    places["deleted"] = absent(Achievement.objects.first().slug, "")
    return places
