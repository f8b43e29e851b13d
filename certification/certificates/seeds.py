from __future__ import annotations

from collections.abc import Callable

from certification.certificates import setup
from certification.certificates.layouts import current_layout
from certification.certificates.models import Issuer
from coursesite.organisations.models import Network


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    """The layout of certificates; for those who issue already, the documents of the whole course. In the demo, what each network needs to
    issue, the document of module 3 alone included. A real network says who it is on its own page."""
    current_layout("fr")
    for issuer in Issuer.objects.order_by("pk"):
        for achievement in setup.open_course_certificates(issuer):
            out(f"certificates: {issuer} can issue « {achievement.name} »")
    if not demo:
        return
    for network in Network.objects.order_by("pk"):
        if not setup.is_set_up(network):
            issuer = setup.set_up(network, legal_name=network.display_name, function="Direction du réseau")
            setup.open_module_certificate(issuer)
            out(f"certificates: {network.name} can issue « {setup.NAME} » and what covers the whole course")
