from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts import columns
from coursesite.cohorts.columns import Cell
from coursesite.cohorts.export import cell_text
from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.cohorts.roster import roster
from coursesite.organisations.actions import invite
from coursesite.organisations.models import Membership
from tests.people import join, organisation, person

pytestmark = pytest.mark.django_db


def page(client, cohort: Cohort):
    return client.get(reverse("cohorts:detail", args=[cohort.public_id]))


def test_everybody_in_the_cohort_sees_names_functions_organisations(world, sign_in):
    for user in (world.amina, world.bilal, world.chloe, world.luc, world.maud, world.rose):
        text = page(sign_in(user), world.cohort).content.decode()
        for words in ("Amina Haddad", "directrice", "La Passerelle des Rives", "Chloé Vasseur", "Luc Morvan"):
            assert words in text, (user, words)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("bilal", set()),
        ("amina", {"amina", "bilal"}),
        ("chloe", {"chloe"}),
        ("luc", {"amina", "bilal", "chloe"}),
        ("rose", {"amina", "bilal", "chloe"}),
        ("sofia", {"amina", "bilal", "chloe"}),
    ],
)
def test_addresses_are_seen_as_the_matrix_says(world, sign_in, who, seen):
    client = sign_in(getattr(world, who))
    text = page(client, world.cohort).content.decode()
    assert {name for name in ("amina", "bilal", "chloe") if f"{name}@test.example" in text} == seen
    keys = {one.email for group in roster(world.cohort, getattr(world, who)).groups for one in group.people if one.email}
    assert keys == {f"{name}@test.example" for name in seen}


def test_what_a_person_of_the_roster_is_made_of(world):
    [group] = [one for one in roster(world.cohort, world.bilal).groups if one.organisation == world.jardin]
    [chloe] = group.people
    assert {key: value for key, value in vars(chloe).items() if value} == {
        "display_name": "Chloé Vasseur",
        "function": "coordinatrice",
        "leads": True,
    }


@pytest.mark.parametrize("who", ["paul", "noe", "ines", "stranger"])
def test_others_find_nothing(world, sign_in, who):
    assert page(sign_in(getattr(world, who)), world.cohort).status_code == 404


def test_signed_out_goes_to_sign_in(world, client):
    assert page(client, world.cohort).status_code == 302


def test_access_ends_with_the_very_next_request(world, sign_in):
    bilal, luc = sign_in(world.bilal), sign_in(world.luc)
    assert page(bilal, world.cohort).status_code == page(luc, world.cohort).status_code == 200
    Membership.objects.filter(person=world.bilal).update(ends_on=timezone.localdate())
    TrainerAssignment.objects.filter(person=world.luc).update(ends_on=timezone.localdate())
    assert page(bilal, world.cohort).status_code == page(luc, world.cohort).status_code == 404


def test_a_role_that_starts_tomorrow_opens_nothing_today(world, sign_in):
    TrainerAssignment.objects.filter(person=world.luc).update(starts_on=timezone.localdate() + timedelta(days=1))
    assert page(sign_in(world.luc), world.cohort).status_code == 404


def test_invitations_are_shown_to_officers_only(world, sign_in):
    invite(world.jardin, email="attendue@port.example", by=world.rose)
    assert "attendue@port.example" in page(sign_in(world.rose), world.cohort).content.decode()
    assert "attendue@port.example" not in page(sign_in(world.luc), world.cohort).content.decode()


@pytest.mark.parametrize("who", ["bilal", "luc", "rose"])
def test_the_number_of_queries_does_not_grow(world, sign_in, who, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(getattr(world, who))
    page(client, world.cohort)
    with CaptureQueriesContext(connection) as few:
        page(client, world.cohort)
    for number in range(6):
        structure = organisation(world.network, f"Structure {number}")
        for rank in range(3):
            join(person(f"P{number}{rank} Nom"), structure, world.cohort)
        invite(structure, email=f"x{number}@port.example", by=world.rose)
    with CaptureQueriesContext(connection) as many:
        page(client, world.cohort)
    assert len(many) == len(few)


@pytest.fixture
def extra_column(monkeypatch):
    columns.columns()
    monkeypatch.setattr(columns, "_columns", [])

    @columns.column("Suivi", order=5)
    def values(enrolments):
        return {one.pk: Cell("=validée", state="validated") for one in enrolments if one.person.full_name == "Amina Haddad"}


def test_columns_of_other_rooms_reach_the_page_and_the_file(world, sign_in, extra_column):
    rose = sign_in(world.rose)
    text = page(rose, world.cohort).content.decode()
    assert "Suivi" in text and 'data-state="validated"' in text
    rows = table(rose, world.cohort)
    assert rows[0][-1] == "Suivi"
    assert [row[-1] for row in rows[1:]] == ["'=validée", "", ""]
    assert "Suivi" not in page(sign_in(world.bilal), world.cohort).content.decode()


def table(client, cohort: Cohort) -> list[list[str]]:
    answer = client.get(reverse("cohorts:export", args=[cohort.public_id]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_exactly_these_columns(world, sign_in, monkeypatch):
    columns.columns()
    monkeypatch.setattr(columns, "_columns", [])
    rows = table(sign_in(world.rose), world.cohort)
    assert rows[0] == ["Promotion", "Structure", "Ville", "Secteur", "Nom", "Fonction", "Courriel", "Pilote", "Inscription le"]
    assert [row[4] for row in rows[1:]] == ["Amina Haddad", "Bilal Kernan", "Chloé Vasseur"]


def test_formulas_typed_by_people_stay_text(world, sign_in):
    type(world.bilal).objects.filter(pk=world.bilal.pk).update(full_name='=HYPERLINK("http://x")', function="@SUM(1)")
    rows = table(sign_in(world.rose), world.cohort)
    [bilal] = [row for row in rows if row[6] == "bilal@test.example"]
    assert bilal[4] == '\'=HYPERLINK("http://x")' and bilal[5] == "'@SUM(1)"


@pytest.mark.parametrize(
    ("value", "text"),
    [("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\t=1"), (" =1", "' =1"), ("a;b", "a;b"), (3, "3"), (-3, "-3"), (1.5, "1,5"), ("a\0b", "ab")],
)  # fmt: skip
def test_cells(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize(("who", "expected"), [("luc", 403), ("amina", 403), ("paul", 404), ("noe", 404), ("sofia", 200)])
def test_the_file_is_for_officers(world, sign_in, who, expected):
    assert sign_in(getattr(world, who)).get(reverse("cohorts:export", args=[world.cohort.public_id])).status_code == expected


def test_people_who_left_are_neither_on_the_page_nor_in_the_file(world, sign_in):
    Enrolment.objects.filter(person=world.bilal).update(left_on=timezone.localdate())
    rose = sign_in(world.rose)
    assert "Bilal Kernan" not in page(rose, world.cohort).content.decode()
    assert len(table(rose, world.cohort)) == 3


def test_a_page_number_that_makes_no_sense_shows_a_page(world, sign_in):
    url = reverse("cohorts:detail", args=[world.cohort.public_id])
    for number in ("99999999999999999999", "-1", "x", ""):
        assert sign_in(world.rose).get(url, {"page": number}).status_code == 200
