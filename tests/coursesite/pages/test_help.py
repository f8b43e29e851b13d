"""The help: public, in parts, and every screen that links to one finds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from coursesite.pages.models import HelpPage
from coursesite.pages.seeds import seed
from step_guides.guide.seeds import seed as seed_guide

pytestmark = pytest.mark.django_db
LINK = re.compile(r'components/help_link\.html" with page="([a-z-]+)" anchor="([a-z-]+)" only')
SECTIONS = re.compile(r'<h2 id="([a-z0-9-]+)">')


@pytest.fixture(autouse=True)
def site() -> None:
    seed(demo=False, out=lambda line: None)


def links() -> set[tuple[str, str]]:
    texts = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    assert sum(text.count('include "components/help_link.html"') for text in texts) == sum(
        len(LINK.findall(text)) for text in texts
    )
    return {found for text in texts for found in LINK.findall(text)}


@pytest.mark.parametrize("slug", ["", "participer/", "former/", "reseau/", "editer/"])
def test_public_and_kept_by_caches(slug: str) -> None:
    for start in ("/aide/", "/en/aide/"):
        answer = Client().get(f"{start}{slug}")
        assert answer.status_code == 200 and not answer.cookies
        assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_first_page_leads_to_the_others_and_the_footer_to_it() -> None:
    text = Client().get("/aide/").content.decode()
    places = [text.index(f'href="/aide/{slug}/"') for slug in ("participer", "former", "reseau", "editer")]
    assert places == sorted(places)
    assert 'href="/aide/"' in Client().get("/accessibilite/").content.decode()


def test_every_screen_that_links_to_a_part_finds_it() -> None:
    wanted = links()
    assert len(wanted) > 20
    for page in {page for page, _anchor in wanted}:
        answer = Client().get(f"/aide/{page}/")
        assert answer.status_code == 200, page
        found = SECTIONS.findall(answer.content.decode())
        assert len(found) == len(set(found))
        assert {anchor for at, anchor in wanted if at == page} <= set(found), page


def test_the_contents_list_every_part_in_order() -> None:
    for page in HelpPage.objects.exclude(slug="aide"):
        text = Client().get(page.url).content.decode()
        anchors = [part.value["anchor"] for part in page.parts]
        assert (
            re.findall(r'<li><a href="#([a-z0-9-]+)">', text)
            == anchors
            == [one for one in SECTIONS.findall(text) if one != "contents"]
        )


def test_its_own_links_lead_somewhere() -> None:
    seed_guide(demo=False, out=lambda line: None)
    for page in HelpPage.objects.all():
        for target in set(re.findall(r'href="(/[^"#]*)', str(page.parts))):
            assert Client().get(target).status_code == 200, (page.slug, target)


def test_no_code_of_a_sheet_and_no_midpoint() -> None:
    for path in sorted((Path(settings.BASE_DIR) / "coursesite/pages/seeds/help").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(F\d|FI|FQ|FC|T\d\d|I\d\d)\b", text), path.name
        assert "·" not in text and "'" not in text, path.name
        assert not re.search(r" [:;!?»]|« ", text), path.name


def test_seeding_again_keeps_what_an_editor_wrote() -> None:
    page = HelpPage.objects.get(slug="former")
    page.title = "Former chez nous"
    page.save_revision().publish()
    seed(demo=False, out=lambda line: None)
    assert HelpPage.objects.get(slug="former").title == "Former chez nous"
    assert HelpPage.objects.count() == 5


def test_two_parts_never_share_an_anchor() -> None:
    page = HelpPage.objects.get(slug="reseau")
    page.parts = [("part", {"heading": heading, "anchor": "meme", "text": "<p>x</p>"}) for heading in ("Un", "Deux")]
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert "parts" in refusal.value.message_dict
