"""A worker killed between the POST and its outcome: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from coursesite.tracking.models import Delivery
from coursesite.tracking.sending import deliver_all
from tests.coursesite.tracking.conftest import destination_of
from tests.coursesite.tracking.lrs_stub import LrsStub

WORKER = "import django; django.setup(); from coursesite.tracking.sending import deliver_all; print(deliver_all())"


def worker(faults: str = "") -> subprocess.CompletedProcess:
    """Another process on the database of the test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url, "TESTING_CHILD": "1", "FAULTS": faults, "DEBUG": "1",
        "LRS_HOSTS": ",".join(settings.LRS_HOSTS),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", WORKER], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["ok", "adl"])
def test_killed_between_post_and_outcome(lrs: LrsStub, happen: Callable[..., None], mode: str) -> None:
    destination_of(lrs)
    happen(70)
    lrs.mode = mode
    killed = worker("before_mark_done:kill")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(lrs.stored) == 50, "they arrived"
    assert Delivery.objects.filter(done_at=None).count() == 70, "and nobody wrote it down"
    held = Delivery.objects.exclude(lease_until=None)
    assert held.count() == 50
    deliver_all()
    assert held.count() == 50, "the lease of the dead worker holds"
    assert len(lrs.stored) == 70
    held.update(lease_until=Now() - timedelta(seconds=1))
    finished = worker()
    assert finished.stdout.strip().endswith("50"), finished.stderr
    assert set(lrs.stored.values()) == {1}
    outcomes = list(Delivery.objects.values_list("outcome", flat=True))
    assert sorted(set(outcomes)) == (["sent"] if mode == "ok" else ["duplicate", "sent"])
    assert len(outcomes) == len(lrs.stored) == 70
