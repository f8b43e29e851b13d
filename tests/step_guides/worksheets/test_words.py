"""The words of the sheets, changed by editors: what may be said, where it is said, and what never moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from coursesite.accounts.models import User
from coursesite.accounts.seeds import seed_editors
from coursesite.organisations.enums import Sector
from step_guides.worksheets import actions, publishing, seeds, words
from step_guides.worksheets.checks.remarks import Remark
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import KINDS, spec_of
from step_guides.worksheets.models import Wording
from step_guides.worksheets.models.wording import VARIANTS
from step_guides.worksheets.presenters.form import form_of
from step_guides.worksheets.rows import rows_of
from step_guides.worksheets.slots import accepted, chapters, cleaned, slots
from step_guides.worksheets.upstream import SOURCES
from tests.people import World

QUESTION = "field.question"
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def words_of_before() -> Iterator[None]:
    """What a test publishes goes with its rows."""
    yield
    publishing.take(None, {})


@pytest.fixture
def seeded(world: World) -> World:
    seeds.seed(demo=False, out=lambda line: None)
    world.ines.groups.add(seed_editors())
    return world


def wording(kind: str = Kind.FRAMING, sector: str = "") -> Wording:
    return Wording.objects.get(kind=kind, sector=sector)


def publish(texts: dict[str, str], kind: str = Kind.FRAMING, sector: str = "", *, by: User | None = None) -> Wording:
    one = wording(kind, sector)
    one.texts = texts
    one.save_revision(user=by).publish(user=by)
    publishing.refresh()
    return one


def address(name: str, one: Wording) -> str:
    return reverse(f"wagtailsnippets_worksheets_wording:{name}", args=[one.pk])


def typed(one: Wording, **texts: str) -> dict[str, str]:
    """The whole form, as a browser sends it."""
    known = slots(one.kind, one.sector)
    return {f"texts-{path}": texts.get(path, "" if one.sector else slot.own) for path, slot in known.items()}


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
    publish({f"{QUESTION}.help": "Pour tous.", f"{QUESTION}.example": "Un exemple de tous."})
    publish({f"{QUESTION}.help": "Pour la justice."}, sector=Sector.JUSTICE)
    spec = spec_of(Kind.FRAMING)
    said = {sector: words.words(Kind.FRAMING, spec.field("question"), sector=sector) for sector in ("", *Sector)}
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
    assert helps["field:question"] == "Pour la justice."


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


# --- The editing space --------------------------------------------------------------------------------------------------------


def test_an_editor_changes_previews_and_publishes(seeded: World, sign_in: SignIn) -> None:
    one, client = wording(), sign_in(seeded.ines)
    assert client.get(reverse("wagtailsnippets_worksheets_wording:list")).status_code == 200
    page = client.get(address("edit", one)).content.decode()
    assert "Question évaluative principale" in page and "Les huit principes" in page
    sent = typed(one, **{f"{QUESTION}.label": "La grande question", "check.P01.why": ""})
    assert client.post(address("preview_on_edit", one), sent).json()["is_valid"]
    shown = client.get(address("preview_on_edit", one)).content.decode()
    assert "La grande question" in shown and "Finalités" in shown
    assert words.label_of(Kind.FRAMING, "field:question") == "Question évaluative principale"
    assert client.post(address("edit", one), {**sent, "action-publish": "1"}).status_code == 302
    one.refresh_from_db()
    assert one.texts == {f"{QUESTION}.label": "La grande question"}
    assert one.latest_revision.user == seeded.ines
    assert ModelLogEntry.objects.filter(action="wagtail.publish", object_id=str(one.pk), user=seeded.ines).exists()
    publishing.refresh()
    assert words.label_of(Kind.FRAMING, "field:question") == "La grande question"


def test_previews_of_every_kind_and_mode(seeded: World, sign_in: SignIn) -> None:
    client = sign_in(seeded.ines)
    for one in Wording.objects.all():
        assert client.post(address("preview_on_edit", one), typed(one)).json()["is_valid"]
        for mode, _label in one.preview_modes:
            page = client.get(address("preview_on_edit", one), {"mode": mode})
            assert page.status_code == 200, (one, mode)
            wanted = {"sheet": "Enregistrer", "start": "Un exemple", "hints": ""}[mode]
            assert wanted in page.content.decode(), (one, mode)


def test_a_word_that_the_sheet_has_not_is_refused(seeded: World, sign_in: SignIn) -> None:
    one = wording()
    sent = typed(one) | {"texts-field.scheme.rule": "Day", "texts-field.scheme.label": "Autre", "action-publish": "1"}
    page = sign_in(seeded.ines).post(address("edit", one), sent)
    assert page.status_code == 200 and "La fiche n’a pas ce mot." in page.content.decode()
    one.refresh_from_db()
    assert one.texts == {} and one.latest_revision is None


def test_a_message_that_cannot_be_filled_in_is_said_at_its_place_and_kept(seeded: World, sign_in: SignIn) -> None:
    one = wording()
    sent = typed(one, **{"check.P01.message": "{nombre} finalités"})
    page = sign_in(seeded.ines).post(address("edit", one), {**sent, "action-publish": "1"}).content.decode()
    assert "{nombre} finalités" in page and "Le site remplit seulement\u00a0: {count}" in page
    assert 'id="texts-check.P01.message-problem"' in page


def test_two_versions_are_compared_word_by_word(seeded: World, sign_in: SignIn) -> None:
    one = publish({f"{QUESTION}.label": "La grande question"})
    first = one.latest_revision
    one = publish({f"{QUESTION}.label": "La très grande question"})
    compare = reverse("wagtailsnippets_worksheets_wording:revisions_compare", args=[one.pk, first.pk, "latest"])
    page = sign_in(seeded.ines).get(compare).content.decode()
    assert "Question évaluative principale – Intitulé" in page and "très" in page and "Finalités" not in page


def test_nobody_adds_or_deletes_the_words_of_a_kind(seeded: World, sign_in: SignIn) -> None:
    one = wording()
    for person in (seeded.ines, seeded.sofia):
        client = sign_in(person)
        for where in (reverse("wagtailsnippets_worksheets_wording:add"), address("delete", one)):
            for answer in (client.get(where), client.post(where)):
                assert answer.status_code == 302 and answer["Location"] == reverse("wagtailadmin_home")
    assert Wording.objects.count() == len(KINDS) * (1 + len(VARIANTS))


def test_who_does_not_edit_opens_nothing(seeded: World, sign_in: SignIn) -> None:
    for person in (seeded.amina, seeded.luc, seeded.rose):
        assert sign_in(person).get(address("edit", wording())).status_code == 403


def test_one_row_a_kind_and_a_known_sector(seeded: World) -> None:
    seeds.seed(demo=False, out=lambda line: None)
    assert Wording.objects.count() == len(KINDS) * (1 + len(VARIANTS))
    for sector, name in (("", "worksheets_one_wording_a_kind_and_sector"), ("other", "worksheets_wording_of_a_known_sector")):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            Wording.objects.create(kind=Kind.FRAMING, sector=sector)
        assert name in str(refusal.value) or "UNIQUE" in str(refusal.value)
