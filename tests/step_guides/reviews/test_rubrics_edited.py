"""The rubrics in the editing space: written, previewed, published as a new version, refused; and what answers make of it."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from coursesite.accounts.models import User
from coursesite.accounts.seeds import seed_editors
from coursesite.core.errors import Invalid, NotAllowed
from step_guides.reviews import actions
from step_guides.reviews.actions.rubrics import publish_rubric
from step_guides.reviews.models import Criterion, Rubric, RubricWording
from step_guides.reviews.rubric_texts import REMARKS, texts_of
from step_guides.reviews.seeds import rubrics, seed
from step_guides.worksheets.enums import Kind
from tests.people import World
from tests.step_guides.reviews.conftest import Sheet, text_of

SignIn = Callable[[User], Client]
THEORY = Kind.THEORY_OF_CHANGE
OURS = next(text["version"] for text in rubrics() if text["kind"] == THEORY)  # shipped with the site


def sow() -> None:
    seed(demo=False, out=lambda line: None)


@pytest.fixture
def seeded(world: World) -> World:
    sow()
    world.ines.groups.add(seed_editors())
    return world


def newest(kind: str = THEORY) -> Rubric:
    return Rubric.objects.newest().get(kind=kind)


def wording(kind: str = THEORY) -> RubricWording:
    return RubricWording.objects.get(kind=kind)


def publish(by: User, kind: str = THEORY, **texts: str) -> Rubric:
    """As the editing space does: a draft, then its publication. `C1__name` stands for « C1.name »."""
    said = texts_of(newest(kind)) | {path.replace("__", "."): text for path, text in texts.items()}
    one = wording(kind)
    one.texts = said
    one.save_revision(user=by).publish(user=by)
    return newest(kind)


def address(name: str, one: RubricWording) -> str:
    return reverse(f"wagtailsnippets_reviews_rubricwording:{name}", args=[one.pk])


def typed(kind: str = THEORY, **texts: str) -> dict[str, str]:
    """The whole form, as a browser sends it: two empty remarks stand at the end of each criterion."""
    rubric = newest(kind)
    said = texts_of(rubric)
    for one in rubric.criteria.all():
        for n in range(len(one.remarks) + 1, min(len(one.remarks) + 2, REMARKS) + 1):
            said |= {f"{one.code}.remark.{n}.kind": "question", f"{one.code}.remark.{n}.text": ""}
    return {f"texts-{path}": text for path, text in (said | texts).items()}


# --- The editing space ---------------------------------------------------------------------------------------------------------


def test_an_editor_writes_previews_and_publishes_the_next_version(seeded: World, sign_in: SignIn) -> None:
    one, client = wording(), sign_in(seeded.ines)
    listed = unescape(client.get(reverse("wagtailsnippets_reviews_rubricwording:list")).content.decode())
    assert "Théorie du changement" in listed and "Cadrage" in listed and "livrée avec le site" in listed
    page = unescape(client.get(address("edit", one)).content.decode())
    assert "Ancrage dans le besoin" in page and "Par quel mécanisme passe-t-on de A à B\u00a0?" in page
    changed = {
        "C1.name": "Le besoin, d'abord",
        "C1.level.3": "Le besoin a sa source.",
        "C3.remark.2.text": "Quel maillon manque ?",
        "C3.remark.2.kind": "suggestion",
        "C4.remark.1.text": "",
    }
    sent = typed(**changed)
    assert client.post(address("preview_on_edit", one), sent).json()["is_valid"]
    shown = unescape(client.get(address("preview_on_edit", one)).content.decode())
    assert "Le besoin, d’abord" in shown and "Le besoin a sa source." in shown and "Quel maillon manque\u00a0?" in shown
    assert "essentiel" in shown and newest().version == OURS
    before = unescape(client.get(address("preview_on_edit", one), {"mode": str(OURS)}).content.decode())
    assert "Ancrage dans le besoin" in before and "Le besoin, d’abord" not in before
    for unknown in ("9", "9" * 30, "abc", "²", "1\x00"):
        assert client.get(address("preview_on_edit", one), {"mode": unknown}).status_code == 404

    assert client.post(address("edit", one), {**sent, "action-publish": "1"}).status_code == 302
    made = newest()
    assert (made.version, made.published_by) == (OURS + 1, seeded.ines) and made.published_at is not None
    criteria = {one.code: one for one in made.criteria.all()}
    assert list(criteria) == ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"]
    assert [code for code, one in criteria.items() if one.starred] == ["C1", "C2", "C3", "C7"]
    assert criteria["C1"].name == "Le besoin, d’abord" and criteria["C1"].levels[2] == "Le besoin a sa source."
    assert {"kind": "suggestion", "text": "Quel maillon manque\u00a0?"} in criteria["C3"].remarks
    assert [one["text"] for one in criteria["C4"].remarks] == ["D’où savez-vous cela\u00a0?"]
    assert Criterion.objects.get(rubric__kind=THEORY, rubric__version=OURS, code="C1").name == "Ancrage dans le besoin"
    assert ModelLogEntry.objects.filter(action="wagtail.publish", object_id=str(one.pk), user=seeded.ines).exists()
    page = unescape(client.get(address("edit", one)).content.decode())
    assert f"Version {OURS + 1}\u00a0: publiée par" in page and f"Version {OURS}\u00a0: livrée avec le site" in page


def test_a_draft_changes_nothing_until_it_is_published(seeded: World, sign_in: SignIn) -> None:
    one, client = wording(), sign_in(seeded.ines)
    assert client.post(address("edit", one), typed(**{"C1.name": "Le besoin"})).status_code == 302
    assert newest().version == OURS and "Le besoin" in client.get(address("edit", one)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"C2.name": ""}, "Remplissez ce champ"),
        ({"C2.level.4": "  "}, "Remplissez ce champ"),
        ({"C2.level.4": "Les effets sont des activités ou des slogans."}, "Deux niveaux disent la même chose"),
        ({"C2.name": "ancrage dans le besoin"}, "Deux critères ont le même nom"),
        ({"levels.2": "Solide"}, "Deux niveaux ont le même nom"),
        ({"C2.remark.1.kind": "help"}, "Choisissez"),
        ({"C3.remark.2.text": "Par quel mécanisme passe-t-on de A à B\u00a0?"}, "Cette remarque figure deux fois"),
        ({"C2.question": "x" * 401}, "400 caractères"),
        ({"C9.name": "Un neuvième"}, "Cet endroit n’existe pas dans la grille"),
        ({"C1.starred": "1"}, "Cet endroit n’existe pas dans la grille"),
    ],
)
def test_what_no_rubric_can_hold_is_said_at_its_place_and_what_was_typed_is_kept(
    seeded: World, sign_in: SignIn, changes: dict[str, str], said: str
) -> None:
    one = wording()
    sent = typed(**{"C8.question": "Une question écrite avec soin", **changes})
    page = sign_in(seeded.ines).post(address("edit", one), {**sent, "action-publish": "1"})
    shown = unescape(page.content.decode())
    assert page.status_code == 200 and said in shown and "Une question écrite avec soin" in shown
    assert newest().version == OURS and wording().texts == {}


def test_the_same_words_again_make_no_version(seeded: World) -> None:
    assert publish(seeded.ines).version == OURS
    assert publish(seeded.ines, C1__name="Le besoin").version == OURS + 1
    assert publish(seeded.ines, C1__name="Le besoin").version == OURS + 1


def test_two_versions_are_compared_text_by_text(seeded: World, sign_in: SignIn) -> None:
    publish(seeded.ines, C1__name="Le besoin")
    first = wording().latest_revision
    publish(seeded.ines, C1__name="Le besoin dit")
    where = reverse("wagtailsnippets_reviews_rubricwording:revisions_compare", args=[wording().pk, first.pk, "latest"])
    page = unescape(sign_in(seeded.ines).get(where).content.decode())
    assert "Le besoin dit – Nom" in page and "Logique causale" not in page


def test_nobody_adds_deletes_or_withdraws_a_rubric(seeded: World, sign_in: SignIn) -> None:
    one = wording()
    for person in (seeded.ines, seeded.sofia):
        client = sign_in(person)
        where = [reverse("wagtailsnippets_reviews_rubricwording:add"), address("delete", one), address("unpublish", one)]
        for place in where:
            for answer in (client.get(place), client.post(place)):
                assert answer.status_code == 302 and answer["Location"] == reverse("wagtailadmin_home")
        assert address("unpublish", one) not in client.get(address("edit", one)).content.decode()
    assert RubricWording.objects.count() == len(rubrics()) and wording().live


def test_who_does_not_edit_opens_and_publishes_nothing(seeded: World, sign_in: SignIn) -> None:
    for person in (seeded.amina, seeded.luc, seeded.rose):
        assert sign_in(person).get(address("edit", wording())).status_code == 403
        with pytest.raises(NotAllowed):
            publish_rubric(THEORY, {"C1.name": "À moi"}, by=person)
    assert newest().version == OURS


# --- What is published stays ---------------------------------------------------------------------------------------------------


def test_a_published_version_is_never_changed(seeded: World) -> None:
    made = publish(seeded.ines, C1__name="Le besoin")
    for rubric in Rubric.objects.filter(kind=THEORY):
        for changes in ({"version": OURS + 9}, {"level_names": []}, {"published_by": seeded.luc, "published_at": timezone.now()}):
            with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
                Rubric.objects.filter(pk=rubric.pk).update(**changes)
        for changes in (
            {"name": "Autre"},
            {"starred": False},
            {"levels": []},
            {"remarks": [{}]},
            {"code": "Z9"},
            {"position": 20},
        ):
            with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
                Criterion.objects.filter(rubric=rubric, code="C1").update(**changes)
    assert made.version == OURS + 1


def test_what_the_database_refuses(seeded: World) -> None:
    for fields in ({"version": 0}, {"version": OURS}, {"version": OURS + 7, "published_by": seeded.ines}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rubric.objects.create(kind=THEORY, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        RubricWording.objects.create(kind=THEORY)


def test_seeding_again_never_takes_back_what_editors_published(seeded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(seeded.ines, C1__name="Le besoin")
    ours = [dict(text, version=OURS + 2) for text in rubrics()]
    monkeypatch.setattr("step_guides.reviews.seeds.rubrics", lambda: ours)  # a release that ships new versions
    sow()
    assert (newest().version, newest().criteria.get(code="C1").name) == (OURS + 1, "Le besoin")
    assert newest(Kind.FRAMING).version == OURS + 2  # nobody had published this one


def test_a_draft_reads_as_the_version_in_use_where_nothing_was_written(seeded: World) -> None:
    with pytest.raises(Invalid):
        publish_rubric(THEORY, {"C1.name": "Le besoin"}, by=seeded.ines)  # a criterion is written whole
    made = publish_rubric(THEORY, {f"levels.{n}": name for n, name in enumerate("ABCD", 1)}, by=seeded.ines)
    assert made.level_names == ["A", "B", "C", "D"] and made.criteria.get(code="C1").name == "Ancrage dans le besoin"


# --- Answers -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def editor(sheet: Sheet) -> User:
    sheet.world.ines.groups.add(seed_editors())
    return sheet.world.ines


def at(name: str, sheet: Sheet) -> str:
    return reverse(f"reviews:{name}", args=[sheet.submission.public_id])


def test_an_answer_begun_or_sent_keeps_its_version_and_the_next_starts_from_it(
    sheet: Sheet, editor: User, sign_in: SignIn
) -> None:
    review = sheet.ready(level=2)
    publish(editor, C1__name="Le besoin, redit", C1__remark__1__text="Une remarque neuve")
    desk = unescape(text_of(sign_in(sheet.world.luc).get(at("detail", sheet))))
    assert "Ancrage dans le besoin" in desk and "redit" not in desk and "Une remarque neuve" not in desk
    actions.decide(review, "returned", by=sheet.world.luc)
    first = sheet.submission
    sheet.again()
    again = sheet.opened(sheet.world.maud)
    assert (again.rubric.version, review.rubric.version) == (OURS + 1, OURS)
    assert set(again.scores.values_list("criterion__rubric", "level")) == {(again.rubric_id, 2)} and again.scores.count() == 8
    desk = unescape(text_of(sign_in(sheet.world.maud).get(at("detail", sheet))))
    assert "Le besoin, redit" in desk and "Une remarque neuve" in desk and "La grille a une nouvelle version" in desk
    answer = unescape(text_of(sign_in(sheet.world.amina).get(reverse("reviews:answer", args=[first.public_id]))))
    assert "Ancrage dans le besoin" in answer and "redit" not in answer


def test_those_who_answer_together_read_with_one_version(sheet: Sheet, editor: User) -> None:
    review = sheet.opened()
    actions.invite(sheet.submission, whom=sheet.world.maud, by=sheet.world.luc)
    publish(editor, C1__name="Le besoin, redit")
    assert actions.open_review(sheet.submission, by=sheet.world.maud).rubric == review.rubric


def test_a_criterion_that_is_no_longer_there_is_left_out(sheet: Sheet, editor: User) -> None:
    actions.decide(sheet.ready(level=2), "returned", by=sheet.world.luc)
    ours = Rubric.objects.create(kind=THEORY, version=OURS + 1, level_names=["A", "B", "C", "D"])  # what a release may bring
    for code in ("C2", "N1"):
        Criterion.objects.create(rubric=ours, code=code, position=1, name=code, levels=["a", "b", "c", "d"])
    sheet.again()
    assert list(sheet.opened().scores.values_list("criterion__code", "level")) == [("C2", 2)]
