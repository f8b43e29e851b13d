"""« Tester la connexion »: asks a record store who it is, in words for an administrator. Nothing is written there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coursesite.core.leasing import Outage
from coursesite.tracking.credentials import NoKey
from coursesite.tracking.delivery import Answer, RecordStore, WrongEndpoint
from coursesite.tracking.models import Destination

TIMEOUT = (3, 8)  # seconds: a person waits


@dataclass(frozen=True)
class Checkup:
    level: str  # success, warning, error
    text: str


def check(destination: Destination) -> Checkup:
    try:
        with RecordStore(destination, timeout=TIMEOUT) as store:
            about = store.about()
            versions = _versions(about)
            if versions is None:
                return Checkup("error", _("This address does not answer like a record store."))
            if not any(version.startswith(destination.version[:3]) for version in versions):
                return Checkup("error", _("The chosen version is not offered by this server."))
            return _access(store.latest(), versions)
    except NoKey:
        return Checkup("error", _("The password can no longer be read. Type it again."))
    except WrongEndpoint as error:
        return Checkup("error", str(error))
    except Outage:
        return Checkup("error", _("Address not found, or TLS certificate refused."))


def _versions(about: Answer) -> list[str] | None:
    offered = about.content.get("version") if about.status == 200 and isinstance(about.content, dict) else None
    return [str(one)[:20] for one in offered][:20] if isinstance(offered, list) else None


def _access(answer: Answer, versions: list[str]) -> Checkup:
    if answer.status == 401:
        return Checkup("error", _("User name or password refused."))
    if answer.status == 403:
        return Checkup("warning", _("This account may not read: sending can work all the same."))
    if answer.status != 200:
        return Checkup("error", _("This address does not answer like a record store."))
    return Checkup("success", _("Connection established. Versions offered: %(versions)s.") % {"versions": ", ".join(versions)})
