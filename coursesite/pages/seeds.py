"""The home page, the pages the law asks for, the help, and the address of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from coursesite.core.markdown import Document, load_document
from coursesite.pages.models import HelpPage, HomePage, StandardPage
from coursesite.pages.rich_text import from_markdown, sections

HERE = Path(__file__).parent / "seeds"
ANCHORED = re.compile(r"(?P<heading>.+?) \{#(?P<anchor>[a-z0-9-]+)\}")


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    home = HomePage.objects.first() or _home(load_document(HERE / "home.md"), out)
    _site(home, out)
    for path in sorted((HERE / "pages").glob("*.md")):
        document = load_document(path)
        if not home.get_children().filter(slug=document.meta["slug"]).exists():
            _standard(home, document)
            out(f"pages: /{document.meta['slug']}/")
    _helping(home, out)


def _home(document: Document, out: Callable[[str], object]) -> HomePage:
    root = Page.get_first_root_node()
    meta = document.meta
    body = [("section", _section(heading, text)) for heading, text in sections(document.body)]
    home = HomePage(title=meta["title"], slug="accueil", hero_title=meta["hero_title"], hero_text=meta["hero_text"], body=body)
    root.add_child(instance=home)
    home.save_revision().publish()
    out("pages: home")
    return home


def _section(heading: str, text: str) -> dict[str, object]:
    before, *cards = sections(text, level=3) if "###" in text else [("", text)]
    if before[0]:
        cards, before = [before, *cards], ("", "")
    return {
        "heading": heading,
        "text": from_markdown(before[1]),
        "cards": [{"title": title, "text": from_markdown(words)} for title, words in cards],
    }


def _standard(home: HomePage, document: Document) -> None:
    meta = document.meta
    page = StandardPage(
        title=meta["title"],
        slug=meta["slug"],
        intro=meta["intro"],
        body=from_markdown(document.body),
        shows_operator=meta.get("shows_operator", False),
    )
    home.add_child(instance=page)
    page.save_revision().publish()


def _helping(home: HomePage, out: Callable[[str], object]) -> None:
    """`aide.md` is above the others of its folder, which follow in the order of their numbers."""
    first, *others = (load_document(path) for path in [HERE / "help" / "aide.md", *sorted((HERE / "help").glob("[0-9]*.md"))])
    above = HelpPage.objects.child_of(home).filter(slug=first.meta["slug"]).first() or _help(home, first, out)
    known = set(above.get_children().values_list("slug", flat=True))
    for document in others:
        if document.meta["slug"] not in known:
            _help(above, document, out)


def _help(above: Page, document: Document, out: Callable[[str], object]) -> HelpPage:
    """A part is a heading with its anchor: `## Ouvrir une fiche {#ouvrir}`."""
    parts = []
    for heading, text in sections(document.body):
        found = ANCHORED.fullmatch(heading)
        if found is None:
            raise ValueError(f"{document.meta['slug']}: no anchor in {heading!r}")
        parts.append(("part", {**found.groupdict(), "text": from_markdown(text)}))
    page = HelpPage(title=document.meta["title"], slug=document.meta["slug"], intro=document.meta["intro"], parts=parts)
    above.add_child(instance=page)
    page.save_revision().publish()
    out(f"pages: {page.url_path}")
    return page


def _site(home: HomePage, out: Callable[[str], object]) -> None:
    """The site answers at SITE_URL, from our home page; the page that Wagtail puts there first goes."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME)
    wanted = {"hostname": address.hostname, "port": port, "root_page_id": site.root_page_id or home.pk}
    first = Page.objects.filter(pk=site.root_page_id).first()
    is_wagtails = first is not None and first.specific_class is Page
    if is_wagtails:
        wanted["root_page_id"] = home.pk
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()
        out(f"pages: site at {settings.SITE_URL}")
    if is_wagtails and first is not None and first.depth > 1 and not first.get_children().exists():
        first.delete()
