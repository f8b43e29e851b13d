"""Asking for a document, and what the worker does of it."""

from __future__ import annotations

import errno
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import page
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from coursesite.core import rendering
from coursesite.core.documents import RenderError
from coursesite.core.errors import NotAllowed, NotFound, TooOften, WrongState
from coursesite.core.file_requests import sweep
from coursesite.core.models import Outbox
from step_guides.worksheets import actions
from step_guides.worksheets.actions import papers as asking
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Paper, Worksheet
from step_guides.worksheets.outbox import make_paper
from step_guides.worksheets.papers import making
from tests.people import World
from tests.step_guides.worksheets.papers import made, text_of, watermarked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def written(sheet: Worksheet, world: World) -> Worksheet:
    actions.add_node(sheet, "activity", {"label": "Ateliers « retour »"}, by=world.amina)
    return sheet


def validated(sheet: Worksheet, world: World) -> Any:
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    actions.validate(submission, by=world.luc)
    sheet.refresh_from_db()
    return submission


def test_a_draft_becomes_a_tagged_document_that_says_it_is_one(written: Worksheet, world: World) -> None:
    paper = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    assert (paper.state, paper.sheets, paper.gathered) == ("ready", 1, 1)
    pdf = paper.path.read_bytes()
    assert len(pdf) == paper.size and paper.path.stat().st_mode & 0o077 == 0
    report = page.validate_pdf_bytes(pdf, profile="PDF_UA_1")
    assert report.is_compliant, report.failures
    text = text_of(paper)
    assert "Ateliers « retour »" in text and "Théorie du changement" in text
    assert "Brouillon du" in text and watermarked(paper)
    assert paper.file_name.startswith("theorie-du-changement-la-passerelle-des-rives")


def test_what_was_validated_bears_its_version_and_no_watermark(written: Worksheet, world: World) -> None:
    validated(written, world)
    paper = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    text = text_of(paper)
    assert "Version 1, validée le" in text and world.cohort.name in text and "Brouillon" not in text and not watermarked(paper)
    assert world.luc.full_name not in text


def test_a_version_stays_what_it_was_when_it_was_sent(written: Worksheet, world: World) -> None:
    submission = validated(written, world)
    actions.reopen(written, reason="Elle a changé.", by=world.amina)
    actions.add_node(written, "output", {"label": "Ajouté depuis"}, by=world.amina)
    version = made(actions.ask_for_version(submission, "pdf", by=world.luc))
    today = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    assert "Ajouté depuis" not in text_of(version) and not watermarked(version)
    assert "Ajouté depuis" in text_of(today) and watermarked(today)


def test_the_same_text_gives_the_same_bytes(written: Worksheet, world: World) -> None:
    first = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    rendering.end_child()
    assert made(actions.ask_again(first, by=world.bilal)).sha256 == first.sha256


def test_the_dossier_holds_begun_sheets_in_order_and_cohorts_get_only_what_they_received(
    written: Worksheet, world: World
) -> None:
    framing = actions.open_sheet(world.passerelle, Kind.FRAMING, by=world.amina)
    actions.edit_row(framing, "field:excluded", {"text": "CANARI-DU-BROUILLON"}, lock=0, by=world.amina)
    actions.open_sheet(world.passerelle, Kind.LESSONS, by=world.amina)  # opened, not begun
    validated(written, world)
    whole = made(actions.ask_for_dossier(world.passerelle, "pdf", by=world.bilal))
    received = made(actions.ask_for_received(world.passerelle, world.cohort, "pdf", by=world.luc))
    assert (whole.sheets, received.sheets) == (2, 1)
    assert page.validate_pdf_bytes(whole.path.read_bytes(), profile="PDF_UA_1").is_compliant
    text = text_of(whole)
    contents = text[text.index("Sommaire") :]
    assert contents.index("Cadrage") < contents.index("Théorie du changement") < contents.index("CANARI-DU-BROUILLON")
    assert "Capitalisation" not in text and "Brouillon" in text and "Version 1, validée" in text and "6/6" in text
    seen = text_of(received)
    assert "Ateliers « retour »" in seen and "CANARI" not in seen and world.cohort.name in seen


def test_who_may_ask_for_what(written: Worksheet, world: World) -> None:
    submission = actions.submit(written, by=world.amina, confirmed=True)
    for refused in [
        lambda: actions.ask_for_sheet(written, "pdf", by=world.luc),
        lambda: actions.ask_for_sheet(written, "pdf", by=world.chloe),
        lambda: actions.ask_for_version(submission, "pdf", by=world.noe),
        lambda: actions.ask_for_received(world.passerelle, world.cohort, "pdf", by=world.noe),
        lambda: actions.ask_for_received(world.passerelle, world.cohort, "pdf", by=world.amina),
        lambda: actions.ask_for_received(world.jardin, world.cohort, "pdf", by=world.luc),
    ]:
        with pytest.raises(NotFound):
            refused()
    for nobody_inside in (world.luc, world.rose):
        with pytest.raises(NotAllowed):
            actions.ask_for_dossier(world.passerelle, "pdf", by=nobody_inside)
    assert not Paper.objects.exists()
    with pytest.raises(WrongState):
        actions.ask_for_dossier(world.jardin, "pdf", by=world.chloe)


