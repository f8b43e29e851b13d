"""A real site makes a dozen documents; the code of a sign-in, asked for after them, leaves meanwhile. On both brokers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.journeys.site import Site
from tests.servers import Redis

pytestmark = pytest.mark.slow

ASK = """
from django.utils import translation
from certification.evidence.actions import ask_for_organisation
from coursesite.accounts.mail import promise_mail
from coursesite.core import outbox
from coursesite.accounts.models import User
from coursesite.organisations.models import Organisation
from step_guides.worksheets.actions import add_node, ask_for_dossier, ask_for_sheet, open_sheet
amina = User.objects.get(email="amina@demo.example")
place = Organisation.objects.get(name="La Passerelle des Rives")
for kind in ("profile", "framing", "needs", "theory_of_change"):
    sheet = open_sheet(place, kind, by=amina)
for number in range(20):
    add_node(sheet, "activity", {"label": f"Atelier {number}"}, by=amina)
for language in ("fr", "en"):
    with translation.override(language):
        for sheet in place.worksheets.all():
            ask_for_sheet(sheet, "pdf", by=amina)
        ask_for_dossier(place, "pdf", by=amina)
        ask_for_dossier(place, "odt", by=amina)
ask_for_organisation(place, by=amina)
promise_mail("accounts.sign_in_code", to=amina, secret={"code": "JALONS"}, seconds=900, dedupe="essai", awaited=True)
with outbox._on_its_way:  # a knock dies with its process: this one ends here, a web server lives on
    answer = True
"""
TOLD = """
from coursesite.core.models import Outbox
code = Outbox.objects.get(key__startswith="mail:accounts.sign_in_code:essai")
documents = Outbox.objects.filter(kind__in=["worksheet-paper", "evidence-dossier"], created_at__lte=code.created_at)
answer = {
    "documents": documents.count(), "waiting": documents.filter(done_at=None).count(), "dead": documents.dead().count(),
    "made when the code left": documents.filter(done_at__lt=code.done_at).count() if code.done_at else None,
    "waited": (code.done_at - code.created_at).total_seconds() if code.done_at else None,
}
"""


@pytest.mark.parametrize("broker", ["folder", "redis"])
def test_a_code_leaves_while_documents_are_made(tmp_path: Path, broker: str) -> None:
    redis = Redis() if broker == "redis" else None
    site = Site(tmp_path / "site", **({"BROKER_URL": redis.url} if redis else {}))
    try:
        site.shell(ASK)
        until = time.monotonic() + 400
        while (told := site.shell(TOLD))["waiting"] and time.monotonic() < until:  # type: ignore[index]
            time.sleep(5)
        assert told["documents"] >= 6 and told["waiting"] == told["dead"] == 0, told  # type: ignore[index]
        # Behind them, it would have left after all; on a machine as slow as one likes, it leaves during the first half of them.
        assert told["made when the code left"] <= told["documents"] // 2, told  # type: ignore[index]
    finally:
        site.stop()
        if redis:
            redis.stop()
