"""The whole dossier, asked for, watched and taken away: with script, then without, where a link does what the page does by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import page as pdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

MAKE = """
from tests.people import join, organisation, person
from coursesite.cohorts.models import Cohort
from step_guides.worksheets import actions
mark = {mark!r}
cohort = Cohort.objects.order_by("pk").first()
place = organisation(cohort.programme.network, "Le Ponton " + mark, sector="disability", city="Lorient")
eva = person("Eva" + mark + " Le Gall")
join(eva, place, cohort, "lead")
sheet = actions.open_sheet(place, "theory_of_change", by=eva)
for label in ("Ateliers de retour", "Visites"):
    actions.add_node(sheet, "activity", {{"label": label}}, by=eva)
answer = eva.email
"""
A_MINUTE = 60_000


def taken(page: Page, folder: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    file = folder / "taken"
    download.value.save_as(file)
    return file.read_bytes()


def test_the_dossier_is_asked_for_watched_and_taken(visitor: Callable[..., Visitor], site: Site, tmp_path: Path) -> None:
    email = site.shell(MAKE.format(mark=uuid4().hex[:6]))
    eva = visitor(phone=True)
    eva.sign_in(email)  # type: ignore[arg-type]
    page = eva.go("/fiches/")
    page.get_by_role("button", name="Tout le dossier, en PDF").click()
    page.wait_for_url("**/fiches/documents/**")
    eva.audit("paper-asked")
    expect(page.get_by_role("heading", name="Le document est prêt")).to_be_visible(timeout=A_MINUTE)  # nobody pressed anything
    eva.audit("paper-ready")
    assert pdf.validate_pdf_bytes(taken(page, tmp_path), profile="PDF_UA_1").is_compliant


@pytest.mark.slow
def test_without_script_a_link_says_how_far_it_is(visitor: Callable[..., Visitor], site: Site, tmp_path: Path) -> None:
    email = site.shell(MAKE.format(mark=uuid4().hex[:6]))
    eva = visitor(javascript=False)
    eva.sign_in(email)  # type: ignore[arg-type]
    page = eva.go("/fiches/")
    page.get_by_role("link", name="Continuer d’écrire – Théorie du changement").click()
    page.get_by_role("button", name="Document à continuer (ODT)").click()
    page.wait_for_url("**/fiches/documents/**")
    for _ in range(60):
        if page.get_by_role("heading", name="Le document est prêt").is_visible():
            break
        page.get_by_role("link", name="Voir où il en est").click()
        page.wait_for_timeout(1000)
    assert taken(page, tmp_path).startswith(b"PK")
