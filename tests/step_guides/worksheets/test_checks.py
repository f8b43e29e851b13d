from __future__ import annotations

import pytest

from step_guides.worksheets.checks import Severity, dismissed_remarks, is_error, open_remarks, remarks
from step_guides.worksheets.checks.remarks import found_by_all
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.checks.wording import reads_as_activity
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.snapshots import empty
from tests.step_guides.worksheets.theories import FAM, PS, faulty, link, node, sound, theory, uid


def said(snapshot: dict, run=remarks) -> set[tuple[str, str]]:
    """(code, name of the row) for each remark."""
    names = {
        uid(name): name for name in ["b1", "r1", "a1", "a2", "o1", "o2", "e1", "e2", "e3", "e4", "im", "n1", "x1", "x", "y", "z"]
    }
    names |= {one["uid"]: f"{names.get(one['source'])}→{names.get(one['target'])}" for one in snapshot["links"]}
    return {(one.code, names.get(one.anchor.partition(":")[2], one.anchor)) for one in run(snapshot)}


def test_a_sound_theory_gets_one_suggestion():
    (remark,) = remarks(sound())
    assert (remark.code, remark.severity, remark.anchor) == ("T14", Severity.SUGGESTION, f"node:{uid('e2')}")


def test_the_filled_example_gets_no_remark():
    assert remarks(filled_example(Kind.THEORY_OF_CHANGE).snapshot) == []


def test_a_faulty_theory_gets_exactly_what_it_deserves():
    # The reference says 31 before merging, 23 codes. Here 36 and 24: the two T25 of e4 are one remark that names both findings, T07 on o1→e4
    # is there until T06 replaces it, and T23, which it leaves out, tells of five short wordings.
    before = said(faulty(), found_by_all)
    assert before == {
        ("T01", "b1"), ("T20", "b1"), ("T01", "r1"), ("T27", "r1"), ("T01", "a2"), ("T02", "a2"), ("T13", "o1"),
        ("T08", "e1"), ("T10", "e1"), ("T11", "e1"), ("T12", "e1"), ("T26", "e1"), ("T14", "e2"), ("T15", "e2"),
        ("T01", "e3"), ("T03", "e3"), ("T04", "e3"), ("T14", "e3"), ("T15", "e3"), ("T24", "e3"), ("T04", "e4"), ("T25", "e4"),
        ("T06", "o1→e4"), ("T07", "o1→e4"), ("T09", "e2→e1"), ("T07", "e2→e1"), ("T07", "e1→e2"),
        ("T05", "sheet"), ("T16", "sheet"), ("T17", "sheet"), ("T22", "sheet"),
        ("T23", "b1"), ("T23", "r1"), ("T23", "a1"), ("T23", "a2"), ("T23", "o1"),
    }  # fmt: skip
    assert len(found_by_all(faulty())) == len(before) == 36
    assert len({code for code, _where in before}) == 24
    (nobody,) = [one for one in remarks(faulty()) if one.code == "T22"]
    assert FAM in say(nobody).message and PS not in say(nobody).message
    hidden = {("T20", "b1"), ("T27", "r1"), ("T02", "a2"), ("T03", "e3"), ("T07", "o1→e4")}
    assert said(faulty()) == before - hidden


def test_severities_of_the_faulty_theory():
    errors = {one.code for one in remarks(faulty()) if is_error(one)}
    assert errors == {"T05", "T08", "T10"}


def test_personal_data_names_what_was_found():
    (remark,) = [one for one in remarks(faulty()) if one.code == "T25"]
    assert remark.params["what"] == ["name", "phone"]
    assert len(say(remark).found) == 2


def test_the_loop_shows_its_path():
    (remark,) = [one for one in remarks(faulty()) if one.code == "T08"]
    assert remark.params["uids"] == [uid("e1"), uid("e2"), uid("e1")]
    assert "Organiser des ateliers" in say(remark).message


def test_a_declared_feedback_is_no_loop():
    document = faulty()
    document["links"][3]["kind"] = "feedback"
    assert "T08" not in {one.code for one in remarks(document)}


def test_a_long_loop_gives_its_shortest_path_once():
    nodes = [node(name, "outcome", name, audience=PS) for name in ("x", "y", "z")]
    document = theory(nodes, [link("x", "y"), link("y", "z"), link("z", "x"), link("y", "x")])
    loops = [one for one in remarks(document) if one.code == "T08"]
    assert [one.params["uids"] for one in loops] == [[uid("x"), uid("y"), uid("x")]]


def test_two_impacts_are_only_a_suggestion():
    document = sound()
    document["nodes"].append(node("z", "impact", "Plus de solidarité"))
    (remark,) = [one for one in remarks(document) if one.code == "T05"]
    assert remark.severity == Severity.SUGGESTION


def test_an_outcome_that_only_a_need_answers_has_no_origin():
    document = theory(
        [node("b1", "need", "x"), node("e1", "outcome", "Les jeunes osent", audience=PS)], [link("e1", "b1", kind="responds_to")]
    )
    assert ("T03", "e1") in said(document)


@pytest.mark.parametrize(
    "words", ["Organiser des ateliers", "Mise en place de permanences", "Entretiens individuels", "Former les bénévoles"]
)
def test_activities_are_heard(words: str):
    assert reads_as_activity(words)


@pytest.mark.parametrize(
    "words",
    ["Les jeunes se sentent en sécurité là où je vis", "Les personnes osent venir aux ateliers", "Plus de jeunes entrent en formation",
     "Les parents entretiennent un lien", "Les familles reformulent leurs attentes"],
)  # fmt: skip
def test_changes_are_left_alone(words: str):
    assert not reads_as_activity(words)
    assert remarks({**empty("theory_of_change"), "entries": {"title": words}, "nodes": []}) != []  # T05 and others, never a crash


def test_where_i_live_asks_nothing_twice():
    document = theory([node("e1", "outcome", "Je me sens bien là où je vis", audience=PS)], [])
    assert {one.code for one in remarks(document)} == {"T01", "T04", "T05", "T16", "T17", "T26"}


def test_what_was_set_aside_is_not_said_again():
    document = faulty()
    document["dismissals"] = [{"code": "T10", "anchor": f"node:{uid('e1')}", "reason": "Tout le quartier."}]
    assert "T10" not in {one.code for one in open_remarks(document)}
    assert [(one.code, reason) for one, reason in dismissed_remarks(document)] == [("T10", "Tout le quartier.")]


def test_a_check_never_raises():
    broken = {
        "v": 1,
        "kind": "theory_of_change",
        "entries": {"title": None},
        "nodes": [{"uid": "1"}],
        "links": [{}],
        "dismissals": [],
    }
    assert isinstance(remarks(broken), list)


def test_every_remark_has_its_words():
    for remark in remarks(faulty()):
        words = say(remark)
        assert words.title and words.why and "{" not in words.message


def test_a_brace_in_a_label_stays_text():
    document = theory([node("e1", "outcome", "{source.__class__} {}", audience=PS)], [])
    (remark,) = [one for one in remarks(document) if one.code == "T01"]
    assert "{source.__class__} {}" in say(remark).message
