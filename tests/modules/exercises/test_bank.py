"""The question bank as a spreadsheet: what goes out comes back the same, and a file is checked whole before a row of it is kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed, TooLarge, WrongState
from modules.exercises import bank, bank_words, sheets
from modules.exercises.models import Exercise, OrderExercise
from modules.exercises.seeds import seed
from modules.glossary import seeds as glossary
from tests.modules.course import choices_exercise, order_exercise, publish, sort_exercise
from tests.people import World

SIGN_IN = Callable[[User], Client]
ORDER = [
    {
        "part": "exercise",
        "code": "neuf",
        "kind": "order",
        "title": "Neuf",
        "statement": "Rangez.",
        "minutes": "4",
        "is_key": "oui",
    },
    {"part": "steps.step", "text": "Une", "key": "une"},
    {"part": "steps.step", "text": "Deux", "feedback": "Puis deux."},
]


def numbered(rows: list[dict[str, str]]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(rows, 2))


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_ids(one) for name, one in value.items() if name != "id"}
    return [without_ids(one) for one in value] if isinstance(value, list) else value


def stored(exercise: Exercise) -> dict[str, Any]:
    said = {name: getattr(exercise, name) for name in exercise.content_fields}
    return {
        name: without_ids(list(one.get_prep_value())) if hasattr(one, "get_prep_value") else one for name, one in said.items()
    }


def test_columns_parts_and_kinds_are_said_in_words_and_their_own_names_still_read() -> None:
    columns = bank.columns_of(ORDER)
    said = sheets.write(ORDER, columns, "csv").decode("utf-8-sig").splitlines()
    assert said[0].startswith('"Partie";"Code";"Type";"Titre";"Consigne";"Minutes";"Exercice clé"')
    assert said[1].startswith('"exercice";"neuf";"Remettre des étapes en ordre"') and said[2].startswith('"étape"')
    written = [(number, {**dict.fromkeys(columns, ""), **row}) for number, row in numbered(ORDER)]
    assert sheets.read("\r\n".join(said).encode(), "a.csv") == written
    bare = ["part;code;kind;text", "exercise;neuf;order;", " ÉTAPE ;;;Une", "steps.step;;;Deux"]
    read = [row for _number, row in sheets.read("\r\n".join(bare).encode(), "a.csv")]
    assert [(row["part"], row["kind"]) for row in read] == [("exercise", "order"), ("steps.step", ""), ("steps.step", "")]
    with override("en"):
        english = sheets.write(ORDER, columns, "csv")
    assert english.decode("utf-8-sig").startswith('"Part";"Code";"Kind"') and sheets.read(english, "a.csv") == written


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_word_of_the_bank_has_one_meaning_and_none_is_missing(db: None, language: str) -> None:
    glossary.seed(demo=False, out=lambda line: None)
    seed(demo=False, out=lambda line: None)
    rows = bank.rows_of([one for one in Exercise.objects.all() if one.in_bank])
    assert set(bank.columns_of(rows)) <= set(bank_words.COLUMNS)
    assert {row["part"] for row in rows} <= set(bank_words.PARTS)
    with override(language):
        for words in (bank_words.COLUMNS, bank_words.PARTS, bank_words.KINDS):
            assert len({str(said).casefold() for said in words.values()}) == len(words)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_every_exercise_of_the_course_goes_out_and_comes_back_the_same(db: None, extension: str) -> None:
    glossary.seed(demo=False, out=lambda line: None)
    seed(demo=False, out=lambda line: None)
    before = [one for one in Exercise.objects.order_by("code") if one.in_bank]
    rows = bank.rows_of(before)
    reading = bank.read(sheets.read(sheets.write(rows, bank.columns_of(rows), extension), f"banque.{extension}"))
    assert reading.faults == [] and reading.created == []
    again = {one.code: one for one in reading.updated}
    for one in before:
        assert again[one.code].content().items == one.content().items, one.code
        assert stored(again[one.code]) == stored(one), one.code
        assert (again[one.code].statement, again[one.code].is_key) == (one.statement, one.is_key)


def test_what_comes_in_is_a_draft(world: World) -> None:
    exercise = publish(order_exercise())
    rows = [*ORDER, *bank.rows_of([exercise])]
    rows[3]["title"] = "Autrement"
    bank.bring_in(bank.read(numbered(rows)), by=world.sofia)
    new = OrderExercise.objects.get(code="neuf")
    assert not new.live and new.is_key and [item.text for item in new.items()] == ["Une", "Deux"]
    assert new.items()[0].key == "une" and len(new.items()[1].key) == 6  # drawn
    exercise.refresh_from_db()
    assert exercise.title == "Ordonner" and exercise.get_latest_revision_as_object().title == "Autrement"
    assert exercise.get_latest_revision_as_object().live


def test_every_fault_is_told_with_its_row_and_nothing_is_kept(world: World) -> None:
    publish(sort_exercise("tri"))
    rows = [
        {**ORDER[0], "minutes": "beaucoup", "competencies": "Z9"},
        {"part": "steps.step", "text": ""},
        {"part": "groups.category", "label": "Autre"},
        {"part": "exercise", "code": "tri", "kind": "order", "title": "Tri"},
        {"part": "exercise", "code": "autre", "kind": "devinette"},
        {"part": "exercise", "code": "neuf", "kind": "order"},
        {"part": "exercise", "code": "seule", "kind": "order", "title": "Seule", "statement": "Rangez.", "minutes": "4"},
        {"part": "steps.step", "text": "Une"},
    ]
    reading = bank.read(numbered(rows))
    assert [fault.row for fault in reading.faults] == [2, 2, 3, 4, 5, 6, 7, 8]
    assert {"Z9", "Minutes"} <= set(re.findall(r"Z9|Minutes", " ".join(fault.message for fault in reading.faults[:2])))
    with pytest.raises(WrongState):
        bank.bring_in(reading, by=world.sofia)
    with pytest.raises(NotAllowed):
        bank.bring_in(bank.read(numbered(ORDER)), by=world.luc)
    assert Exercise.objects.count() == 1


def test_a_locked_exercise_is_refused_and_stays_as_it_is(world: World, sign_in: SIGN_IN) -> None:
    exercise = publish(order_exercise())
    rows = bank.rows_of([exercise])
    exercise.locked, exercise.locked_by = True, world.sofia
    exercise.save()
    before = exercise.latest_revision_id
    rows[0]["title"] = "Autrement"
    reading = bank.read(numbered(rows))
    assert [fault.row for fault in reading.faults] == [2] and "verrouillé" in reading.faults[0].message
    with pytest.raises(WrongState):
        bank.bring_in(reading, by=world.sofia)
    world.ines.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_exercise"]))
    file = sheets.write(rows, bank.columns_of(rows), "csv")
    for do in ("check", "bring"):
        sent = {"file": SimpleUploadedFile("a.csv", file), "do": do}
        answer = sign_in(world.ines).post("/cms/exercices/banque/", sent)
        assert answer.status_code == 422 and "verrouillé" in answer.content.decode()
    exercise.refresh_from_db()
    assert exercise.latest_revision_id == before


def test_a_file_without_exercise_and_a_part_without_one(db: None) -> None:
    assert [fault.row for fault in bank.read([]).faults] == [None]
    assert [fault.row for fault in bank.read(numbered(ORDER[1:])).faults] == [2]
    orphan = [*ORDER[:1], {"part": "groups.category.cards", "text": "Carte"}]
    assert bank.read(numbered([{**orphan[0], "kind": "sort"}, orphan[1]])).faults[0].row == 3


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@a", " =cmd()", "\t=1"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_the_text_comes_back(text: str, extension: str) -> None:
    data = sheets.write([{"part": "exercise", "code": "a", "title": text}], ["part", "code", "title"], extension)
    if extension == "xlsx":
        cell = load_workbook(io.BytesIO(data)).worksheets[0]["C2"]
        assert cell.data_type == "s" and cell.value.startswith("'")
    else:
        assert f"\"'{text}" in data.decode("utf-8-sig")
    assert sheets.read(data, f"a.{extension}")[0][1]["title"] == text.strip(" ")


def test_files_that_are_none_or_too_much() -> None:
    with pytest.raises(Invalid):
        sheets.read(b"not a zip", "a.xlsx")
    with pytest.raises(Invalid):
        sheets.read(b"un;deux\r\n1;2", "a.csv")
    with pytest.raises(Invalid):
        sheets.read(b"part;code\r\nexercise;" + b"x" * 5_001, "a.csv")
    with pytest.raises(TooLarge):
        sheets.read(b"x" * (sheets.LARGEST + 1), "a.csv")
    with pytest.raises(TooLarge):
        sheets.read(b"part;code\r\n" + b"exercise;a\r\n" * 5_001, "a.csv")
    book = Workbook()
    book.active.append(["part", "code"])  # type: ignore[union-attr]
    book.active.append(["exercise", 12.0])  # type: ignore[union-attr]
    held = io.BytesIO()
    book.save(held)
    assert sheets.read(held.getvalue(), "A.XLSX") == [(2, {"part": "exercise", "code": "12"})]


def test_an_editor_takes_checks_and_brings(world: World, sign_in: SIGN_IN) -> None:
    for one in (sort_exercise(), order_exercise(), choices_exercise()):
        publish(one)
    wanted = ["access_admin", "add_exercise", "change_exercise"]
    world.ines.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    client, address = sign_in(world.ines), "/cms/exercices/banque/"
    taken = client.get(f"{address}exercices.csv")
    assert taken.status_code == 200 and "attachment" in taken.headers["Content-Disposition"]
    assert client.get(f"{address}exercices.ods").status_code == 404

    def sent(data: bytes, do: str) -> Any:
        return client.post(address, {"file": SimpleUploadedFile("a.csv", data), "do": do})

    new = sheets.write(ORDER, bank.columns_of(ORDER), "csv")
    checked = sent(new, "check")
    assert checked.status_code == 200 and "Neuf" in checked.content.decode() and Exercise.objects.count() == 3
    wrong = sent(sheets.write(ORDER[:2], bank.columns_of(ORDER), "csv"), "bring")
    assert wrong.status_code == 422 and Exercise.objects.count() == 3
    assert client.post(address, {"do": "bring"}).status_code == 422
    assert sent(new, "bring").status_code == 303 and not Exercise.objects.get(code="neuf").live
    assert sent(taken.content, "bring").status_code == 303 and Exercise.objects.count() == 4
    assert sign_in(world.luc).get(f"{address}exercices.csv").status_code in {302, 403}


@pytest.mark.parametrize("tolerance", ["beaucoup", "NaN", "1e999999", "--1"])
def test_what_is_no_figure_is_told_with_its_row(db: None, tolerance: str) -> None:
    head = {**ORDER[0], "kind": "number"}
    rows = [head, {"part": "questions.question", "text": "Combien ?", "answer": "5", "tolerance": tolerance}]
    assert [fault.row for fault in bank.read(numbered(rows)).faults] == [3]


def test_a_part_of_a_part_that_is_not_there(db: None) -> None:
    rows = [
        {**ORDER[0], "kind": "number"},
        {"part": "questions.question", "text": "Combien ?", "answer": "5", "tolerance": "0"},
        {"part": "questions.question.near.near", "value": "4", "feedback": "Non"},
    ]
    assert [fault.row for fault in bank.read(numbered(rows)).faults] == [4]


@pytest.mark.parametrize(("place", "value"), [(8, 1), (10, 97)])  # encrypted; packed in a way nobody knows
def test_a_spreadsheet_that_cannot_be_unpacked(place: int, value: int) -> None:
    data = bytearray(sheets.write([{"part": "exercise", "code": "a"}], ["part", "code"], "xlsx"))
    for entry in [one.start() for one in re.finditer(b"PK\x01\x02", bytes(data))]:
        data[entry + place] = value
    with pytest.raises(Invalid):
        sheets.read(bytes(data), "a.xlsx")
