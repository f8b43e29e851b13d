from __future__ import annotations

import time
from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from step_guides.worksheets import diff
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.snapshots import Snapshot, empty
from step_guides.worksheets.weaving import weave
from tests.step_guides.worksheets.theories import link, node, sound, uid


def test_nothing_changed():
    changes = diff.compare(sound(), sound())
    assert not changes and len(changes) == 0 and changes.anchors() == set()


def test_added_removed_reworded_relinked():
    old, new = sound(), sound()
    old["entries"] = {"title": "Un"}
    new["entries"] = {"title": "Deux", "scope": "Tout"}
    new["nodes"].append(node("z", "activity", "Une de plus"))
    new["nodes"] = [one for one in new["nodes"] if one["uid"] != uid("n1")]
    new["links"] = [one for one in new["links"] if one["uid"] != uid("a1→n1")] + [link("z", "o2")]
    next(one for one in new["nodes"] if one["uid"] == uid("e1"))["label"] = "Les personnes font valoir leurs droits"
    moved = next(one for one in new["links"] if one["uid"] == uid("x1→e3"))
    moved["target"], moved["assumption"] = uid("e4"), "Faute de place"
    changes = diff.compare(old, new)
    assert [one.label for one in changes.added] == ["Une de plus", "«\u00a0Une de plus\u00a0» → «\u00a024 ateliers tenus\u00a0»"]
    assert {one.anchor for one in changes.removed} == {f"node:{uid('n1')}", f"link:{uid('a1→n1')}"}
    assert {one.anchor for one in changes.changed} == {"field:title", "field:scope", f"node:{uid('e1')}", f"link:{uid('x1→e3')}"}
    (relinked,) = changes.relinked
    assert relinked.old.endswith("logement stable\u00a0»") and relinked.new.endswith("lien régulier\u00a0»")


def test_a_change_of_place_is_no_change():
    old, new = sound(), deepcopy(sound())
    new["nodes"].reverse()
    for position, one in enumerate(new["nodes"]):
        one["position"] = position
    assert not diff.compare(old, new)


def test_values_are_said_in_words():
    old, new = sound(), sound()
    new["nodes"][6]["priority"] = False
    new["nodes"][6]["horizon"] = "medium"
    new["links"][5]["evidence"] = "people"
    said = {(field.name, field.old, field.new) for one in diff.compare(old, new).changed for field in one.fields}
    assert ("priority", "oui", "non") in said
    assert ("horizon", "à court terme", "à moyen terme") in said
    assert ("evidence", "expérience de l’équipe", "parole des personnes concernées") in said


def test_words_are_woven():
    change = diff.FieldChange("label", "", "Les jeunes savent lire", "Les jeunes osent lire")
    assert change.parts() == [("same", "Les jeunes "), ("del", "savent"), ("ins", "osent"), ("same", " lire")]
    assert "".join(text for tag, text in change.parts() if tag != "ins") == change.old


def test_texts_that_share_next_to_nothing_stand_one_after_the_other():
    change = diff.FieldChange("text", "", "Recevoir les familles de la ville", "Trouver un logement de transition")
    assert [how for how, _text in change.parts()] == ["del", "ins"]


@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
def test_both_texts_are_whole_in_what_is_woven(old: str, new: str):
    parts = weave(old, new)
    assert "".join(text for how, text in parts if how != "ins") == old
    assert "".join(text for how, text in parts if how != "del") == new


def test_a_very_long_text_is_woven_by_sentences():
    old = " ".join(f"La phrase numéro {n} dit ceci." for n in range(3_000))
    new = old.replace("numéro 1500 dit", "numéro 1500 répète")
    began = time.process_time()
    parts = diff.FieldChange("text", "", old, new).parts()
    assert time.process_time() - began < 2
    assert [text for how, text in parts if how != "same"] == [
        "La phrase numéro 1500 dit ceci.",
        "La phrase numéro 1500 répète ceci.",
    ]
    assert "".join(text for how, text in parts if how != "ins") == old
    assert "".join(text for how, text in parts if how != "del") == new


def sharing(*lines: tuple[str, str]) -> Snapshot:
    """A sheet with a table whose lines people put in order."""
    document = empty(Kind.SHARING)
    document["tables"]["decision"] = [
        {"uid": uid(name), "position": place, "what": text} for place, (name, text) in enumerate(lines, 1)
    ]
    return document


def test_lines_that_moved_are_as_few_as_tell_the_new_order():
    old = sharing(("a", "Premier"), ("b", "Deuxième"), ("c", "Troisième"), ("d", "Quatrième"))
    new = sharing(("d", "Quatrième"), ("a", "Premier"), ("b", "Deuxième"), ("c", "Troisième, mieux dit"))
    changes = diff.compare(old, new)
    assert [one.anchor for one in changes.moved] == [f"decision:{uid('d')}"]
    assert [one.anchor for one in changes.changed] == [f"decision:{uid('c')}"]
    assert not changes.added and not changes.removed and len(changes) == 2


def test_a_line_that_comes_or_goes_moves_no_other():
    old = sharing(("a", "Premier"), ("b", "Deuxième"), ("c", "Troisième"))
    new = sharing(("z", "Nouveau"), ("b", "Deuxième"), ("c", "Troisième"))
    changes = diff.compare(old, new)
    assert not changes.moved
    (added,), (gone,) = changes.added, changes.removed
    assert added.fields[0].new == "Nouveau" and gone.fields[0].old == "Premier"
    assert (added.what, gone.what) == ("Une décision", "Une décision")


def test_what_appears_says_only_what_was_written_in_it():
    old, new = sound(), sound()
    new["nodes"].append(node("z", "outcome", "Un effet de plus", horizon="short"))
    new["links"].append(link("z", "im", confidence=0))
    added = {one.label: one for one in diff.compare(old, new).added}
    said = {field.label: field.new for field in added["Un effet de plus"].fields}
    assert said == {"Type": "Effet", "Libellé": "Un effet de plus", "Horizon": "à court terme"}
    (of_link,) = (one for name, one in added.items() if "→" in name)
    assert "pas sûre du tout" in {field.new for field in of_link.fields}, "a confidence of 0 says something"
