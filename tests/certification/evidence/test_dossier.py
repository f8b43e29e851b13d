"""The file of evidence: what it holds, for whom, and the same bytes whenever it is made."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from certification.evidence import actions, archive
from certification.evidence.document import html_of
from certification.evidence.gathering import gather
from certification.evidence.making import contents
from certification.evidence.models import Dossier
from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import NotFound
from modules.exercises.models import QuizExercise
from modules.progress.models import Attempt
from step_guides.reviews import actions as reviews
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.models import Submission
from tests.authorisation.certified import certificate_for
from tests.modules.course import build_course
from tests.modules.open_kinds import build_open_kinds
from tests.people import World
from tests.step_guides.worksheets.factories import submitted

SignIn = Callable[[User], Client]
DAY = date(2026, 11, 20)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
ANSWER, LETTER, NOTE = "REPONSE-CANARI", "LETTRE-CANARI", "NOTE-PRIVEE-CANARI"


@pytest.fixture
def story(world: World) -> Enrolment:
    """Bilal reads, asks, and is certified; Amina sends; Luc answers."""
    from step_guides.reviews.seeds import seed

    seed(demo=False, out=lambda text: None)
    build_course(requirements=[])
    enrolment = world.bilal.enrolments.get()
    submission = submitted(world.passerelle, by=world.amina)
    sheets.claim(submission, by=world.luc)
    review = reviews.open_review(submission, by=world.luc)
    levels = {criterion.code: (3, "") for criterion in review.rubric.criteria.all()}
    reviews.save_scores(review, levels=levels, by=world.luc)
    reviews.save_letter(review, letter=LETTER, next_step="Continuer 🌱", by=world.luc)
    reviews.comment(review, "sheet", kind="strength", text=ANSWER, by=world.luc)
    reviews.note(submission, text=NOTE, by=world.luc)
    reviews.decide(review, "returned", by=world.luc)
    certificate_for(enrolment)
    return enrolment


def made(enrolment: Enrolment, by: User, on: date = DAY) -> dict[str, bytes]:
    return contents(actions.ask_for_learner(enrolment, by=by), on)


def read(files: dict[str, bytes], folder: Path) -> tuple[str, str]:
    """What the document says of itself, and its words in one line."""
    file = folder / archive.DOCUMENT
    file.write_bytes(files[archive.DOCUMENT])
    asked = (["pdfinfo", str(file)], ["pdftotext", str(file), "-"])
    info, words = (subprocess.run(one, capture_output=True, check=True, text=True).stdout for one in asked)
    return info, " ".join(words.split())


def test_the_same_evidence_gives_the_same_bytes_but_for_its_date(story: Enrolment, world: World):
    first, again = (archive.zipped(made(story, world.bilal)) for _time in range(2))
    assert first == again
    later = made(story, world.bilal, date(2027, 3, 1))
    before = made(story, world.bilal)
    changed = {name for name in before if before[name] != later[name]}
    assert changed == {archive.DOCUMENT, archive.DATA, archive.MANIFEST}
    assert later[archive.DATA].replace(b"2027-03-01", b"2026-11-20") == before[archive.DATA]


def test_the_manifest_holds_the_hash_of_each_file_and_of_each_version(story: Enrolment, world: World):
    files = made(story, world.bilal)
    with zipfile.ZipFile(io.BytesIO(archive.zipped(files))) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == files
        assert opened.namelist() == sorted(files)
    lines = [line.split("  ") for line in files[archive.MANIFEST].decode().splitlines()]
    assert {name: hashed for hashed, name in lines} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != archive.MANIFEST
    }
    submission = Submission.objects.get()
    assert submission.sha256 in {hashed for hashed, name in lines if name.startswith("versions/")}


def test_what_a_member_takes_away(story: Enrolment, world: World):
    files = made(story, world.bilal)
    facts = json.loads(files[archive.DATA])
    (learner,), (version,), (answered,) = facts["learners"], facts["versions"], facts["answers"]
    assert (learner["name"], learner["modules"] != [], learner["certificates"] != []) == ("Bilal Kernan", True, True)
    assert (version["version"], version["decision"], version["matches"]) == (1, "returned", True)
    assert answered["letter"] == LETTER and answered["trainer"] == "Luc Morvan"
    assert [one["text"] for one in facts["exchanges"]] == [ANSWER]
    rows = list(csv.DictReader(io.StringIO(files["versions.csv"].decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["sha256"] == version["sha256"]
    assert NOTE not in json.dumps(facts)


@needs_poppler
def test_the_document_is_tagged_and_says_it_in_words(story: Enrolment, world: World, tmp_path: Path):
    info, words = read(made(story, world.bilal), tmp_path)
    assert re.search(r"Tagged: +yes", info) and "(A4)" in info
    for said in (
        "Bilal Kernan",
        "Version 1".lower(),
        "à reprendre",
        LETTER,
        ANSWER,
        "Continuer □",
        Submission.objects.get().sha256,
    ):
        assert said in words, said
    info, words = read(made(story, world.rose), tmp_path)
    assert Submission.objects.get().sha256 in words
    assert not [said for said in (LETTER, ANSWER, NOTE, "Continuer") if said in words], "a network reads no text"


def test_points_of_a_quiz_whose_answers_come_later_are_not_in_it(story: Enrolment, world: World):
    kinds = build_open_kinds()

    def answers(quiz: QuizExercise, raw: int) -> None:
        Attempt.objects.create(
            enrolment=story, exercise=quiz, op_id=uuid4(), number=1, response={}, raw=raw, maximum=2, success=raw == 2
        )

    def told() -> list[tuple[int | None, int | None, bool | None]]:
        (learner,) = json.loads(made(story, world.rose)[archive.DATA])["learners"]
        return [(one.get("score"), one.get("out_of"), one.get("success")) for one in learner["exercises"]]

    answers(kinds.quiz, 1)
    assert told() == [(None, None, None)]
    (learner,) = gather(actions.ask_for_learner(story, by=world.rose))[0]["learners"]
    assert "dit à la fin du parcours" in html_of({"learners": [learner]}, DAY)
    answers(kinds.exit, 2)
    assert told() == [(1, 2, False), (2, 2, True)]


def test_a_network_reads_that_it_happened_and_no_text(story: Enrolment, world: World):
    files = made(story, world.rose)
    said = b"".join(data for name, data in files.items() if name != archive.DOCUMENT).decode()
    for text in (LETTER, ANSWER, NOTE, "logement stable"):
        assert text not in said
    assert not [name for name in files if name.startswith("versions/")]
    assert Submission.objects.get().sha256 in said and "Luc Morvan" in said


def test_who_may_ask(story: Enrolment, world: World):
    for stranger in (world.amina, world.luc, world.chloe, world.paul, world.ines):
        with pytest.raises(NotFound):
            actions.ask_for_learner(story, by=stranger)
    for stranger in (world.bilal, world.luc, world.chloe, world.paul):
        with pytest.raises(NotFound):
            actions.ask_for_organisation(world.passerelle, by=stranger)
    names = {one["name"] for one in json.loads(_whole(world, world.amina)[archive.DATA])["learners"]}
    assert names == {"Amina Haddad", "Bilal Kernan"}


def _whole(world: World, by: User) -> dict[str, bytes]:
    return contents(actions.ask_for_organisation(world.passerelle, by=by), DAY)


def test_asked_made_by_the_worker_and_taken_away(story: Enrolment, world: World, sign_in: SignIn, drain: Callable[[], None]):
    bilal, page = sign_in(world.bilal), f"/preuves/inscriptions/{story.public_id}/"
    assert bilal.get(page).status_code == 200
    assert bilal.post(page)["Location"] == page
    assert bilal.post(page).status_code == 303
    dossier = Dossier.objects.get()
    assert dossier.asks == 1, "a double click asks once"
    assert bilal.get(f"/preuves/{dossier.public_id}/zip/").status_code == 409
    drain()
    dossier.refresh_from_db()
    assert dossier.state == "ready"
    answered = bilal.get(f"/preuves/{dossier.public_id}/zip/")
    data = b"".join(answered.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(data).hexdigest() == dossier.sha256
    assert answered["Content-Security-Policy"] == "sandbox; default-src 'none'" and "no-store" in answered["Cache-Control"]
    assert answered["Content-Disposition"] == 'attachment; filename="dossier-de-preuves.zip"'
    for stranger in (world.amina, world.rose, world.luc, world.chloe):
        assert sign_in(stranger).get(f"/preuves/{dossier.public_id}/zip/").status_code == 404
    world.bilal.memberships.update(ends_on=date.today())  # she wrote it with them; she no longer reads it
    assert bilal.get(f"/preuves/{dossier.public_id}/zip/").status_code == 404


def test_a_text_that_no_longer_matches_is_found(story: Enrolment, capsys: pytest.CaptureFixture[str]):
    call_command("check_submissions")
    assert capsys.readouterr().out == "1 match.\n"
    kept = Submission.objects.get()
    forged = Submission.objects.defer("snapshot").get()
    forged.pk, forged.number, forged.sha256 = None, 2, "0" * 64
    forged.snapshot, forged.public_id = kept.snapshot, type(kept.public_id)(int=7)
    forged.save(force_insert=True)
    with pytest.raises(CommandError, match="1 of 2 no longer match"):
        call_command("check_submissions")
