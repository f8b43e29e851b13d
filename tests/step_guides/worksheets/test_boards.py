"""The table of the indicators and the balance of the whole, the length of a questionnaire: computed, never typed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from step_guides.worksheets import actions
from step_guides.worksheets.boards import Board, board_of
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.exports import as_csv, as_json
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.papers.as_pdf import html_of
from step_guides.worksheets.papers.content import Edition, Sheet
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.snapshots import Snapshot, empty, snapshot
from tests.people import World
from tests.step_guides.worksheets.test_checks_priorities import OUTCOME, SOUND, sheet


def facts(document: Snapshot) -> dict[str, str]:
    found = board_of(document)
    assert isinstance(found, Board)
    return dict(found.facts)


def test_one_line_an_indicator():
    document = sheet(SOUND, {"title": "Récits", "nature": "qualitative", "responsible": "Équipe"})
    document["upstream"]["collected"] = [{"uid": "i1", "label": "", "note": "Collègue d’un autre site", "traits": "12.5"}]
    document["tables"]["indicator"].sort(key=lambda line: line["uid"], reverse=True)
    document["tables"]["indicator"] = [{**line, "position": int(line["uid"][1:])} for line in document["tables"]["indicator"]]
    found = board_of(document)
    assert found is not None and [line.name for line in found.lines] == [SOUND["title"], "Récits"]
    assert [text for _label, text in found.lines[0].cells] == [
        "Effet 1", "quantitatif", "20", "45", "31 décembre 2027", "Collègue d’un autre site", "12,5",
    ]  # fmt: skip
    assert [text for _label, text in found.lines[1].cells] == ["", "qualitatif", "", "", "", "Équipe", ""]
    assert found.head == [label for label, _text in found.lines[1].cells]


def test_the_balance_of_the_whole():
    document = sheet(
        SOUND, {**SOUND, "nature": "perceived"}, {**SOUND, "nature": "perceived", "level": "impact"},
        held=2, outcomes=[{"retained": "yes"}, {"retained": "yes"}],
    )  # fmt: skip
    document["upstream"]["elements"][1]["note"] = "les  Jeunes"
    assert document["upstream"]["elements"][1]["uid"] == OUTCOME
    document["upstream"]["stakeholders"] = [
        {"uid": "s1", "label": "Les jeunes", "note": "", "traits": "benefits,people"},
        {"uid": "s2", "label": "Familles", "note": "", "traits": "both,families"},
        {"uid": "s3", "label": "Mairie", "note": "", "traits": "contributes,funders"},
    ]
    document["upstream"]["collected"] = [
        {"uid": f"i{n}", "label": "", "note": "", "traits": hours} for n, hours in ((1, "20"), (2, "15.5"), (9, "1000"))
    ]
    assert facts(document) == {
        "Indicateurs": "3 indicateurs, 15 au plus",
        "Natures": "quantitatif (1), perçu, dit par la personne elle-même (2)",
        "Niveaux": "effet (2), impact (1)",
        "Parties prenantes": "1 sur 2\xa0; sans indicateur\xa0: Familles",
        "Effets retenus": "sans indicateur\xa0: Effet 2",
        "Charge": "35,5 heures de collecte, soit environ 5,1 jours de 7 heures",
    }
    document["upstream"]["capacity"] = [{"uid": "capacity", "label": "12.5", "note": ""}]
    assert facts(document)["Charge"].endswith("5,1 jours de 7 heures, pour 12,5 jours disponibles")
    document["upstream"]["stakeholders"].pop(1)
    document["tables"]["outcome"].pop()
    told = facts(document)
    assert (told["Parties prenantes"], told["Effets retenus"]) == ("toutes ont un indicateur", "tous ont un indicateur")


def test_what_nobody_has_said_is_left_out():
    """As in a version sent before other sheets were read."""
    assert list(facts(sheet({"title": "Récits"}))) == ["Indicateurs"]
    assert board_of(sheet()) is None and board_of(sheet({})) is None
    for kind in Kind:
        assert board_of(empty(kind)) is None, kind


def test_how_long_a_questionnaire_takes():
    document = empty(Kind.QUESTIONNAIRE)
    document["tables"]["item"] = [{"uid": str(n), "position": n, "text": f"Question {n}", "type": "long"} for n in range(4)]
    assert facts(document) == {"Questions": "4", "Temps de réponse": "environ 7 minutes"}
    document["entries"]["minutes"] = "1"
    assert facts(document)["Temps de réponse"] == "1 minute, d’après l’essai"


def test_the_filled_example_says_it_whole():
    told = facts(filled_example(Kind.PRIORITIES).snapshot)
    assert told["Charge"] == "90 heures de collecte, soit environ 12,9 jours de 7 heures, pour 24 jours disponibles"
    assert len(told) == 6


@pytest.mark.django_db
def test_it_follows_what_is_typed_here_and_in_the_other_sheets(
    world: World, sign_in: Callable, django_assert_max_num_queries: Callable
):
    by = world.amina
    theory = actions.open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=by)
    node = actions.add_node(theory, "outcome", {"label": "Les jeunes savent où aller", "audience": "Jeunes"}, by=by)
    outcome = node.anchor.partition(":")[2]
    priorities = actions.open_sheet(world.passerelle, Kind.PRIORITIES, by=by)
    client = sign_in(by)

    def shown(name: str, sheet: Worksheet = priorities) -> str:
        return client.get(reverse(f"worksheets:{name}", args=[sheet.public_id])).content.decode()

    assert "Tableau des indicateurs" not in shown("detail") and 'id="board" data-live' in shown("detail")
    line = actions.add_line(priorities, "indicator", {"title": "Part des jeunes", "measures": outcome}, by=by)
    uid = line.anchor.partition(":")[2]
    for kind, anchor, values in (
        (Kind.COLLECTION, f"measure:{uid}", {"collector": "Veilleur de nuit", "hours": "21"}),
        (Kind.FRAMING, "field:capacity", {"text": "2"}),
    ):
        actions.edit_row(actions.open_sheet(world.passerelle, kind, by=by), anchor, values, lock=0, by=by)
    body = {"anchor": line.anchor, "fields": {"baseline": "1 sur 7"}, "lock": line.lock, "op_id": str(uuid.uuid4())}
    client.post(reverse("worksheets:autosave", args=[priorities.public_id]), json.dumps(body), content_type="application/json")
    with django_assert_max_num_queries(18):
        page = shown("detail")
    for text in (page, shown("panel"), shown("print")):
        board = text[text.index("Tableau des indicateurs") :]
        assert "1 sur 7" in board and "Veilleur de nuit" in board and "Les jeunes savent où aller" in board
        assert "soit environ 3 jours de 7 heures, pour 2 jours disponibles" in board
    plan = Worksheet.objects.get(kind=Kind.COLLECTION)
    assert "Plus de travail que de jours disponibles" in shown("detail", plan)
    sent = actions.submit(priorities, by=by, confirmed=True)
    assert "Veilleur de nuit" in shown("detail")
    actions.edit_row(plan, f"measure:{uid}", {"collector": "Stagiaire"}, lock=1, by=by)
    found = board_of(sent.snapshot)
    assert found is not None and ("Qui recueille", "Veilleur de nuit") in found.lines[0].cells
    assert snapshot(priorities)["upstream"]["collected"][0]["note"] == "Stagiaire"


def test_the_days_of_a_team_are_added_up_beside_those_there_are():
    document = {**empty(Kind.FRAMING), "entries": {"capacity": "24"}}
    assert board_of(document) is None
    document["tables"]["member"] = [
        {"uid": str(n), "position": n, "days": days} for n, days in enumerate(("10", "2.5", "abc", ""))
    ]
    assert facts(document) == {"Jours de l’équipe": "12,5", "Jours disponibles": "24"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("20 %", "45 %", "+25"), ("12,5", "10", "-2,5"), ("12 sur 60", "21 sur 60", ""), ("20 %", "45", "+25"), ("20 %", "3 ans", ""), ("", "4", "")],
)  # fmt: skip
def test_the_figures_of_an_analysis_with_their_gap(before: str, after: str, said: str):
    document = empty(Kind.ANALYSIS)
    document["upstream"]["retained"] = [{"uid": "e1", "label": "Les jeunes dorment", "note": ""}]
    document["tables"]["finding"] = [
        {"uid": "e1", "position": 1, "count": "42", "before": before, "after": after, "missing": "18"}
    ]
    found = board_of(document)
    assert found is not None and found.first == "Effet" and found.lines[0].name == "Les jeunes dorment"
    assert [text for _label, text in found.lines[0].cells] == ["42", before, after, said, "18"]


@pytest.mark.parametrize("data", ["dry_run", "collected,dry_run"])
def test_a_dry_run_is_said_on_the_sheet_and_in_whatever_is_made_of_it(data: str):
    document = {**empty(Kind.ANALYSIS), "entries": {"data": data}}
    said = cautions_of(document)
    assert len(said) == 1 and said[0].startswith("Analyse à blanc")
    paper = Document(document, "Les Amarres", uuid.UUID(int=1), "validated", date(2026, 11, 22))
    for text in (as_csv.write(paper).decode(), as_json.write(paper).decode(), str(freeze(document).cautions)):
        assert "Analyse à blanc" in text
    for whole in (False, True):
        edition = Edition([Sheet(paper, "Version 1, lue")], "Les Amarres", paper.on, "fr", whole=whole)
        assert html_of(edition).count("Analyse à blanc") == 1 + whole


def test_each_way_of_looking_prints_its_caution():
    document = {**empty(Kind.COLLECTION), "entries": {"design": "before_after,retrospective,comparison,interviews"}}
    assert len(cautions_of(document)) == 4
    assert cautions_of({**empty(Kind.ANALYSIS), "entries": {"data": "collected"}}) == []
    assert len(cautions_of({**empty(Kind.ANALYSIS), "entries": {"data": "existing,retrospective,pilot"}})) == 3
