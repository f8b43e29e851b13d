"""The questionnaire for survey tools: three sheets in one CSV, names that last, nothing that escapes."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.exports import Document, as_xlsform, formats_of
from step_guides.worksheets.kinds import KINDS
from step_guides.worksheets.snapshots import Snapshot, empty

Sheets = dict[str, list[dict[str, str]]]


def read(snapshot: Snapshot, organisation: str = "Passerelle") -> Sheets:
    with override("fr"):
        data = as_xlsform.write(Document(snapshot, organisation, uuid.UUID(int=7), "draft", date(2026, 11, 22)))
    found: Sheets = {}
    columns: list[str] = []
    for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        if line[0]:
            rows: list[dict[str, str]] = found.setdefault(line[0], [])
            columns = []
        elif not columns:
            columns = line[1:]
        else:
            rows.append(dict(zip(columns, line[1:], strict=True)))
    return found


def item(number: int, text: str, type: str = "yes_no", **more: Any) -> dict[str, Any]:  # noqa: A002 (the name of the column)
    return {"uid": str(uuid.UUID(int=number << 96)), "position": number, "text": text, "type": type, "refusal": "yes", **more}


def sheet(*items: dict[str, Any], **entries: str) -> Snapshot:
    found = empty(Kind.QUESTIONNAIRE)
    found["tables"]["item"] = list(items)
    return {**found, "entries": entries}


@pytest.fixture
def whole() -> Sheets:
    return read(filled_example(Kind.QUESTIONNAIRE).snapshot)


def test_only_a_questionnaire_has_it():
    assert [kind for kind, spec in KINDS.items() if "xlsform" in formats_of(spec)] == [Kind.QUESTIONNAIRE]


def test_the_example_is_asked_in_order_inside_its_groups(whole: Sheets):
    kinds = [row["type"].split()[0] for row in whole["survey"]]
    assert kinds == [
        "note", "note",
        "begin_group", "select_one", "select_one", "select_one", "select_one", "end_group",
        "begin_group", "select_one", "select_one", "text", "end_group",
        "note",
    ]  # fmt: skip
    names = [row["name"] for row in whole["survey"] if row["name"]]
    assert len(set(names)) == len(names) and all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert whole["settings"][0]["form_title"] == "Et vous, un an après\u00a0?" and "brouillon" in whole["settings"][0]["about"]


def test_every_list_is_there_with_its_refusal(whole: Sheets):
    lists = {row["type"].split()[1] for row in whole["survey"] if " " in row["type"]}
    assert lists == {row["list_name"] for row in whole["choices"]}
    for name in lists:
        mine = [row["name"] for row in whole["choices"] if row["list_name"] == name]
        assert mine[-1] == "refus" and len(set(mine)) == len(mine) >= 4


def test_before_and_now_are_two_questions_and_what_follows_depends_on_now(whole: Sheets):
    before, now, after = whole["survey"][3:6]
    assert (before["name"], now["name"]) == (
        f"{before['name'].removesuffix('_avant')}_avant",
        before["name"].replace("_avant", "_maintenant"),
    )
    assert before["label"].startswith("Avant\u00a0: Aujourd’hui") and before["type"] == now["type"]
    assert after["relevant"] == f"${{{now['name']}}} = 'oui_une_personne'"
    assert "quelqu’un à appeler" in now["indicators"] and now["label::facile à lire et à comprendre"].startswith("Avez-vous")


def test_names_last_when_words_and_places_change():
    one, two = item(1, "Dormez-vous bien ?"), item(2, "Où ?", "single", options="Ici\nLà")
    first = read(sheet(one, two))
    second = read(sheet({**one, "text": "Dormez-vous mieux ?", "position": 9}, {**two, "options": "Ailleurs\nLà\nIci"}))
    assert {row["name"] for row in first["survey"]} == {row["name"] for row in second["survey"]}
    label = {row["label"]: row["name"] for row in first["choices"]}
    assert {row["label"]: row["name"] for row in second["choices"]} | label == {
        row["label"]: row["name"] for row in second["choices"]
    }


def test_answers_that_look_alike_have_names_of_their_own():
    found = read(sheet(item(1, "Où ?", "single", options="Là\nLa\n???\n!!!\nRefus")))["choices"]
    assert [row["name"] for row in found] == ["la", "la__2", "reponse", "reponse__2", "refus__1", "refus"]


@pytest.mark.parametrize(
    ("kind", "type", "relevant"),
    [
        ("yes_no", "select_one", "${q_000000010000} = 'oui'"),
        ("multiple", "select_multiple", "selected(${q_000000010000}, 'Oui')"),
        ("ranking", "rank", "selected(${q_000000010000}, 'Oui')"),
        ("intensity", "select_one", "${q_000000010000} = 'Oui'"),
        ("number", "decimal", "${q_000000010000} = 'Oui'"),
    ],
)
def test_each_way_to_answer(kind: str, type: str, relevant: str):  # noqa: A002
    first = item(1, "Un ?", kind)
    found = read(sheet(first, item(2, "Deux ?", only_if=first["uid"], only_if_answer="Oui")))["survey"]
    assert found[0]["type"].split()[0] == type and found[1]["relevant"] == relevant


def test_a_condition_that_leads_nowhere_is_left_out():
    alone = item(1, "Un ?")
    for more in ({"only_if": alone["uid"], "only_if_answer": "Oui"}, {"only_if": str(uuid.uuid4()), "only_if_answer": "Oui"}):
        assert read(sheet({**alone, **more}))["survey"][0]["relevant"] == ""
    assert read(sheet(alone, item(2, "Deux ?", only_if=alone["uid"])))["survey"][1]["relevant"] == ""


def test_one_may_always_refuse_to_write():
    imposed = {"compulsory": "yes"}
    texts = read(
        sheet(
            item(1, "Quoi ?", "long", **imposed),
            item(2, "Quoi ?", "long", **{**imposed, "refusal": "no"}),
            item(3, "Oui ?", **imposed),
        )
    )
    assert [(row["required"], row["appearance"]) for row in texts["survey"]] == [
        ("no", "multiline"),
        ("yes", "multiline"),
        ("yes", ""),
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula_and_no_answer_leaves_its_quotes(sign: str):
    bad = f"{sign}HYPERLINK(1)"
    first = item(1, bad, "single", options=f"{bad}\nb", aid=bad)
    found = read(
        sheet(first, item(2, "x", only_if=first["uid"], only_if_answer="a' or '1'='1"), title=bad, notice=bad), organisation=bad
    )
    cells = [cell for rows in found.values() for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] and f"'{bad}" in cells
    assert found["survey"][2]["relevant"].count("'") == 2
