from __future__ import annotations

from collections.abc import Callable

from certification.certificates import setup
from certification.certificates.layouts import current_layout
from coursesite.organisations.models import Network


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    """The layout of certificates. In the demo, what each network needs to issue, the document of module 3 alone included. A real network says
    who it is, and what it issues, on its own page."""
    current_layout("fr")
    if not demo:
        return
    for network in Network.objects.order_by("pk"):
        if not setup.is_set_up(network):
            issuer = setup.set_up(network, legal_name=network.display_name, function="Direction du réseau")
            setup.open_module_certificate(issuer)
            for achievement in issuer.achievements.all():
                out(f"certificates: {network.name} can issue « {achievement} »")
