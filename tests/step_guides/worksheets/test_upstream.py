"""What a sheet reads in another one: shown as it is worded today, kept as it was when written, never overwritten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from coursesite.core.errors import Invalid, NotFound
from step_guides.worksheets import actions
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.diff import compare
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.rows import rows_of
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.upstream import names_of
from tests.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def theory(world: World) -> Worksheet:
    return actions.open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)


@pytest.fixture
def outcome(world: World, theory: Worksheet) -> str:
    """The identifier of an outcome."""
    added = actions.add_node(theory, "outcome", {"label": "Les jeunes savent où aller", "audience": "les jeunes"}, by=world.amina)
    return added.anchor.partition(":")[2]


@pytest.fixture
def sheet(world: World, outcome: str) -> Worksheet:
    sheet = actions.open_sheet(world.passerelle, Kind.PRIORITIES, by=world.amina)
    actions.edit_row(sheet, f"outcome:{outcome}", {"importance": "5", "retained": "yes"}, lock=0, by=world.amina)
    return sheet


def test_reworded_upstream_is_said_until_the_line_is_saved_again(
    world: World, theory: Worksheet, outcome: str, sheet: Worksheet, sign_in: Callable
):
    sent = snapshot(sheet)
    actions.edit_row(theory, f"node:{outcome}", {"label": "Les jeunes osent demander"}, lock=1, by=world.bilal)
    address = reverse("worksheets:detail", args=[sheet.public_id])
    page = sign_in(world.amina).get(address).content.decode()
    assert "Les jeunes osent demander" in page and "«\u00a0Les jeunes savent où aller\u00a0»" in page
    (line,) = rows_of(sheet).lines["outcome"]
    assert line.reworded and line.values["importance"] == "5"  # nothing was overwritten
    actions.edit_row(sheet, line.anchor, {"ease": "3"}, lock=line.lock, by=world.amina)
    (line,) = rows_of(sheet).lines["outcome"]
    assert not line.reworded
    changes = compare(sent, snapshot(sheet))
    assert [(one.label, [field.name for field in one.fields]) for one in changes.changed] == [
        ("Les jeunes osent demander", ["ease"])
    ]


def test_what_went_upstream_keeps_its_line_and_its_name(
    world: World, theory: Worksheet, outcome: str, sheet: Worksheet, sign_in: Callable
):
    actions.delete_row(theory, f"node:{outcome}", by=world.amina)
    (line,) = rows_of(sheet).lines["outcome"]
    assert line.gone and line.name == "Les jeunes savent où aller"
    page = sign_in(world.amina).get(reverse("worksheets:detail", args=[sheet.public_id])).content.decode()
    assert "n’est plus dans l’autre fiche" in page
    assert any(part.lines and part.lines[0].label == line.name for part in freeze(snapshot(sheet)).sections[0].parts)
    actions.edit_row(sheet, line.anchor, {"reason": "Gardé pour mémoire"}, lock=line.lock, by=world.amina)
    actions.delete_row(sheet, line.anchor, by=world.amina)
    with pytest.raises(NotFound):  # nothing calls for it any more
        actions.edit_row(sheet, line.anchor, {"importance": "1"}, lock=0, by=world.amina)


def test_a_version_is_read_as_it_was_sent(world: World, theory: Worksheet, outcome: str, sheet: Worksheet):
    sent = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.edit_row(theory, f"node:{outcome}", {"label": "Tout autre chose"}, lock=1, by=world.bilal)
    sent.refresh_from_db()
    (table,) = freeze(sent.snapshot).sections[0].parts
    assert [line.label for line in table.lines] == ["Les jeunes savent où aller"]


def test_a_choice_that_went_stays_until_somebody_chooses_another(world: World, theory: Worksheet, outcome: str, sheet: Worksheet):
    line = actions.add_line(sheet, "question", {"text": "Pour qui ?", "outcome": outcome}, by=world.amina)
    actions.delete_row(theory, f"node:{outcome}", by=world.amina)
    saved = actions.edit_row(sheet, line.anchor, {"text": "Pour qui donc ?", "outcome": outcome}, lock=1, by=world.amina)
    assert snapshot(sheet)["tables"]["question"][0]["outcome"] == outcome
    actions.edit_row(sheet, line.anchor, {"outcome": ""}, lock=saved.lock, by=world.amina)
    with pytest.raises(Invalid):
        actions.edit_row(sheet, line.anchor, {"outcome": outcome}, lock=saved.lock + 1, by=world.amina)


def test_the_history_names_what_was_chosen(world: World, theory: Worksheet, outcome: str, sheet: Worksheet, sign_in: Callable):
    line = actions.add_line(sheet, "question", {"text": "Pour qui ?"}, by=world.amina)
    actions.edit_row(sheet, line.anchor, {"outcome": outcome}, lock=1, by=world.amina)
    page = sign_in(world.amina).get(reverse("worksheets:history", args=[sheet.public_id])).content.decode()
    assert (
        "Les jeunes savent où aller" in page
        and "n’y est plus" not in page
        and outcome not in page.replace(f"outcome-{outcome}", "")
    )


def test_saving_a_line_that_speaks_of_something_takes_few_queries(
    world: World, outcome: str, sheet: Worksheet, django_assert_max_num_queries: Callable
):
    with django_assert_max_num_queries(9):  # with BEGIN and COMMIT of the test's savepoint
        actions.edit_row(sheet, f"outcome:{outcome}", {"ease": "2"}, lock=1, by=world.amina)


@pytest.mark.parametrize("kind", Kind)
def test_a_sheet_reads_the_others_in_three_queries(
    kind: Kind, world: World, sheet: Worksheet, django_assert_max_num_queries: Callable
):
    """Fields, lines, elements, however many of its sources stand there."""
    read = actions.open_sheet(world.passerelle, kind, by=world.amina)
    assert read.organisation == world.passerelle  # at hand
    with django_assert_max_num_queries(3):
        rows_of(read)


def test_each_sheet_reads_what_the_one_before_established(world: World, outcome: str, sheet: Worksheet):
    actions.add_line(sheet, "question", {"text": "Pour qui ?", "outcome": outcome}, by=world.amina)
    actions.add_line(sheet, "indicator", {"title": "Part des jeunes", "measures": outcome}, by=world.amina)
    plan = actions.open_sheet(world.passerelle, Kind.COLLECTION, by=world.amina)
    assert [line.name for line in rows_of(plan).lines["measure"]] == ["Part des jeunes"]
    analysis = rows_of(actions.open_sheet(world.passerelle, Kind.ANALYSIS, by=world.amina))
    assert [line.name for line in analysis.lines["finding"]] == ["Les jeunes savent où aller"]
    assert [line.name for line in analysis.lines["answer"]] == ["Pour qui ?"]
    sharing = rows_of(actions.open_sheet(world.passerelle, Kind.SHARING, by=world.amina))
    assert [line.name for line in sharing.lines["fate"]] == ["Part des jeunes"]
    elsewhere = rows_of(actions.open_sheet(world.jardin, Kind.COLLECTION, by=world.chloe))
    assert elsewhere.lines["measure"] == []


def test_what_the_framing_said_is_shown_where_it_is_asked_again(world: World, theory: Worksheet, sign_in: Callable):
    framing = actions.open_sheet(world.passerelle, Kind.FRAMING, by=world.amina)
    for key, text in (("scheme", "Les rendez-vous <b>"), ("starts_on", "2027-01-31"), ("capacity", "12.5")):
        actions.edit_row(framing, f"field:{key}", {"text": text}, lock=0, by=world.amina)
    page = sign_in(world.amina).get(reverse("worksheets:detail", args=[theory.public_id])).content.decode()
    assert "Déjà écrit ailleurs" in page and "Les rendez-vous &lt;b&gt;" in page
    lessons = actions.open_sheet(world.passerelle, Kind.LESSONS, by=world.amina)
    page = sign_in(world.amina).get(reverse("worksheets:detail", args=[lessons.public_id])).content.decode()
    assert "31 janvier 2027" in page
    elsewhere = actions.open_sheet(world.jardin, Kind.LESSONS, by=world.chloe)
    assert (
        "31 janvier 2027"
        not in sign_in(world.chloe).get(reverse("worksheets:detail", args=[elsewhere.public_id])).content.decode()
    )
    priorities = snapshot(actions.open_sheet(world.passerelle, Kind.PRIORITIES, by=world.amina))
    assert [one["label"] for one in priorities["upstream"]["begins"]] == ["2027-01-31"]
    assert [one["label"] for one in priorities["upstream"]["capacity"]] == ["12.5"]


def test_the_plan_reads_when_each_outcome_is_expected(world: World, theory: Worksheet, outcome: str):
    actions.edit_row(theory, f"node:{outcome}", {"horizon": "medium", "horizon_text": "12 mois"}, lock=1, by=world.amina)
    priorities = actions.open_sheet(world.passerelle, Kind.PRIORITIES, by=world.amina)
    fields = {"title": "Part", "measures": outcome, "level": "impact"}
    uid = actions.add_line(priorities, "indicator", fields, by=world.amina).anchor.partition(":")[2]
    held = snapshot(actions.open_sheet(world.passerelle, Kind.COLLECTION, by=world.amina))["upstream"]
    assert [(one["uid"], one["label"], one["traits"]) for one in held["horizons"]] == [(uid, "Part", "12 mois")]
    assert names_of({"upstream": held})[uid] == "Part"  # whichever of the sources is read last
    assert held["indicators"][0]["traits"] == "impact"


def test_invented_figures_are_said_in_what_is_decided_from_them(world: World):
    analysis = actions.open_sheet(world.passerelle, Kind.ANALYSIS, by=world.amina)
    actions.edit_row(analysis, "field:data", {"text": "dry_run"}, lock=0, by=world.amina)
    for kind in (Kind.SHARING, Kind.LESSONS):
        assert "Analyse à blanc" in " ".join(cautions_of(snapshot(actions.open_sheet(world.passerelle, kind, by=world.amina))))
