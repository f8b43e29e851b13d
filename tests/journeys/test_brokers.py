"""The worker on the other broker: journeys use the folder, this site uses Redis. A promised mail leaves either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.site import Site
from tests.servers import Redis

pytestmark = pytest.mark.slow

INVITE = """
from coursesite.accounts.models import User
from coursesite.organisations.actions import invite
from coursesite.organisations.models import Organisation
amina = User.objects.get(email="amina@demo.example")
place = Organisation.objects.get(name="La Passerelle des Rives")
invite(place, email="yann@exemple.example", full_name="Yann Le Goff", role="member", by=amina)
answer = True
"""


def test_the_worker_on_redis(tmp_path: Path) -> None:
    try:
        redis = Redis()
    except FileNotFoundError:
        pytest.skip("Redis is not installed")
    site = Site(tmp_path / "site", BROKER_URL=redis.url)
    try:
        site.shell(INVITE)
        assert "Passerelle" in site.mail("yann@exemple.example", "rejoindre", seconds=90)
        # Redis loses everything it held: the truth is a row, and the sweep comes again.
        redis.stop()
        again = Redis(redis.port)
        site.shell(INVITE.replace("yann@", "zia@").replace("Yann Le Goff", "Zia Roux"))
        assert "Passerelle" in site.mail("zia@exemple.example", "rejoindre", seconds=120)
        again.stop()
    finally:
        site.stop()
        redis.stop()
