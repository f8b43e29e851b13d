"""Demo programmes and cohorts, with their trainers and the organisations that take part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from coursesite.accounts.models import User
from coursesite.cohorts.actions import enrol
from coursesite.cohorts.enums import Track, TrainerKind
from coursesite.cohorts.models import Cohort, Participation, Programme, TrainerAssignment
from coursesite.organisations.models import Membership, Network, Organisation

PROGRAMME = "Évaluer son impact pas à pas, 9 mois"
OBJECTIVES = """Formuler les changements visés pour les personnes accompagnées
Construire et argumenter la théorie du changement de sa structure
Choisir des indicateurs utiles et recueillir les données avec mesure
Interpréter les résultats avec les parties prenantes et ajuster l’action"""
COHORTS = [
    ("estuaire", "Promotion Estuaire 2026-2027", ["La Passerelle des Rives", "Le Jardin des Possibles"]),
    ("estuaire", "Promotion Littoral 2026-2027", ["Le Phare des Dunes"]),
    ("montagne", "Promotion Montagne 2026-2027", ["Le Refuge du Col"]),
]
TRAINERS = [
    ("luc@demo.example", "Promotion Estuaire 2026-2027", TrainerKind.THEORY),
    ("maud@demo.example", "Promotion Estuaire 2026-2027", TrainerKind.FIELD),
    ("noe@demo.example", "Promotion Littoral 2026-2027", TrainerKind.THEORY),
]
STARTS, ENDS = date(2026, 10, 5), date(2027, 6, 30)


@transaction.atomic
def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    if not demo:
        return
    for slug, name, structures in COHORTS:
        network = Network.objects.get(slug=slug)
        programme, _created = Programme.objects.get_or_create(
            network=network, name=PROGRAMME, defaults={"months": 9, "objectives": OBJECTIVES}
        )
        fields = {"starts_on": STARTS, "ends_on": ENDS, "track": Track.ACCOMPANIED}
        cohort, _created = Cohort.objects.get_or_create(programme=programme, name=name, defaults=fields)
        for structure in structures:
            _take_part(cohort, Organisation.objects.get(network=network, name=structure))
    for email, name, kind in TRAINERS:
        person = User.objects.filter(email=email).first()
        cohort = Cohort.objects.get(programme__network__slug="estuaire", programme__name=PROGRAMME, name=name)
        if person is None:
            out(f"cohorts: no account {email}, skipped")
        elif not TrainerAssignment.objects.filter(cohort=cohort, person=person).exists():  # who was removed stays removed
            TrainerAssignment.objects.create(cohort=cohort, person=person, kind=kind, starts_on=STARTS)
    out("cohorts: demo programmes and cohorts")


def _take_part(cohort: Cohort, organisation: Organisation) -> None:
    participation, _created = Participation.objects.get_or_create(
        cohort=cohort, organisation=organisation, defaults={"joined_on": STARTS}
    )
    if participation.left_on is not None:
        return
    for membership in Membership.objects.current().filter(organisation=organisation).select_related("person"):
        enrol(cohort, person=membership.person, organisation=organisation)
