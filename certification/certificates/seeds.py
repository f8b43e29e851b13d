from __future__ import annotations

from collections.abc import Callable

from certification.certificates import setup
from certification.certificates.layouts import current_layout
from coursesite.organisations.models import Network


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    """The layout of certificates; in the demo, what each network needs to issue. A real network says who it is on its own page."""
    current_layout("fr")
    if not demo:
        return
    for network in Network.objects.order_by("pk"):
        if not setup.is_set_up(network):
            setup.set_up(network, legal_name=network.display_name, function="Direction du réseau")
            out(f"certificates: {network.name} can issue « {setup.NAME} »")
