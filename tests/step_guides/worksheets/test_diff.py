from __future__ import annotations

from copy import deepcopy

from step_guides.worksheets import diff
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
