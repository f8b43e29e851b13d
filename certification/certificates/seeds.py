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
            fictional = " (exemple fictif)" if getattr(network, "is_fictional", False) else ""
            setup.set_up(network, legal_name=f"{network.name}{fictional}", function="Direction du réseau", place="Nantes" if "Estuaire" in network.name else "")
            out(f"certificates: {network.name} can issue « {setup.NAME} »")