def test_asking_while_it_is_made_is_the_same_request(written: Worksheet, world: World) -> None:
    first = actions.ask_for_sheet(written, "pdf", by=world.amina)
    again = actions.ask_for_sheet(written, "pdf", by=world.bilal)
    assert (again.pk, again.asks, again.asked_by) == (first.pk, 1, world.amina)
    assert Outbox.objects.filter(kind=asking.PAPER).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(organisation=world.passerelle, worksheet=written, asked_by=world.bilal)
    with translation.override("en"):
        assert actions.ask_for_sheet(written, "pdf", by=world.bilal).pk != first.pk


def test_a_dossier_has_one_request_too(world: World, written: Worksheet) -> None:
    actions.ask_for_dossier(world.passerelle, "pdf", by=world.amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(organisation=world.passerelle, asked_by=world.bilal)


def test_a_failure_is_said_and_it_can_be_asked_again(written: Worksheet, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any, **kwargs: Any) -> bytes:
        raise RenderError("too long")

    with monkeypatch.context() as patched:
        patched.setattr(making, "write_pdf_apart", fails)
        paper = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    assert (paper.state, paper.made_at) == ("failed", None)
    assert made(paper).state == "failed"  # nobody tries behind people's back
    assert made(actions.ask_again(paper, by=world.amina)).state == "ready"


def test_anything_unforeseen_is_said_too_and_reaches_the_operator(
    written: Worksheet, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making.as_pdf, "html_of", lambda edition: 1 / 0)
    assert made(actions.ask_for_sheet(written, "pdf", by=world.amina)).state == "failed"
    assert Outbox.objects.get(kind=asking.PAPER).last_error == "ZeroDivisionError"


def test_a_full_disk_waits_and_leaves_nothing(
    written: Worksheet, world: World, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        paper = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    assert paper.state == "making" and [file for file in private.rglob("*") if file.is_file()] == []
    Outbox.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert made(paper).state == "ready"


def test_delivered_twice_it_is_made_once(written: Worksheet, world: World) -> None:
    paper = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    before = paper.path.stat().st_mtime_ns
    make_paper({"paper": paper.pk, "ask": 1}, key="")
    assert paper.path.stat().st_mtime_ns == before


def test_a_worker_that_died_is_followed_by_another_and_a_late_one_changes_nothing(written: Worksheet, world: World) -> None:
    paper = actions.ask_for_sheet(written, "pdf", by=world.amina)
    Paper.objects.update(state="making", sheets=1, gathered=1)  # its worker was killed here
    late = Paper.objects.get()
    assert made(paper).state == "ready"
    again = actions.ask_again(paper, by=world.amina)
    making.make(late)
    again.refresh_from_db()
    assert (again.state, again.asks) == ("asked", 2)


def test_a_very_busy_person_waits(written: Worksheet, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_AN_HOUR", 1)
    actions.ask_for_sheet(written, "pdf", by=world.amina)
    with pytest.raises(TooOften):
        actions.ask_for_dossier(world.passerelle, "pdf", by=world.amina)
    assert Paper.objects.count() == 1


def test_signs_that_no_font_draws_are_replaced_and_it_is_said(sheet: Worksheet, world: World) -> None:
    actions.add_node(sheet, "activity", {"label": "Accueil 🙂️ et مرحبا"}, by=world.amina)
    paper = made(actions.ask_for_sheet(sheet, "pdf", by=world.amina))
    text = text_of(paper)
    assert "Accueil □" in text and "remplacés par □" in text


def test_what_people_type_stays_text(sheet: Worksheet, world: World) -> None:
    label = '<img src="http://127.0.0.1:9/x.png"> {{ 7|add:7 }}'
    actions.add_node(sheet, "activity", {"label": label, "note": "[un lien](file:///etc/hostname)"}, by=world.amina)
    paper = made(actions.ask_for_sheet(sheet, "pdf", by=world.amina))
    assert paper.state == "ready" and label in text_of(paper)


def test_documents_go_after_a_week_and_so_do_files_that_nobody_claims(written: Worksheet, world: World, private: Path) -> None:
    paper = made(actions.ask_for_sheet(written, "pdf", by=world.amina))
    stray, young = paper.path.with_name("00000000-stray.pdf"), paper.path.with_name("11111111-young.pdf")
    for file in (stray, young):
        file.write_bytes(b"x")
    long_ago = time.time() - 8 * 86_400
    for file in (stray, paper.path):
        os.utime(file, (long_ago, long_ago))
    assert sweep() == 1 and paper.path.exists() and young.exists() and not stray.exists()
    Paper.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert sweep() == 1 and not paper.path.exists() and not Paper.objects.exists()
