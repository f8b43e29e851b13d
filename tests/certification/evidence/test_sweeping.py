"""The files of evidence do not stay."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from certification.evidence import actions
from certification.evidence.making import make
from certification.evidence.models import Dossier
from coursesite.accounts.models import User
from coursesite.core.faults import InjectedFault
from coursesite.core.tasks import remove_files
from tests.people import World

LONG_AGO = timedelta(days=8)


@pytest.fixture
def dossier(world: World, settings: Settings, tmp_path: Path) -> Dossier:
    """Of Bilal: made."""
    settings.PRIVATE_ROOT = tmp_path
    one = actions.ask_for_learner(world.bilal.enrolments.get(), by=world.bilal)
    make(one)
    one.refresh_from_db()
    assert one.state == "ready" and len(kept(one)) == 2
    return one


def kept(dossier: Dossier) -> list[str]:
    return [extension for extension in ("zip", "pdf") if dossier.path(extension).exists()]


def test_files_go_after_a_week_and_so_do_those_that_nobody_claims(
    dossier: Dossier, world: World, sign_in: Callable[[User], Client]
):
    stray, young = (dossier.path("zip").with_name(name) for name in ("00000000-stray.zip", "11111111-young.zip"))
    for file in (stray, young):
        file.write_bytes(b"x")
    for file in (stray, dossier.path("zip"), dossier.path("pdf")):
        os.utime(file, (time.time() - LONG_AGO.total_seconds(),) * 2)
    remove_files()
    assert kept(dossier) == ["zip", "pdf"] and young.exists() and not stray.exists()
    page = f"/preuves/inscriptions/{dossier.enrolment.public_id}/"  # type: ignore[union-attr]
    assert "sept jours" in sign_in(world.bilal).get(page).content.decode()
    Dossier.objects.update(made_at=timezone.now() - LONG_AGO)
    remove_files()
    assert kept(dossier) == [] and not Dossier.objects.exists()
    assert actions.ask_for_learner(world.bilal.enrolments.get(), by=world.bilal).state == "asked"


def test_a_request_that_failed_goes_too_and_one_that_waits_stays(dossier: Dossier, world: World):
    waiting = actions.ask_for_organisation(world.passerelle, by=world.amina)
    Dossier.objects.filter(pk=dossier.pk).update(state="failed", made_at=None, sha256="")
    Dossier.objects.update(asked_at=timezone.now() - LONG_AGO)
    remove_files()
    assert list(Dossier.objects.all()) == [waiting]


def test_asked_again_what_was_made_is_removed_before_anything_is_made(dossier: Dossier, world: World, settings: Settings):
    again = actions.ask_for_learner(world.bilal.enrolments.get(), by=world.bilal)
    settings.FAULTS = ["before_rename:raise"]
    with pytest.raises(InjectedFault):
        make(again)
    assert kept(dossier) == []


def test_the_sweep_comes_by_itself():
    assert conf.CELERY_BEAT_SCHEDULE["core.remove_files"]["task"] == remove_files.name
