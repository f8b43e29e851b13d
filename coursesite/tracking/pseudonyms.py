"""Random names of people in statements. One for the own store, another for each destination."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from coursesite.tracking.models import Destination, Pseudonym


def pseudonyms(people: Iterable[int], *, destination: Destination | None = None) -> dict[int, UUID]:
    """Primary key of each person → name; those that are missing are made. One query when all are known."""
    wanted = set(people)
    known = _known(wanted, destination)
    missing = wanted - known.keys()
    if missing:
        fresh = [Pseudonym(person_id=pk, destination=destination) for pk in sorted(missing)]
        Pseudonym.objects.bulk_create(fresh, ignore_conflicts=True)  # somebody else may be making the same at this moment
        known |= _known(missing, destination)
    return known


def own_pseudonym(person: int) -> UUID:
    return pseudonyms([person])[person]


def names_there(own_names: Iterable[str], destination: Destination) -> dict[str, str]:
    """Name in the own store → name in the destination. Names of nobody (any more) are absent."""
    own = Pseudonym.objects.filter(name__in=set(own_names), destination=None).values_list("name", "person_id")
    people = {str(name): person for name, person in own}
    there = pseudonyms(people.values(), destination=destination)
    return {name: str(there[person]) for name, person in people.items()}


def _known(people: set[int], destination: Destination | None) -> dict[int, UUID]:
    rows = Pseudonym.objects.filter(person__in=people, destination=destination)
    return dict(rows.values_list("person_id", "name"))
