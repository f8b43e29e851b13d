"""« Autres formats » on the page of a sheet: who takes a file, of what, and in which answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.exports import as_json, formats_of
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.snapshots import snapshot
from tests.people import World
from tests.step_guides.worksheets.factories import submitted, validated

SignIn = Callable[[User], Client]
THEORY = ["csv", "svg", "mermaid", "json", "cids"]


def at(sheet: Worksheet, slug: str) -> str:
    return f"/fiches/{sheet.public_id}/exporter/{slug}/"


@pytest.mark.parametrize("slug", THEORY)
def test_members_take_each_format_as_a_file_that_runs_nothing(world: World, sheet: Worksheet, sign_in: SignIn, slug: str) -> None:
    actions.add_node(sheet, "outcome", {"label": "Oser demander", "horizon": "short"}, by=world.amina)
    answer = sign_in(world.bilal).get(at(sheet, slug))
    assert answer.status_code == 200 and "Oser demander" in answer.content.decode()
    expected = formats_of(sheet.spec)[slug]
    assert answer["Content-Type"] == expected.content_type
    assert re.fullmatch(
        rf'attachment; filename="theorie-du-changement-[a-z0-9-]+-brouillon-[0-9-]+\.{expected.extension}"',
        answer["Content-Disposition"],
    )
    assert answer["Cache-Control"] == "private, no-store" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_file_is_read_and_never_written_to(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    head = client.head(at(sheet, "csv"))
    assert head.status_code == 200 and head.content == b"" and "attachment" in head["Content-Disposition"]
    assert client.post(at(sheet, "csv")).status_code == 405


def test_nobody_else_takes_it(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    for person in (world.chloe, world.luc, world.rose, world.paul):
        for slug in (*THEORY, "xlsx"):
            assert sign_in(person).get(at(sheet, slug)).status_code == 404
    assert Client().get(at(sheet, "json")).status_code == 302


def test_a_format_that_the_sheet_does_not_have_is_not_found(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    framing = actions.open_sheet(world.passerelle, Kind.FRAMING, by=world.amina)
    assert [client.get(at(framing, slug)).status_code for slug in ("csv", "json", "svg", "mermaid", "cids")] == [
        200,
        200,
        404,
        404,
        404,
    ]
    assert [client.get(at(sheet, slug)).status_code for slug in ("pdf", "as_csv", "CSV", "csv.exe")] == [404] * 4


def test_a_validated_sheet_leaves_as_it_was_validated(world: World, sign_in: SignIn) -> None:
    version = validated(world.passerelle, by=world.amina, trainer=world.luc)
    client, sheet = sign_in(world.amina), version.worksheet
    data = client.get(at(sheet, "json")).content
    assert as_json.read(data) == version.snapshot
    assert (json.loads(data)["draft"], json.loads(data)["state"]) == (False, "validated")
    actions.reopen(sheet, by=world.amina, reason="Elle a changé.")
    actions.add_node(sheet, "outcome", {"label": "Un effet de plus", "horizon": "short"}, by=world.amina)
    again = client.get(at(sheet, "json")).content
    assert json.loads(again)["draft"] is True and as_json.read(again) == snapshot(sheet) != version.snapshot


def test_the_page_names_the_formats_in_every_state(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    framing = actions.open_sheet(world.passerelle, Kind.FRAMING, by=world.amina)
    page = client.get(f"/fiches/{framing.public_id}/").content.decode()
    assert at(framing, "csv") in page and at(framing, "json") in page and "exporter/svg" not in page
    sheet = submitted(world.passerelle, by=world.amina).worksheet
    page = client.get(f"/fiches/{sheet.public_id}/").content.decode()
    assert all(at(sheet, slug) in page for slug in THEORY) and "Autres formats" in page


def test_as_many_queries_for_a_long_sheet_as_for_a_short_one(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client, counts = sign_in(world.amina), []
    for number in (1, 3):
        for index in range(number):
            actions.add_node(sheet, "outcome", {"label": f"Effet {number} {index}", "horizon": "short"}, by=world.amina)
        client.get(at(sheet, "csv"))
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(at(sheet, "csv"))
        counts.append(len(found))
    assert counts[0] == counts[1]
