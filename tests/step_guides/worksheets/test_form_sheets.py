"""Sheets made of fields and tables: writing them, by the actions and through their page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.errors import Invalid, NotFound, WrongState
from step_guides.worksheets import actions
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.models import Line, Revision, Worksheet
from step_guides.worksheets.models.framing import Purpose
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.typing_rules import Day, ManyOf, Number, Text
from step_guides.worksheets.upstream import principles
from tests.people import World
from tests.step_guides.worksheets.factories import write


@pytest.fixture
def framing(world: World) -> Worksheet:
    return actions.open_sheet(world.passerelle, Kind.FRAMING, by=world.amina)


# --- What may be typed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12,5", "12.5"), (" 1 250 ", "1250"), ("1\u202f250,50", "1250.5"), ("0", "0"), ("-0", "0"), ("", ""), (7, "7"), (None, "")],
)
def test_numbers_are_read_as_french_people_write_them(typed: object, kept: str):
    assert Number(decimals=2)(typed, name="days") == kept


@pytest.mark.parametrize(
    "typed", ["douze", "1e3", "NaN", "Infinity", "1,234", "-1", "1 000 000 001", "1.2.3", True, [], "٣", "9" * 40]
)
def test_what_is_no_number_is_refused(typed: object):
    with pytest.raises(Invalid) as refusal:
        Number(decimals=2)(typed, name="days")
    assert list(refusal.value.errors) == ["days"]


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_shown_is_the_number_read(value: object):
    rule = Number(decimals=2)
    kept = rule(str(value), name="n")
    assert rule(rule.shown(kept), name="n") == kept


def test_a_text_of_one_line_keeps_its_no_break_spaces():
    rule = Text(60, lines=False)
    assert rule(" 21\tsur\n60,  soit 35\u00a0% ", name="after") == "21 sur 60, soit 35\u00a0%"
    assert rule(rule("a \n b", name="after"), name="after") == "a b"


@pytest.mark.parametrize(
    ("typed", "kept"), [("2027-01-31", "2027-01-31"), ("31/01/2027", "2027-01-31"), (" 1/2/2027 ", "2027-02-01"), ("", "")]
)
def test_days(typed: str, kept: str):
    assert Day()(typed, name="on") == kept


@pytest.mark.parametrize("typed", ["31/02/2027", "demain", "2027-13-01", "0001-01-01", "9999-12-31", 20270131, "1/2"])
def test_what_is_no_day_is_refused(typed: object):
    with pytest.raises(Invalid):
        Day()(typed, name="on")


def test_several_choices_are_kept_in_one_order_whatever_the_order_of_the_clicks():
    rule = ManyOf(Purpose)
    assert rule("learn,improve", name="p") == rule(["improve", "learn", "learn"], name="p") == "improve,learn"
    assert rule("", name="p") == "" and rule.shown("improve,learn").startswith("améliorer")
    with pytest.raises(Invalid):
        rule("improve,rule", name="p")


# --- Actions ------------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_field_is_checked_by_the_rule_of_its_kind(world: World, framing: Worksheet):
    for key, wrong in (
        ("capacity", "beaucoup"),
        ("starts_on", "demain"),
        ("purposes", "rule"),
        ("question", "a" * 251),
        ("mode", "x"),
    ):
        with pytest.raises(Invalid):
            actions.edit_row(framing, f"field:{key}", {"text": wrong}, lock=0, by=world.amina)
    with pytest.raises(NotFound):
        actions.edit_row(framing, "field:title", {"text": "d’une autre fiche"}, lock=0, by=world.amina)
    assert not Revision.objects.exists()


@pytest.mark.django_db
def test_lines_are_added_written_moved_deleted_and_put_back(world: World, framing: Worksheet):
    by = world.amina
    first = actions.add_line(framing, "member", {"function": "Direction", "days": "2,5"}, by=by)
    second = actions.add_line(framing, "member", by=by)
    saved = actions.edit_row(framing, second.anchor, {"function": "Chargée de suivi"}, lock=second.lock, by=by)
    actions.move_line(framing, second.anchor, "up", by=by)
    lines = snapshot(framing)["tables"]["member"]
    assert [line["function"] for line in lines] == ["Chargée de suivi", "Direction"] and lines[1]["days"] == "2.5"
    with pytest.raises(WrongState) as stale:
        actions.edit_row(framing, second.anchor, {"function": "Autre"}, lock=second.lock, by=world.bilal)
    assert stale.value.details["theirs"] == {"function": "Chargée de suivi"}
    actions.delete_row(framing, second.anchor, by=by, lock=saved.lock)
    assert [line["function"] for line in snapshot(framing)["tables"]["member"]] == ["Direction"]
    actions.undo(framing, by=by)
    assert len(snapshot(framing)["tables"]["member"]) == 2
    assert first.anchor.startswith("member:")


@pytest.mark.django_db
def test_a_line_of_the_method_appears_at_its_first_save_and_only_for_what_the_method_names(world: World, framing: Worksheet):
    uid = principles(world.passerelle)[0].uid
    assert snapshot(framing)["tables"]["principle"] == []
    actions.edit_row(framing, f"principle:{uid}", {"answer": "partly"}, lock=0, by=world.amina)
    assert [line["uid"] for line in snapshot(framing)["tables"]["principle"]] == [uid]
    with pytest.raises(NotFound):
        actions.edit_row(framing, f"principle:{uuid.uuid4()}", {"answer": "yes"}, lock=0, by=world.amina)
    with pytest.raises(NotFound):
        actions.add_line(framing, "principle", by=world.amina)
    actions.undo(framing, by=world.amina)
    assert snapshot(framing)["tables"]["principle"] == []


@pytest.mark.django_db
def test_lines_are_counted_and_stay_in_their_sheet(world: World, framing: Worksheet):
    for _ in range(3):
        line = actions.add_line(framing, "subquestion", by=world.amina)
    with pytest.raises(Invalid) as refusal:
        actions.add_line(framing, "subquestion", by=world.amina)
    assert refusal.value.code == "too_many"
    other = actions.open_sheet(world.jardin, Kind.FRAMING, by=world.chloe)
    for act in (
        lambda: actions.edit_row(other, line.anchor, {"text": "x"}, lock=1, by=world.chloe),
        lambda: actions.delete_row(other, line.anchor, by=world.chloe),
        lambda: actions.add_line(framing, "subquestion", by=world.chloe),
        lambda: actions.add_line(framing, "decision", by=world.amina),
        lambda: actions.add_node(framing, "activity", {"label": "x"}, by=world.amina),
    ):
        with pytest.raises(NotFound):
            act()
    assert Line.objects.count() == 3


@pytest.mark.django_db
def test_saving_meets_the_requirement_of_its_own_module(world: World, framing: Worksheet):
    from modules.progress.models import SharedRequirement

    actions.edit_row(framing, "field:scheme", {"text": "Les rendez-vous"}, lock=0, by=world.amina)
    assert list(SharedRequirement.objects.values_list("key", flat=True)) == ["framing:saved"]


# --- Remarks ------------------------------------------------------------------------------------------------------------------


def _framing(**changes: str) -> dict:
    document = json.loads(json.dumps(filled_example(Kind.FRAMING).snapshot))
    document["entries"] |= changes
    return document


def test_remarks_on_framing():
    def said(document: dict) -> set[str]:
        return {one.code for one in remarks(document)}

    assert said(_framing(purposes="improve,learn,report,advocate")) == {"P01"}
    assert said(_framing(capacity="1")) == {"P02"}
    assert said(_framing(ends_on="2020-01-01")) == {"P03"}
    for_nobody = _framing()
    for line in for_nobody["tables"]["usage"]:
        line["concerned"] = "no"
    assert said(for_nobody) == {"P04"}
    assert said(_framing(included="Les dossiers de Mme Exemple")) == {"T25"}


def test_remarks_on_needs():
    document = json.loads(json.dumps(filled_example(Kind.NEEDS).snapshot))
    people = [line for line in document["tables"]["stakeholder"] if line.get("priority") == "yes"]
    people[0].pop("means")
    document["tables"]["figure"][0].pop("origin")
    document["tables"]["listened"] = []
    assert {one.code for one in remarks(document)} == {"N01", "N02", "N04", "R01"}
    for line in document["tables"]["stakeholder"]:
        line["priority"] = "no"
    assert [one.params["count"] for one in remarks(document) if one.code == "N03"] == [0]


# --- The page -----------------------------------------------------------------------------------------------------------------


def page(name: str, sheet: Worksheet, *more: object) -> str:
    return reverse(f"worksheets:{name}", args=[sheet.public_id, *more])


@pytest.mark.django_db
def test_without_script_every_row_is_a_form(world: World, framing: Worksheet, sign_in: Callable):
    client = sign_in(world.amina)
    assert client.post(page("row", framing, "field:purposes"), {"lock": "0", "text": ["", "learn", "improve"]}).status_code == 303
    added = client.post(page("add", framing), {"table": "member"})
    assert added.status_code == 303
    anchor = snapshot(framing)["tables"]["member"][0]
    anchor = f"member:{anchor['uid']}"
    refused = client.post(page("row", framing, anchor), {"lock": "1", "function": "Direction", "days": "beaucoup"})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Écrivez un nombre." in shown and 'value="beaucoup"' in shown and 'value="Direction"' in shown
    assert client.post(page("row", framing, anchor), {"lock": "1", "function": "Direction", "days": "2,5"}).status_code == 303
    document = snapshot(framing)
    assert document["entries"]["purposes"] == "improve,learn" and document["tables"]["member"][0]["days"] == "2.5"
    assert 'value="2,5"' in client.get(page("detail", framing)).content.decode()
    assert client.post(page("row", framing, anchor), {"lock": "2", "do": "delete"}).status_code == 303
    assert snapshot(framing)["tables"]["member"] == []


@pytest.mark.django_db
def test_autosave_of_one_field(world: World, framing: Worksheet, sign_in: Callable):
    client = sign_in(world.amina)
    body = {"anchor": "field:question", "fields": {"text": "Dans quelle mesure ?"}, "lock": 0, "op_id": str(uuid.uuid4())}
    answer = client.post(page("autosave", framing), json.dumps(body), content_type="application/json")
    assert answer.status_code == 200 and answer.json()["lock"] == 1
    again = client.post(page("autosave", framing), json.dumps(body), content_type="application/json")
    assert again.json()["lock"] == 1 and Revision.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.PROFILE, Kind.FRAMING, Kind.NEEDS])
def test_its_pages(kind: Kind, world: World, sign_in: Callable, django_assert_max_num_queries: Callable):
    sheet = actions.open_sheet(world.passerelle, kind, by=world.amina)
    client = sign_in(world.amina)
    for name in ("detail", "panel", "print", "history", "send"):
        assert client.get(page(name, sheet)).status_code == 200, name
    write(sheet, filled_example(kind).snapshot, by=world.amina)
    with django_assert_max_num_queries(18):
        assert client.get(page("detail", sheet)).status_code == 200
    for name in ("panel", "print", "history"):
        assert client.get(page(name, sheet)).status_code == 200, name
    example = client.get(reverse("worksheets:example", args=[sheet.spec]))
    assert "Les Amarres" in example.content.decode()
    assert sign_in(world.chloe).get(page("detail", sheet)).status_code == 404


@pytest.mark.django_db
def test_a_conflict_on_a_choice_names_what_was_chosen(world: World, sign_in: Callable):
    theory = actions.open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    for label in ("Les personnes savent où aller", "Les personnes osent demander"):
        actions.add_node(theory, "outcome", {"label": label}, by=world.amina)
    first, second = (node["uid"] for node in snapshot(theory)["nodes"])
    sheet = actions.open_sheet(world.passerelle, Kind.PRIORITIES, by=world.amina)
    line = actions.add_line(sheet, "question", {"text": "Qui ?", "outcome": first}, by=world.amina)
    actions.edit_row(sheet, line.anchor, {"outcome": second}, lock=line.lock, by=world.bilal)
    answer = sign_in(world.amina).post(page("row", sheet, line.anchor), {"lock": "1", "text": "Qui donc ?", "outcome": first})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert '<dd class="mine">Les personnes savent où aller</dd>' in shown
    assert '<dd class="theirs">Les personnes osent demander</dd>' in shown
    stranger = actions.open_sheet(world.jardin, Kind.PRIORITIES, by=world.chloe)
    with pytest.raises(Invalid) as refusal:  # an outcome of another organisation
        actions.add_line(stranger, "question", {"text": "Qui ?", "outcome": first}, by=world.chloe)
    assert list(refusal.value.errors) == ["outcome"]
