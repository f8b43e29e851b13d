"""Each person of the cast at each page, with every identifier there is: nothing out of her sight, no fault, no draft that shows.

The table asks its six people everywhere already; here they open what shows drafts, notes and addresses, and the others open everything.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import resolve, reverse

from certification.certificates.models import Certificate
from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Enrolment, Programme
from coursesite.organisations.models import Organisation
from coursesite.tracking.models import Destination, Statement
from step_guides.reviews.models import Thread
from step_guides.worksheets.models import Submission, Worksheet
from tests.authorisation.asking import forget_counts, shown
from tests.authorisation.conftest import Built
from tests.authorisation.places import HEARD, LETTER, NOTE, PLACES, REMARK, Place
from tests.authorisation.table import ROLES, Row, rows

pytestmark = pytest.mark.django_db

# What the first identifier of an address names: rows about it, its model, its field, and where a place keeps it.
OBJECTS: dict[str, tuple[Any, str, str]] = {
    "cohort": (Cohort, "public_id", "cohort"),
    "programme": (Programme, "pk", "programme"),
    "organisation": (Organisation, "public_id", "organisation"),
    "worksheet": (Worksheet, "public_id", "worksheet"),
    "version of members": (Submission, "public_id", "submission"),
    "version to review": (Submission, "public_id", "submission"),
    "answer": (Submission, "public_id", "submission"),
    "thread": (Thread, "public_id", "thread"),
    "enrolment": (Enrolment, "public_id", "enrolment"),
    "certificate": (Certificate, "uuid", "certificate"),
    "destination": (Destination, "slug", "destination"),
    "trace": (Statement, "pk", "statement"),
}


def pages() -> list[Row]:
    """Rows whose address names an object and answers a GET: pages, and forms before they are sent."""
    found: dict[str, Row] = {}
    for row in rows():
        if row.at and row.about in OBJECTS and row.url not in found:
            found[row.url] = row
    return list(found.values())


TELLING = {
    "cohorts:detail",
    "reviews:detail",
    "reviews:thread",
    "worksheets:detail",
    "worksheets:history",
    "worksheets:submission",
}


def answers_get(row: Row, place: Place) -> bool:
    return getattr(resolve(reverse(row.url, args=row.args(place))).func, "reads", False)


def test_no_page_outside_what_a_person_sees(built: Built) -> None:
    wrong, opened, read = [], 0, set()
    asked = [row for row in pages() if answers_get(row, built.places["own"])]
    in_the_table = [built.ask.who(role) for role in ROLES]
    for person in built.world.everybody():
        sight = {
            model: set(model._default_manager.visible_to(person).values_list(key, flat=True))
            for model, key, _at in OBJECTS.values()
        }
        elsewhere = person in in_the_table
        for row in asked:
            if elsewhere and row.url not in TELLING:
                continue
            forget_counts()
            model, _key, at = OBJECTS[row.about]
            lost = set()
            for place in PLACES:
                response = built.ask.get(reverse(row.url, args=row.args(built.places[place])), person)
                code, visible = response.status_code, getattr(built.places[place], at) in sight[model]
                opened += code == 200
                if code >= 500 or code not in ({200, 202, 303, 403, 404, 409} if visible else {404}):
                    wrong.append(f"{person} at {row.url} ({place}, {'visible' if visible else 'invisible'}): {code}")
                if code == 404:
                    lost.add(shown(response))
                    continue
                page = response.content.decode(errors="replace")
                read |= {(person, one) for one in (NOTE, REMARK, LETTER, HEARD) if one in page}
                wrong += [f"{person} at {row.url} ({place}): {what}" for what in leaks(page, person, row, place, built)]
            if len(lost) > 1:
                wrong.append(f"{person} at {row.url}: absent and invisible differ")
    assert wrong == [], "\n".join(wrong)
    assert len(asked) > 25 and opened > 60
    luc, maud = built.world.luc, built.world.maud  # who may read them does
    assert {(luc, NOTE), (maud, NOTE), (luc, REMARK), (luc, LETTER)} <= read
    members = {built.world.amina, built.world.bilal, built.world.chloe}  # what stakeholders said is for them alone
    assert {person for person, one in read if one == HEARD} == members


def leaks(page: str, person: User, row: Row, place: str, built: Built) -> list[str]:
    """What nobody should read: a trainer's drafts, notes of trainers, addresses of people."""
    world, found = built.world, []
    here = place in {"own", "same cohort"}
    author = (here and person == world.luc) or (place == "other cohort" and person == world.noe)
    trains = author or (here and person == world.maud)
    if NOTE in page and not trains:
        found.append("a private note")
    if (REMARK in page or LETTER in page) and not author:
        found.append("a draft of a trainer")
    if row.about == "cohort" and person in {world.amina, world.bilal, world.chloe}:
        mine = set(Organisation.objects.visible_to(person).filter(memberships__role="lead", memberships__person=person))
        allowed = {person.email, *User.objects.filter(memberships__organisation__in=mine).values_list("email", flat=True)}
        found += [f"the address {email}" for email in set(re.findall(r"[\w.]+@[\w.]+\.example", page)) - allowed]
    return found


def test_an_object_is_not_reached_through_the_address_of_another(built: Built) -> None:
    """Two identifiers in an address: the first is mine, the second belongs elsewhere."""
    mine, wrong, asked = built.places["own"], [], 0
    for row in rows():
        if len(row.args(mine)) < 2 or row.about not in OBJECTS:
            continue
        for place in ("other cohort", "other network", "deleted"):
            first, second = row.args(mine), row.args(built.places[place])
            if first[1] == second[1]:
                continue  # it names no object: a decision
            crossed = _crossed(row, mine, built.places[place])
            for role in ("OL", "NA", "SU"):
                if "own" in row.places(role):
                    asked += 1
                    code = built.ask(crossed, built.ask.who(role), mine).status_code
                    if code != 404:
                        wrong.append(f"{role} at {row.number} {row.url}, {place}: {code}")
    assert wrong == [], "\n".join(wrong)
    assert asked > 40


def _crossed(row: Row, mine: Place, theirs: Place) -> Row:
    return replace(row, at=lambda place: [row.args(mine)[0], *row.args(theirs)[1:]])
