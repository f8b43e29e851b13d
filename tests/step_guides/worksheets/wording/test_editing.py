"""The words of the sheets in the editing space: changed, previewed, published, refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from step_guides.worksheets import publishing, seeds, words
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import KINDS
from step_guides.worksheets.models import Wording
from step_guides.worksheets.models.wording import VARIANTS
from tests.people import World
from tests.step_guides.worksheets.wording.conftest import QUESTION, SignIn, address, publish, typed, wording


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
    assert (
        sign_in(seeded.ines).post(address("preview_on_edit", one), typed(one)).json()["is_valid"]
    )  # what was refused is forgotten


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
