"""Demo networks, organisations and who belongs to them. Everything is fictional, and says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from coursesite.accounts.models import User
from coursesite.organisations.actions import add_member
from coursesite.organisations.enums import MemberRole, Sector
from coursesite.organisations.models import Membership, Network, NetworkRole, Organisation

NETWORKS = {"estuaire": "Réseau Estuaire", "montagne": "Réseau Montagne"}
OFFICERS = {"rose@demo.example": "estuaire", "paul@demo.example": "montagne"}
ORGANISATIONS = [
    ("estuaire", "La Passerelle des Rives", Sector.JUSTICE, "Nantes"),
    ("estuaire", "Le Jardin des Possibles", Sector.CHILDHOOD, "Rennes"),
    ("estuaire", "Le Phare des Dunes", Sector.DISABILITY, "Brest"),
    ("montagne", "Le Refuge du Col", Sector.JUSTICE, "Gap"),
]
MEMBERS = [
    ("amina@demo.example", "La Passerelle des Rives", MemberRole.LEAD),
    ("bilal@demo.example", "La Passerelle des Rives", MemberRole.MEMBER),
    ("chloe@demo.example", "Le Jardin des Possibles", MemberRole.LEAD),
]
SINCE = date(2026, 10, 5)


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    if not demo:
        return
    networks = {}
    for slug, name in NETWORKS.items():
        networks[slug], _created = Network.objects.get_or_create(slug=slug, defaults={"name": name, "is_fictional": True})
    people = {
        user.email: user for user in User.objects.filter(email__in=[*OFFICERS, *(email for email, _name, _role in MEMBERS)])
    }
    for email, slug in OFFICERS.items():
        if email in people:
            NetworkRole.objects.get_or_create(
                network=networks[slug], person=people[email], ends_on=None, defaults={"starts_on": SINCE}
            )
        else:
            out(f"organisations: no account {email}, skipped")
    for slug, name, sector, city in ORGANISATIONS:
        fields = {"sector": sector, "city": city, "is_fictional": True}
        Organisation.objects.get_or_create(network=networks[slug], name=name, defaults=fields)
    for email, name, role in MEMBERS:
        organisation = Organisation.objects.get(network=networks["estuaire"], name=name)
        if email not in people:
            out(f"organisations: no account {email}, skipped")
        elif not Membership.objects.filter(
            organisation=organisation, person=people[email]
        ).exists():  # who was removed stays removed
            member = add_member(organisation, person=people[email], role=role)
            Membership.objects.filter(pk=member.pk).update(starts_on=SINCE)
    out("organisations: demo networks and organisations")
