"""The words of the sheets, changed by editors: what may be said, where it is said, and what never moves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coursesite.organisations.enums import Sector
from step_guides.worksheets import actions, publishing, words
from step_guides.worksheets.checks.remarks import Remark
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import KINDS, spec_of
from step_guides.worksheets.models.wording import VARIANTS
from step_guides.worksheets.presenters.form import form_of
from step_guides.worksheets.rows import rows_of
from step_guides.worksheets.slots import accepted, chapters, cleaned, slots
from step_guides.worksheets.upstream import SOURCES
from tests.people import World
from tests.step_guides.worksheets.wording.conftest import QUESTION, SignIn, publish, wording

BUDGET = "field.budget"  # that no sector says otherwise

# --- What may be changed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_word_that_is_read_can_be_changed_and_no_other(kind: str) -> None:
    """The places of the form are those of our own file, neither more nor less, but for help and examples that it leaves out."""
    own = set(_paths(words.seed(kind)))
    asked = set(slots(kind))
    told = {path for path in own if not path.endswith((".makes", ".placeholder")) and not _unread(kind, path)}
    assert told <= asked
    assert {path.rpartition(".")[2] for path in asked - own} <= {"help", "example", "note", "label"}


def _paths(found: dict, before: str = "") -> Iterator[str]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{before}{key}.")
        else:
            yield before + key


def _unread(kind: str, path: str) -> bool:
    if path.startswith(("degrees.", "refusal.")):  # answers printed for respondents: changing one would change what is compared
        return True
    return bool(spec_of(kind).rows) and path.startswith("section.") and path.endswith(".label")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sector", VARIANTS)
def test_a_sector_says_otherwise_help_and_examples_only(kind: str, sector: str) -> None:
    found = slots(kind, sector)
    assert found and {slot.part for slot in found.values()} <= {"help", "example"}
    assert not any(path.startswith(("check.", "method.")) for path in found)


@pytest.mark.parametrize("path", sorted(words.SECTORS.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_our_words_of_a_sector_have_their_place_fit_it_and_are_typeset(path: Path) -> None:
    assert path.parent.name in VARIANTS
    kind = next(kind for kind, spec in KINDS.items() if spec.slug == path.stem)
    ours = tomllib.loads(path.read_text(encoding="utf-8"))
    found, everybody = slots(kind, path.parent.name), slots(kind)
    for place in _paths(ours):
        said = words.word_at(ours, place)
        assert place in found, place
        assert said == cleaned(everybody[place], said), place  # what an editor would store, and not what everybody reads
        assert "lorem" not in said.lower() and "à compléter" not in said and " %" not in said.replace("\u00a0", " "), place
        assert not place.endswith(".example") or "(exemple fictif)" in said, place


def test_each_sector_has_its_words_where_it_asks_people(kind: str = Kind.QUESTIONNAIRE) -> None:
    """From the framing to the collection: the five sheets on which the sectors differ."""
    slugs = {KINDS[one].slug for one in (Kind.FRAMING, Kind.THEORY_OF_CHANGE, Kind.PRIORITIES, kind, Kind.COLLECTION)}
    assert {(path.parent.name, path.stem) for path in words.SECTORS.glob("*/*.toml")} == {
        (sector, slug) for sector in VARIANTS for slug in slugs
    }
    notices = {words.raw(kind, sector)["field"]["notice"]["help"] for sector in ("", *VARIANTS)}
    assert len(notices) == 4 and all("CNIL" in one and "facultatif" in one for one in notices)


def test_editors_of_a_sector_have_the_last_word_and_may_say_what_everybody_reads(seeded: World) -> None:
    place = "field.notice.help"
    ours, everybody = slots(Kind.QUESTIONNAIRE, Sector.CHILDHOOD)[place].own, slots(Kind.QUESTIONNAIRE)[place].own
    assert words.raw(Kind.QUESTIONNAIRE, Sector.CHILDHOOD)["field"]["notice"]["help"] == ours != everybody
    publish({place: "Pour tous."}, Kind.QUESTIONNAIRE)
    assert words.raw(Kind.QUESTIONNAIRE, Sector.CHILDHOOD)["field"]["notice"]["help"] == ours
    publish({place: everybody}, Kind.QUESTIONNAIRE, Sector.CHILDHOOD)
    assert words.raw(Kind.QUESTIONNAIRE, Sector.CHILDHOOD)["field"]["notice"]["help"] == everybody
    publish({place: ours}, Kind.QUESTIONNAIRE, Sector.CHILDHOOD)
    assert words.raw(Kind.QUESTIONNAIRE, Sector.CHILDHOOD)["field"]["notice"]["help"] == ours


def test_principles_are_quoted_and_asked_once() -> None:
    """Three sheets read them; the words of the project that wrote them are not ours to change."""
    found = [path for kind in KINDS for path in slots(kind) if path.startswith("method.principles.")]
    assert len(found) == len(set(found)) == 8 and {path.rpartition(".")[2] for path in found} == {"note"}


def test_titles_of_the_places_are_read_in_both_languages() -> None:
    from django.utils import translation

    first = chapters(Kind.FRAMING)[0]
    with translation.override("en"):
        english = str(first.title)
    assert (str(first.title), english) == ("Avant de commencer", "Before one begins")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("check.P01.message", "Vous avez {other} finalités."),
        ("check.P01.message", "Vous avez {count.__class__} finalités."),
        ("check.P01.message", "Vous avez {count!r} finalités."),
        ("check.P01.message", "Vous avez {count:>900} finalités."),
        ("check.P01.message", "Vous avez {} finalités."),
        ("check.P01.message", "Vous avez {count finalités."),
        ("field.question.label", "x" * 121),
        ("field.question.help", "x" * 701),
        ("field.question.help", "a\u202eb"),
        ("field.question.help", "a\x00b"),
        ("field.nowhere.label", "Titre"),
        ("field.question.rule", "Day"),
        ("field.question", "Titre"),
    ],
)
def test_what_does_not_fit_leaves_the_original(path: str, text: str) -> None:
    """Whatever way it came into the row: a form refuses it, and what is read goes by it."""
    assert accepted(
        Kind.FRAMING, "", {path: text, "field.question.help": "Juste." if path != "field.question.help" else text}
    ) in (
        {"field.question.help": "Juste."},
        {},
    )


def test_a_remark_keeps_what_the_site_fills_in(seeded: World) -> None:
    publish({"check.P01.message": "{count} finalités\u00a0: lesquelles garder\u00a0?"})
    said = say(Remark("P01", "A", "field:purposes", {"count": 5}))
    assert said.message == "5 finalités\u00a0: lesquelles garder\u00a0?"
    assert said.title == "Beaucoup de finalités à la fois"


def test_a_word_is_stored_on_one_line_and_only_when_it_differs() -> None:
    slot = slots(Kind.FRAMING)[f"{QUESTION}.label"]
    assert cleaned(slot, "  Notre\nquestion ") == "Notre question"
    assert cleaned(slot, f" {slot.own} ") == "" == cleaned(slot, "   ")


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_words_are_typeset_as_those_of_editors_are(kind: str) -> None:
    """Else a form sent back as it was would store words that nobody changed."""
    assert {path for path, slot in slots(kind).items() if cleaned(slot, slot.own)} == set()
    slot = slots(kind)["start.text"]
    assert cleaned(slot, "L'essai « bref » : lequel ?") == "L’essai «\u00a0bref\u00a0»\u00a0: lequel\u00a0?"


# --- Where it is said ---------------------------------------------------------------------------------------------------------


def test_published_words_are_said_everywhere_and_drafts_nowhere(seeded: World, sign_in: SignIn) -> None:
    sheet = actions.open_sheet(seeded.passerelle, Kind.FRAMING, by=seeded.amina)
    page = reverse("worksheets:detail", args=[sheet.public_id])
    one = wording()
    one.texts = {f"{QUESTION}.label": "Question de brouillon"}
    one.save_revision()
    publishing.refresh()
    assert "Question de brouillon" not in sign_in(seeded.amina).get(page).content.decode()
    publish({f"{QUESTION}.label": "La grande question", "start.title": "Cadrez"}, by=seeded.ines)
    read = sign_in(seeded.amina).get(page).content.decode()
    assert "La grande question" in read and "Question évaluative principale" not in read
    exported = sign_in(seeded.amina).get(reverse("worksheets:export", args=[sheet.public_id, "csv"]))
    assert "La grande question" in exported.content.decode()
    assert "La grande question" in sign_in(seeded.noe).get(reverse("worksheets:example", args=["cadrage"])).content.decode()
    assert words.start_of(Kind.FRAMING)["title"] == "Cadrez" and words.start_of(Kind.FRAMING)["text"].startswith("Un cadrage")


def test_a_version_that_was_sent_keeps_its_values_and_follows_the_words(seeded: World) -> None:
    sheet = actions.open_sheet(seeded.passerelle, Kind.FRAMING, by=seeded.amina)
    actions.edit_row(sheet, "field:question", {"text": "Que change l’atelier ?"}, lock=0, by=seeded.amina)
    sent = actions.submit(sheet, by=seeded.amina, confirmed=True)
    before = (sent.snapshot, sent.sha256)
    publish({f"{QUESTION}.label": "La grande question"})
    sent.refresh_from_db()
    assert (sent.snapshot, sent.sha256) == before
    told = {block.label: block.text for block in _read(sent.snapshot)}
    assert told["La grande question"] == "Que change l’atelier ?"


def _read(snapshot: dict) -> list:
    from step_guides.worksheets.presenters.document import freeze
    from step_guides.worksheets.presenters.document_form import ReadField

    return [part for section in freeze(snapshot).sections for part in section.parts if isinstance(part, ReadField)]


def test_each_sector_reads_its_own_help_and_the_others_the_word_of_everybody(seeded: World) -> None:
    publish({f"{BUDGET}.help": "Pour tous.", f"{BUDGET}.example": "Un exemple de tous."})
    publish({f"{BUDGET}.help": "Pour la justice."}, sector=Sector.JUSTICE)
    spec = spec_of(Kind.FRAMING)
    said = {sector: words.words(Kind.FRAMING, spec.field("budget"), sector=sector) for sector in ("", *Sector)}
    assert said[Sector.JUSTICE].help == "Pour la justice."
    assert {one.help for sector, one in said.items() if sector != Sector.JUSTICE} == {"Pour tous."}
    assert {one.example for one in said.values()} == {"Un exemple de tous."}
    assert len({one.label for one in said.values()}) == 1
    sheet = actions.open_sheet(seeded.passerelle, Kind.FRAMING, by=seeded.amina)  # of the justice sector
    helps = {
        row.anchor: row.control.words.help
        for row in form_of(spec, rows_of(sheet), [], sector=seeded.passerelle.sector).rows
        if hasattr(row, "control")
    }
    assert helps["field:budget"] == "Pour la justice."


def test_the_page_reads_the_sector_of_the_organisation(seeded: World, sign_in: SignIn) -> None:
    publish({"kind.need.help": "Ce que vivent les personnes détenues."}, Kind.THEORY_OF_CHANGE, Sector.JUSTICE)
    sheets = {
        person: actions.open_sheet(organisation, Kind.THEORY_OF_CHANGE, by=person)
        for person, organisation in ((seeded.amina, seeded.passerelle), (seeded.chloe, seeded.jardin))
    }
    read = {
        person: sign_in(person).get(reverse("worksheets:detail", args=[sheet.public_id])).content.decode()
        for person, sheet in sheets.items()
    }
    assert "Ce que vivent les personnes détenues." in read[seeded.amina]
    assert "Ce que vivent les personnes détenues." not in read[seeded.chloe]


def test_what_the_method_lists_is_said_anew_and_keeps_its_identity(seeded: World) -> None:
    before = SOURCES["practices"](seeded.passerelle)
    publish({"method.practices.2.label": "Nous écoutons d’abord."}, Kind.PROFILE)
    after = SOURCES["practices"](seeded.passerelle)
    assert [one.uid for one in after] == [one.uid for one in before]
    assert after[1].label == "Nous écoutons d’abord." and after[1].note == before[1].note and after[0] == before[0]


def test_unpublished_words_leave_the_original(seeded: World) -> None:
    one = publish({f"{QUESTION}.label": "La grande question"})
    one.unpublish()
    publishing.refresh()
    assert words.label_of(Kind.FRAMING, "field:question") == "Question évaluative principale"


# --- How processes learn it ---------------------------------------------------------------------------------------------------


def test_a_page_asks_no_query_for_the_words(seeded: World, sign_in: SignIn) -> None:
    sheet = actions.open_sheet(seeded.passerelle, Kind.FRAMING, by=seeded.amina)
    client, page = sign_in(seeded.amina), reverse("worksheets:detail", args=[sheet.public_id])

    def queries() -> int:
        client.get(page)  # sessions, content types
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        assert not any("worksheets_wording" in one["sql"] for one in found.captured_queries)
        return len(found)

    before = queries()
    publish({f"{QUESTION}.label": "La grande question"})
    publish({f"{QUESTION}.help": "Pour la justice."}, sector=Sector.JUSTICE)
    assert queries() == before


def test_another_process_reads_them_once_after_a_publication(seeded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish({f"{QUESTION}.label": "La grande question"})
    publishing.take("what it saw before", {})
    monkeypatch.setattr(publishing, "_looked", float("-inf"))
    with CaptureQueriesContext(connection) as found:
        publishing.refresh()
        publishing.refresh()
    assert len(found) == 1 and words.label_of(Kind.FRAMING, "field:question") == "La grande question"


def test_a_lost_store_is_no_lost_word(seeded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish({f"{QUESTION}.label": "La grande question"})
    cache.clear()
    monkeypatch.setattr(publishing, "_looked", float("-inf"))
    publishing.refresh()
    assert words.label_of(Kind.FRAMING, "field:question") == "La grande question"


def test_a_preview_says_its_words_to_nobody_else(seeded: World) -> None:
    with words.tried({(Kind.FRAMING, ""): {f"{QUESTION}.label": "Essai"}}):
        assert words.label_of(Kind.FRAMING, "field:question") == "Essai"
    assert words.label_of(Kind.FRAMING, "field:question") == "Question évaluative principale"
