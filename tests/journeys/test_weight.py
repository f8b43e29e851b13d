"""What a first visit brings over the wire, on a real site, with an empty cache: 100 KB at most, page, styles, scripts, font and pictures."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.story import Visitors
from tests.journeys.test_theory_sixty import FILL
from tests.journeys.test_worksheet import Place

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 100 * 1024
EVERYBODY = [
    "/", "/guide/", "/guide/principes/", "/outils/", "/modules/", "/modules/module-3/", "/glossaire/", "/glossaire/effet/",
    "/recherche/?q=effet", "/aide/", "/aide/participer/", "/donnees-personnelles/", "/compte/login/", "/hors-connexion/", "/v/",
]  # fmt: skip
PAGES = """
from modules.catalogue.outline import outline
from step_guides.guide.models import StepPage
lessons = [unit.url for module in outline() for unit in module.units]
answer = [lessons, [page.url for page in StepPage.objects.live()]]
"""
PEOPLE = {
    "luc": ["/mon-espace/", "/relectures/", "/relectures/charge/", "/promotions/"],
    "rose": ["/mon-espace/", "/promotions/"],
    "sofia": ["/mon-espace/"],
}


class Scale:
    """Bytes as they travelled, headers and compression included, nothing taken from what the browser kept."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.wire: CDPSession = visitor.context.new_cdp_session(self.page)
        self.wire.send("Network.enable")
        self.wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.wire.on("Network.loadingFinished", lambda event: self.bytes.append(event["encodedDataLength"]))
        self.bytes: list[float] = []

    def weigh(self, path: str) -> float:
        self.bytes.clear()
        answer = self.page.goto(path if path.startswith("http") else self.visitor.site.url + path, wait_until="networkidle")
        assert answer is not None and answer.status == 200, path
        assert len(self.bytes) >= 4, "page, styles, script and font"
        return sum(self.bytes)

    def heavy(self, paths: list[str]) -> list[str]:
        """Those that weigh too much; and on the way, the weight of the heaviest for who reads the report."""
        found = {path: self.weigh(path) for path in paths}
        top = max(found, key=lambda path: found[path])
        print(f"heaviest of {len(found)}: {top}, {found[top] / 1024:.0f} KB")
        return [f"{path}: {weight / 1024:.0f} KB" for path, weight in found.items() if weight > MOST]


def links(page: Page, start: str) -> list[str]:
    """Addresses of the page that begin so, each once."""
    found: list[str] = page.eval_on_selector_all("main a", "all => all.map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys(one.split("#")[0] for one in found if one and one.startswith(start)))


def test_what_everybody_reads(visitor: Visitors, site: Site) -> None:
    _lessons, steps = site.shell(PAGES)  # type: ignore[misc]
    assert len(steps) == 7
    assert Scale(visitor(phone=True)).heavy([*EVERYBODY, *steps]) == []


def test_every_lesson_and_the_sheets_of_a_participant(visitor: Visitors, site: Site) -> None:
    place = Place(site)
    assert site.shell(FILL.format(sheet=place.sheet, elements=25, links=40)) == 25
    reader = visitor(phone=True)
    reader.sign_in(place.lea)
    lessons, _steps = site.shell(PAGES)  # type: ignore[misc]
    sheet = [f"{place.path}{view}" for view in ("", "?vue=schema", "?vue=recit", "historique/", "imprimer/")]
    rest = ["/mon-espace/", "/parcours/", "/fiches/", "/messages/", "/certificats/", "/compte/", "/recherche/lecons/?q=effet"]
    open_to_her = [path for path in lessons if reader.context.request.get(site.url + path).status == 200]
    assert len(open_to_her) >= 40
    assert Scale(reader).heavy([*open_to_her, *sheet, *rest]) == []


@pytest.mark.parametrize("name", PEOPLE)
def test_those_who_accompany(visitor: Visitors, name: str) -> None:
    someone = visitor(phone=True)
    someone.sign_in(name)
    promotions = links(someone.go("/promotions/"), "/promotions/")[:3]
    desk = links(someone.go("/relectures/"), "/relectures/")[:3] if name == "luc" else []
    assert Scale(someone).heavy([*PEOPLE[name], *promotions, *desk]) == []
