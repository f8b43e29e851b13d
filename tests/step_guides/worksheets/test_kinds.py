"""Every kind of worksheet: its words are all there, its filled example is complete, it survives being written and read back."""

from __future__ import annotations

import tomllib

import pytest

from step_guides.worksheets import actions, diff
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.checks.remarks import codes
from step_guides.worksheets.completeness import completeness
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.kinds import KINDS, RESERVED, spec_of
from step_guides.worksheets.models import MODELS
from step_guides.worksheets.rows import rules_at
from step_guides.worksheets.snapshots import empty, snapshot
from step_guides.worksheets.upstream import names_of
from step_guides.worksheets.words import SEEDS, check_words, start_of, words
from tests.people import World
from tests.step_guides.worksheets.factories import write

FORMS = [kind for kind, spec in KINDS.items() if not spec.rows]


def test_each_kind_has_its_model_and_its_place():
    assert set(MODELS) == set(KINDS) == set(Kind.values)
    for names in ("slug", "trace", "step"):
        found = [getattr(spec, names) for spec in KINDS.values()]
        assert len(set(found)) == len(found), names


@pytest.mark.parametrize("kind", KINDS)
def test_everything_asked_has_words_and_no_word_is_left_over(kind: str):
    spec = spec_of(kind)
    said = tomllib.loads((SEEDS / f"{spec.slug}.toml").read_text(encoding="utf-8"))
    assert all(start_of(kind)[name] for name in ("title", "text"))
    assert set(said["section"]) == {section.key for section in spec.sections}
    assert set(said.get("field", {})) == {field.key for field in spec.fields}
    assert set(said.get("table", {})) == {table.key for table in spec.tables}
    for section in spec.sections:
        assert words(kind, section).label
    for field in spec.fields:
        assert words(kind, field).label and words(kind, field).help
    for table in spec.tables:
        assert words(kind, table).one and (table.per or words(kind, table).add)
        columns = {key for key, value in said["table"][table.key].items() if isinstance(value, dict) and key != "groups"}
        assert columns == {column.key for column in table.columns} and not columns & RESERVED
        assert all(column.when.partition("=")[0] in ("", *table.rules) for column in table.columns)
        assert set(said["table"][table.key].get("groups", {})) == {column.group for column in table.columns} - {""}


def test_every_remark_has_words():
    assert set(check_words()) == codes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_filled_example_is_complete_and_gets_no_remark(kind: str):
    document = filled_example(kind).snapshot
    assert "exemple fictif" in filled_example(kind).organisation
    assert completeness(document) == 100 and completeness(empty(kind)) == 0
    assert remarks(document) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FORMS)
def test_what_is_written_is_what_is_read_back(kind: str, world: World):
    example = filled_example(kind).snapshot
    sheet = actions.open_sheet(world.passerelle, kind, by=world.amina)
    write(sheet, example, by=world.amina)
    found = snapshot(sheet)
    assert found["entries"] == example["entries"]
    for key, lines in example["tables"].items():
        assert [_said(line, found) for line in found["tables"][key]] == [_said(line, example) for line in lines], key
    assert completeness(found) == 100 and remarks(found) == []
    assert not diff.compare(found, snapshot(sheet))


def _said(line: dict, document: dict | None = None) -> dict:
    """What people wrote in a line; with the document, what they chose upstream by its name: a line has another identifier when written anew."""
    names = names_of(document) if document else {}
    return {name: names.get(text, text) for name, text in line.items() if name not in ("uid", "position", "about")}


@pytest.mark.parametrize("kind", FORMS)
def test_the_example_is_in_canonical_form(kind: str):
    example = filled_example(kind).snapshot
    for key, text in example["entries"].items():
        assert rules_at(spec_of(kind), f"field:{key}")["text"](text, name=key) == text
    for table, lines in example["tables"].items():
        for line in lines:
            rules = rules_at(spec_of(kind), f"{table}:{line['uid']}")
            assert {name: rules[name](text, name=name) for name, text in _said(line).items()} == _said(line)


@pytest.mark.parametrize("kind", FORMS)
def test_an_empty_sheet_gets_one_remark_that_names_what_is_missing(kind: str):
    (said,) = [one for one in remarks({**empty(kind)}) if one.severity == "E"]
    assert said.code == "R01" and said.anchor == "sheet" and "«" in said.params["parts"]
