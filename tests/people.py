"""The named cast of the tests, and the two networks they belong to.

Amina leads « La Passerelle des Rives » and Bilal is her colleague; Chloé leads « Le Jardin des Possibles », in the same
cohort; Luc and Maud train it; Noé trains another cohort of the same network; Rose acts for the network, Paul for another one;
Inès edits, Sofia administers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import Group

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.models import Cohort, Enrolment, Participation, Programme, TrainerAssignment
from coursesite.organisations.models import Membership, Network, NetworkRole, Organisation

PASSWORD = "jalons demo jalons"


def person(name: str, **fields: object) -> User:
    first = name.split(" ")[0].lower().replace("é", "e").replace("è", "e")
    return User.objects.create_user(f"{first}@test.example", PASSWORD, full_name=name, **fields)


def organisation(network: Network, name: str, **fields: object) -> Organisation:
    return Organisation.objects.create(network=network, name=name, is_fictional=True, **fields)


def join(someone: User, structure: Organisation, cohort: Cohort | None = None, role: str = "member") -> Enrolment | None:
    Membership.objects.get_or_create(
        organisation=structure, person=someone, ends_on=None, defaults={"role": role, "starts_on": date(2026, 1, 5)}
    )
    if cohort is None:
        return None
    Participation.objects.get_or_create(cohort=cohort, organisation=structure)
    return Enrolment.objects.create(cohort=cohort, person=someone, organisation=structure)


@dataclass
class World:
    """Everybody and everything, by name."""

    amina: User
    bilal: User
    chloe: User
    luc: User
    maud: User
    noe: User
    rose: User
    ines: User
    sofia: User
    paul: User
    stranger: User  # an account that holds no role at all
    network: Network
    other_network: Network
    programme: Programme
    cohort: Cohort
    other_cohort: Cohort
    far_cohort: Cohort
    passerelle: Organisation
    jardin: Organisation
    phare: Organisation  # in Noé's cohort
    refuge: Organisation  # of Paul's network

    def everybody(self) -> list[User]:
        return [value for value in vars(self).values() if isinstance(value, User)]


def build_world() -> World:
    today = date.today()
    starts, ends = today - timedelta(days=40), today + timedelta(days=200)
    network = Network.objects.create(name="Réseau Estuaire", slug="estuaire")
    other_network = Network.objects.create(name="Réseau Montagne", slug="montagne")
    programme = Programme.objects.create(
        network=network, name="Évaluer son impact pas à pas", objectives="Construire sa théorie du changement"
    )
    far_programme = Programme.objects.create(network=other_network, name="Évaluer son impact pas à pas")
    cohort = Cohort.objects.create(programme=programme, name="Promotion Estuaire", starts_on=starts, ends_on=ends)
    other_cohort = Cohort.objects.create(programme=programme, name="Promotion Littoral", starts_on=starts, ends_on=ends)
    far_cohort = Cohort.objects.create(programme=far_programme, name="Promotion Montagne", starts_on=starts, ends_on=ends)
    world = World(
        amina=person("Amina Haddad", function="directrice"),
        bilal=person("Bilal Kernan", function="éducateur"),
        chloe=person("Chloé Vasseur", function="coordinatrice"),
        luc=person("Luc Morvan", function="formateur"),
        maud=person("Maud Tessier", function="formatrice"),
        noe=person("Noé Brisset", function="formateur"),
        rose=person("Rose Lambert", function="chargée de réseau"),
        ines=person("Inès Cordier", function="rédactrice"),
        sofia=User.objects.create_superuser("sofia@test.example", PASSWORD, full_name="Sofia Pradel"),
        paul=person("Paul Renaudin", function="chargé de réseau"),
        stranger=person("Zoé Inconnue"),
        network=network, other_network=other_network, programme=programme, cohort=cohort, other_cohort=other_cohort, far_cohort=far_cohort,
        passerelle=organisation(network, "La Passerelle des Rives", sector="justice", city="Nantes"),
        jardin=organisation(network, "Le Jardin des Possibles", sector="childhood", city="Rennes"),
        phare=organisation(network, "Le Phare des Dunes", sector="disability", city="Brest"),
        refuge=organisation(other_network, "Le Refuge du Col", sector="justice", city="Gap"),
    )  # fmt: skip
    join(world.amina, world.passerelle, cohort, "lead")
    join(world.bilal, world.passerelle, cohort)
    join(world.chloe, world.jardin, cohort, "lead")
    Participation.objects.create(cohort=other_cohort, organisation=world.phare)
    Participation.objects.create(cohort=far_cohort, organisation=world.refuge)
    for trainer, trained in [(world.luc, cohort), (world.maud, cohort), (world.noe, other_cohort)]:
        TrainerAssignment.objects.create(person=trainer, cohort=trained, starts_on=starts)
    NetworkRole.objects.create(network=network, person=world.rose, starts_on=starts)
    NetworkRole.objects.create(network=other_network, person=world.paul, starts_on=starts)
    group, _ = Group.objects.get_or_create(name=EDITORS)
    world.ines.groups.add(group)
    return world
