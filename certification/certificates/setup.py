"""What a network needs before its first certificate: an issuer, who signs, what is certified and on what conditions."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from certification.certificates.models import (
    Achievement,
    All,
    CertificateRule,
    ExitSurveySent,
    Issuer,
    ModulesCompleted,
    PeerReadingsGiven,
    Signatory,
    WorksheetsAccepted,
    WorksheetsSubmitted,
)
from certification.certificates.names import printable
from coursesite.cohorts.enums import Track
from coursesite.core.errors import NotAllowed, WrongState
from coursesite.organisations.permissions import is_officer
from modules.catalogue.models import ModulePage
from step_guides.worksheets.enums import Kind

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.organisations.models import Network

MODULE = "module-3"
SLUG = "module-3-relier"
NAME = "Module 3 · Relier"
TITLE = "Module 3 · Relier\u00a0: la théorie du changement"


MODULES = [f"module-{number}" for number in range(9)]  # of the method, whatever else a site adds or has not published yet
COURSE_TITLE = "Évaluer son impact pas à pas"
COURSE = [  # slug, name, the tracks it is for
    (
        "parcours-accompagne",
        "Parcours complet, avec formateurs et formatrices",
        [Track.ACCOMPANIED.value, Track.PROJECT_GROUP.value],
    ),
    ("parcours-en-autonomie", "Parcours complet, en autonomie", [Track.AUTONOMY.value]),
]
COURSE_OBJECTIVES = """Cadrer une évaluation à la mesure de ses moyens
Écouter les parties prenantes sans ficher personne
Construire une théorie du changement
Choisir des indicateurs et recueillir en protégeant
Interpréter avec prudence, partager et décider"""
TO_VALIDATE = [Kind.THEORY_OF_CHANGE.value, Kind.PRIORITIES.value]
TO_SEND = [Kind.FRAMING.value, Kind.NEEDS.value, Kind.COLLECTION.value, Kind.ANALYSIS.value, Kind.SHARING.value]
PEER_READINGS = 2


def is_set_up(network: Network) -> bool:
    return Issuer.objects.filter(network=network).exists()


def offers_course(network: Network) -> bool:
    slugs = [slug for slug, _name, _tracks in COURSE]
    return Achievement.objects.filter(issuer__network=network, slug__in=slugs).count() == len(slugs)


def course_is_whole() -> bool:
    return ModulePage.objects.live().filter(slug__in=MODULES).count() == len(MODULES)


@transaction.atomic
def set_up(
    network: Network, *, legal_name: str, function: str, place: str = "", name: str = "", by: User | None = None
) -> Issuer:
    """Creates what is absent and changes nothing that is there. `by` is None for the seeds."""
    if by is not None and not is_officer(by, network):
        raise NotAllowed(_("Only an officer of the network prepares certificates."))
    for text, what in [
        (legal_name, _("The name printed")),
        (function, _("The function")),
        (place, _("The town")),
        (name, _("The name")),
    ]:
        if text:
            printable(text, what=what)
    issuer, _created = Issuer.objects.get_or_create(
        network=network, defaults={"legal_name": legal_name, "place": place, "prefix": _free_prefix(network)}
    )
    if not issuer.signatories.current().exists():
        Signatory.objects.create(issuer=issuer, name=name, function=function)
    open_course_certificates(issuer)
    return issuer


@transaction.atomic
def offer_course(network: Network, *, by: User) -> list[Achievement]:
    """An officer has the network issue the documents of the whole course. Raises NotAllowed, WrongState (a module is not published)."""
    if not is_officer(by, network):
        raise NotAllowed(_("Only an officer of the network prepares certificates."))
    if not course_is_whole():
        raise WrongState(
            _("The documents of the whole course wait for its nine modules to be published."), code="course_not_whole"
        )
    return open_course_certificates(Issuer.objects.get(network=network))


def open_course_certificates(issuer: Issuer) -> list[Achievement]:
    """Those of the whole course: one where there are trainers, one where there are none. Each is made once, with its tree; none as long
    as a module of the course is not published."""
    made: list[Achievement] = []
    if not course_is_whole():
        return made
    for slug, name, tracks in COURSE:
        fields = {
            "name": name,
            "public_title": COURSE_TITLE,
            "modules": MODULES,
            "objectives": COURSE_OBJECTIVES,
            "tracks": tracks,
        }
        achievement, created = Achievement.objects.get_or_create(issuer=issuer, slug=slug, defaults=fields)
        if created:
            every = All.objects.create(achievement=achievement)
            under = {"achievement": achievement, "parent": every}
            ModulesCompleted.objects.create(**under, position=1, modules=MODULES)
            if Track.AUTONOMY not in tracks:
                WorksheetsAccepted.objects.create(**under, position=2, kinds=TO_VALIDATE)
                WorksheetsSubmitted.objects.create(**under, position=3, kinds=TO_SEND)
                PeerReadingsGiven.objects.create(**under, position=4, at_least=PEER_READINGS)
                ExitSurveySent.objects.create(**under, position=5)
            made.append(achievement)
    return made


def open_module_certificate(issuer: Issuer) -> Achievement:
    """« Module 3 · Relier »: the module completed, the theory of change validated."""
    page = ModulePage.objects.filter(slug=MODULE).first()
    achievement, created = Achievement.objects.get_or_create(
        issuer=issuer,
        slug=SLUG,
        defaults={"name": NAME, "public_title": TITLE, "modules": [MODULE], "objectives": page.objectives if page else ""},
    )
    if created or not CertificateRule.objects.filter(achievement=achievement).exists():
        every = All.objects.create(achievement=achievement)
        ModulesCompleted.objects.create(achievement=achievement, parent=every, position=1, modules=[MODULE])
        WorksheetsAccepted.objects.create(achievement=achievement, parent=every, position=2, kinds=[Kind.THEORY_OF_CHANGE.value])
    return achievement


def _free_prefix(network: Network) -> str:
    """Three letters of the network's own word, with a digit if they are taken."""
    plain = unicodedata.normalize("NFKD", network.slug).encode("ascii", "ignore").decode().upper()
    letters = re.sub(r"[^A-Z]", "", plain)[:3].ljust(3, "X")
    taken = set(Issuer.objects.filter(prefix__startswith=letters).values_list("prefix", flat=True))
    return next(prefix for prefix in [letters, *(f"{letters}{number}" for number in range(2, 1_000))] if prefix not in taken)
