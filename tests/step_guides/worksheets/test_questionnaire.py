"""« Questionnaire »: written line by line, several indicators chosen at once, and the same question from one version to the next."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from coursesite.core.errors import Invalid
from step_guides.worksheets import actions, diff
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.enums import Kind, State
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.models import Line, Worksheet
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.typing_rules import ManyFromSource
from tests.people import World
from tests.step_guides.worksheets.factories import write

ONE, OTHER = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"

pytestmark = pytest.mark.django_db


@pytest.fixture
def priorities(world: World) -> Worksheet:
    sheet = actions.open_sheet(world.passerelle, Kind.PRIORITIES, by=world.amina)
    for position, (uid, title, tool) in enumerate(((ONE, "Part des jeunes", "questionnaire"), (OTHER, "Récits", "interview")), 1):
        values = {"title": title, "tool": tool}
        Line.objects.create(worksheet=sheet, table="indicator", uid=uid, values=values, position=position)
    return sheet


@pytest.fixture
def sheet(world: World, priorities: Worksheet) -> Worksheet:
    return actions.open_sheet(world.passerelle, Kind.QUESTIONNAIRE, by=world.amina)


def page(name: str, sheet: Worksheet, *more: object) -> str:
    return reverse(f"worksheets:{name}", args=[sheet.public_id, *more])


def item_of(sheet: Worksheet) -> dict[str, str]:
    (found,) = snapshot(sheet)["tables"]["item"]
    return found


def test_several_things_are_chosen_in_one_order_whatever_the_order_of_the_clicks():
    rule = ManyFromSource("indicators")
    assert rule(f"{OTHER},{ONE},{OTHER}", name="i") == rule([ONE, OTHER], name="i") == f"{ONE},{OTHER}"
    assert rule("", name="i") == rule(None, name="i") == ""
    assert rule.said(f"{ONE},{OTHER}", {ONE: "Un"}) == "Un, (n’y est plus)"


@pytest.mark.parametrize("typed", ["x", f"{ONE};{OTHER}", 3, {"a": 1}, ",".join([ONE] * 101)])
def test_what_names_nothing_is_refused(typed: object):
    with pytest.raises(Invalid):
        ManyFromSource("indicators")(typed, name="i")


def test_without_script_a_question_is_written_in_one_form(world: World, sheet: Worksheet, sign_in: Callable):
    client = sign_in(world.amina)
    assert client.post(page("add", sheet), {"table": "item"}).status_code == 303
    line = item_of(sheet)
    assert (line["refusal"], line["compulsory"]) == ("yes", "no")  # a question may be refused unless one says otherwise
    form = {"lock": "1", "text": "Où dormez-vous ?", "type": "single", "indicators": ["", OTHER, ONE], "refusal": "yes"}
    assert client.post(page("row", sheet, f"item:{line['uid']}"), form).status_code == 303
    assert item_of(sheet)["indicators"] == f"{ONE},{OTHER}"
    shown = client.get(page("detail", sheet)).content.decode()
    assert shown.count(f'value="{ONE}" checked') == shown.count(f'value="{OTHER}" checked') == 1
    proposed = shown.index('name="options"')
    assert "hidden" not in shown[shown.rindex('<div class="line-more"', 0, proposed) : proposed].split(">")[0]
    assert "hidden" in shown[shown.rindex('<div class="line-more"', 0, shown.index('name="degrees"')) :].split(">")[0]


def test_an_indicator_of_somebody_else_is_refused_and_one_that_went_stays(world: World, sheet: Worksheet, sign_in: Callable):
    client = sign_in(world.amina)
    line = actions.add_line(sheet, "item", {"text": "Où ?", "indicators": f"{ONE},{OTHER}"}, by=world.amina)
    strange = {"lock": str(line.lock), "text": "Où donc ?", "indicators": [ONE, str(uuid.uuid4())]}
    refused = client.post(page("row", sheet, line.anchor), strange)
    assert refused.status_code == 422 and "Où donc ?" in refused.content.decode()
    Line.objects.filter(uid=OTHER).delete()
    kept = {"lock": str(line.lock), "text": "Où donc ?", "indicators": [ONE, OTHER]}
    assert client.post(page("row", sheet, line.anchor), kept).status_code == 303
    assert item_of(sheet)["indicators"] == f"{ONE},{OTHER}"
    assert "(n’y est plus)" in client.get(page("detail", sheet)).content.decode()


def test_only_what_a_questionnaire_is_to_inform_waits_for_its_question(world: World, sheet: Worksheet):
    actions.add_line(
        sheet, "item", {"text": "Je me sens bien ici.", "type": "faces", "indicators": OTHER, "refusal": "yes"}, by=world.amina
    )
    (waiting,) = [one for one in remarks(snapshot(sheet)) if one.code == "Q10"]
    assert "Part des jeunes" in waiting.params["titles"] and "Récits" not in waiting.params["titles"]


def test_a_question_is_the_same_from_one_version_to_the_next_and_its_wording_is_compared(
    world: World, sheet: Worksheet, sign_in: Callable
):
    by = world.amina
    line = actions.add_line(sheet, "item", {"text": "Avez-vous un contact d’appui ?", "type": "yes_no", "indicators": ONE}, by=by)
    first = actions.submit(sheet, by=by, confirmed=True)
    actions.withdraw(sheet, by=by)
    changes = {"text": "Avez-vous quelqu’un à appeler ?", "type": "single", "options": "Oui\nNon", "indicators": f"{ONE},{OTHER}"}
    actions.edit_row(sheet, line.anchor, changes, lock=line.lock, by=by)
    actions.add_line(sheet, "item", {"text": "Où dormez-vous ?"}, by=by)
    second = actions.submit(sheet, by=by, confirmed=True)
    assert (first.number, second.number, second.worksheet.state) == (1, 2, State.SUBMITTED)
    found = diff.compare(first.snapshot, second.snapshot)
    (change,) = found.changed
    assert change.anchor == line.anchor and [one.label for one in found.added] == ["Où dormez-vous ?"] and not found.removed
    said = {one.label: (one.old, one.new) for one in change.fields}
    assert said["Question"] == ("Avez-vous un contact d’appui ?", "Avez-vous quelqu’un à appeler ?")
    assert said["Comment on répond"] == ("oui, non, je ne sais pas", "une réponse parmi plusieurs")
    assert said["Réponses proposées"] == ("", "Oui\nNon")
    assert said["Indicateurs qu’elle sert"] == ("Part des jeunes", "Part des jeunes, Récits")
    history = sign_in(by).get(page("history", sheet)).content.decode()
    assert "Récits</ins>" in history and "«\u00a0Avez-vous quelqu’un à appeler ?\u00a0»" in history and ONE not in history


def test_its_pages(world: World, sheet: Worksheet, sign_in: Callable, django_assert_max_num_queries: Callable):
    client = sign_in(world.amina)
    for name in ("detail", "panel", "print", "history", "send"):
        assert client.get(page(name, sheet)).status_code == 200, name
    Worksheet.objects.get(kind=Kind.PRIORITIES).lines.all().delete()
    write(sheet, filled_example(Kind.QUESTIONNAIRE).snapshot, by=world.amina)
    with django_assert_max_num_queries(18):
        shown = client.get(page("detail", sheet)).content.decode()
    assert "Je me sens en sécurité là où je vis." in shown
    assert sign_in(world.chloe).get(page("detail", sheet)).status_code == 404
