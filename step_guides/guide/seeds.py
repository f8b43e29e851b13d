"""The guide and its steps, from Markdown beside this file. How many there are and what they are called is in the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coursesite.core.markdown import Block, Document, load_document
from coursesite.organisations.enums import Sector
from coursesite.pages.models import HomePage
from coursesite.pages.rich_text import from_markdown, sections
from modules.catalogue.models import ModulePage
from step_guides.guide.models import GuidePage, StepPage

HERE = Path(__file__).parent / "seeds"
HEADINGS = {"Étapes": "steps", "Outils": "tools", "Exemples": "examples", "Bonnes pratiques": "practices"}
SECTORS = {"justice": Sector.JUSTICE, "enfance": Sector.CHILDHOOD, "handicap": Sector.DISABILITY}


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    home = HomePage.objects.first()
    if home is None:
        return
    guide = GuidePage.objects.child_of(home).first() or _guide(home)
    modules = {page.slug: page for page in ModulePage.objects.all()}
    known = set(guide.get_children().values_list("slug", flat=True))
    for path in sorted((HERE / "steps").glob("*.md")):
        document = load_document(path)
        if document.meta["slug"] not in known:
            _step(guide, document, modules)
            out(f"guide: {document.meta['title']}")


def _guide(home: HomePage) -> GuidePage:
    document = load_document(HERE / "guide.md")
    guide = GuidePage(
        title=document.meta["title"],
        slug="guide",
        intro=document.meta["intro"],
        body=from_markdown(document.body),
        show_in_menus=True,
    )
    home.add_child(instance=guide)
    guide.save_revision().publish()
    return guide


def _step(guide: GuidePage, document: Document, modules: dict[str, ModulePage]) -> None:
    meta = {name: value for name, value in document.meta.items() if name != "module"}
    page = StepPage(**meta, **_parts(document), module=modules.get(document.meta.get("module", "")))
    guide.add_child(instance=page)
    page.save_revision().publish()


def _parts(document: Document) -> dict[str, object]:
    """The four parts, from the headings of the file; `:::exemple` blocks are the examples."""
    texts = "\n\n".join(block.text for block in document.blocks if block.kind == "text")
    parts: dict[str, object] = {HEADINGS[heading]: from_markdown(text) for heading, text in sections(texts)}
    parts["examples"] = [("example", _example(block)) for block in document.blocks if block.kind == "exemple"]
    return parts


def _example(block: Block) -> dict[str, object]:
    return {
        "sector": SECTORS[block.attributes["secteur"]].value,
        "text": from_markdown(block.text),
        "fictional": "exemple fictif" in block.text,
    }
