"""Every type of page that the course brought, for anybody and for somebody who follows it: axe, 320 and 1280 px, light and dark.

The screens of each exercise are audited where they are answered; those of the first promises (home, guide, glossary), by anybody's journey.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visitors = Callable[..., Visitor]
LESSON = "/modules/module-0/huit-principes/"
# A name for the page, its address, what it must show to be the page that is meant.
ANYBODY = [
    ("step of a sector", "/guide/relier/?secteur=enfance", "enfance"),
    ("principles", "/guide/principes/", "principe"),
    ("principles of a sector", "/guide/principes/?secteur=handicap", "Handicap"),
    ("tools", "/outils/", "ODT"),
    ("modules", "/modules/", "Relier"),
    ("module, for anybody", "/modules/module-3/", "Relier"),
    ("term with sectors", "/glossaire/effet/", "Effet"),
    ("accessibility", "/accessibilite/", "Accessibilité"),
    ("search, empty", "/recherche/", "Recherche"),
    ("search, found", "/recherche/?q=effet", "Glossaire"),
    ("search, one place", "/recherche/?q=effet&dans=glossaire", "Glossaire"),
    ("search, nothing", "/recherche/?q=bousole", "Essayez"),
    ("nothing there", "/modules/nulle-part/", "Il n’y a pas de page ici"),
]
FOLLOWING = [
    ("course", "/parcours/", "Relier"),
    ("module, of hers", "/modules/module-0/", "Leçons"),
    ("lesson", LESSON, "Mes notes"),
    ("lesson with figures", "/modules/module-6/lire-evolution/", ""),
    ("short path of the first module", "/parcours/module-0/chemin-court/", "chemin court"),
    ("search among lessons, empty", "/recherche/lecons/", "Recherche"),
    ("search among lessons, found", "/recherche/lecons/?q=principes", "Leçons"),
    ("before and after, to come", "/parcours/avant-apres/", "Avant et après"),
    ("exit survey, to come", "/enquete/", "enquête"),
    ("search among lessons, nothing", "/recherche/lecons/?q=zzzzzz", "Essayez"),
]
# `{cohort}`: one that they train.
TRAINING = [
    ("track of trainers", "/formateurs/", "leçons"),
    ("lesson of trainers", "/formateurs/posture/", "Exercice"),
    ("opinions asked for", "/avis/", "avis"),
    ("before and after of a cohort", "/parcours/promotions/{cohort}/avant-apres/", "5 personnes"),
    ("exit survey of a cohort", "/enquete/promotions/{cohort}/", "Enquête de sortie"),
]
COHORT = """
from coursesite.cohorts.models import TrainerAssignment
answer = str(TrainerAssignment.objects.filter(person__email="luc@demo.example").latest("pk").cohort.public_id)
"""
MAKE = """
from datetime import timedelta
from django.utils import timezone
from coursesite.cohorts.models import Cohort, Programme
from coursesite.organisations.models import Network
from tests.people import join, organisation, person
mark, today = {mark!r}, timezone.localdate()
network = Network.objects.create(name="Réseau de la Digue " + mark, slug="digue-" + mark)
programme = Programme.objects.create(network=network, name="Parcours de la Digue")
cohort = Cohort.objects.create(
    programme=programme, name="Promotion de la Digue", starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=200)
)
lea = person("Lea" + mark + " Roux")
join(lea, organisation(network, "Le Quai de la Digue", sector="childhood", city="Brest"), cohort, "lead")
answer = lea.email
"""
# The same words, published again: whoever had begun the module reads on as it stood, whoever begins it now sees no difference.
PUBLISH = """
from modules.catalogue.models import UnitPage
page = UnitPage.objects.get(slug="huit-principes")
page.save_revision().publish()
answer = page.live
"""


def test_anybody_reads_every_page(visitor: Visitors) -> None:
    stranger = visitor()
    for name, address, shown in ANYBODY:
        page = stranger.go(address)
        expect(page.locator("main")).to_contain_text(shown)
        stranger.audit(f"anybody, {name}")


def test_whoever_trains_reads_every_page(visitor: Visitors, site: Site) -> None:
    luc = visitor()
    luc.sign_in("luc")
    for name, address, shown in TRAINING:
        page = luc.go(address.format(cohort=site.shell(COHORT)))
        expect(page.locator("main")).to_contain_text(shown)
        luc.audit(f"training, {name}")


def test_whoever_follows_the_course_reads_every_page(visitor: Visitors, site: Site) -> None:
    lea = visitor()
    lea.sign_in(str(site.shell(MAKE.format(mark=uuid4().hex[:6]))))
    for name, address, shown in FOLLOWING:
        page = lea.go(address)
        expect(page.locator("main")).to_contain_text(shown)
        lea.audit(f"following, {name}")

    page = lea.go(LESSON)
    page.emulate_media(media="print")
    lea.audit("following, lesson on paper", schemes=("light",))
    page.emulate_media(media="screen")
    page.locator("form[action$='/avis/']").evaluate("form => { form.noValidate = true }")  # a browser that checks nothing
    page.get_by_role("button", name="Envoyer mon avis").click()
    expect(page.locator(".problem, [role=alert]").first).to_be_visible()
    lea.audit("following, opinion refused")
    page.get_by_label("Oui", exact=True).check()
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.locator(".lesson-onward form button").click()
    page.wait_for_load_state()
    assert site.shell(PUBLISH) is True
    page = lea.go(LESSON)
    expect(page.get_by_role("button", name="Lire la nouvelle version du module")).to_be_visible()
    lea.audit("following, kept version")
    page = lea.go("/parcours/")
    lea.audit("following, course begun")

    page = lea.go("/modules/module-8/avant-maintenant/")
    page.locator(".lesson-onward form button").click()
    page.wait_for_load_state()
    page = lea.go("/enquete/")
    expect(page.get_by_role("button", name="Envoyer mes réponses")).to_be_visible()
    lea.audit("following, exit survey")
