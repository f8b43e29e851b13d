"""The guide and its steps, from Markdown beside this file, and the tools to take away, from TOML. How many there are and what they are called is in the files."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission

from coursesite.accounts.roles import EDITORS
from coursesite.core.markdown import Block, Document, load_document
from coursesite.pages.models import HomePage
from coursesite.pages.rich_text import from_markdown, sections
from modules.catalogue.models import ModulePage
from step_guides.guide.actions import ask_for_files
from step_guides.guide.models import GuidePage, PrinciplesPage, StepPage, Tool
from step_guides.guide.queries import SECTORS

HERE = Path(__file__).parent / "seeds"
HEADINGS = {"Étapes": "steps", "Outils": "tools", "Exemples": "examples", "Bonnes pratiques": "practices"}
RIGHTS = ("add_tool", "change_tool", "publish_tool", "view_tool")


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    _tools(out)
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
    if not PrinciplesPage.objects.child_of(guide).exists():
        _principles(guide)
        out("guide: principles")


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
    """The four parts, from the headings of the file; `:::exemple` blocks are the examples, `:::mots` the words of each sector."""
    texts = "\n\n".join(block.text for block in document.blocks if block.kind == "text")
    parts: dict[str, object] = {HEADINGS[heading]: from_markdown(text) for heading, text in sections(texts)}
    parts["examples"] = [("example", _example(block)) for block in document.blocks if block.kind == "exemple"]
    parts["words"] = [("words", _of_sector(block)) for block in document.blocks if block.kind == "mots"]
    return parts


def _of_sector(block: Block) -> dict[str, object]:
    return {"sector": SECTORS[block.attributes["secteur"]].value, "text": from_markdown(block.text)}


def _example(block: Block) -> dict[str, object]:
    return {**_of_sector(block), "fictional": "exemple fictif" in block.text}


def _principles(guide: GuidePage) -> None:
    document = tomllib.loads((HERE / "principles.toml").read_text(encoding="utf-8"))
    page = PrinciplesPage(
        **{name: document[name] for name in ("title", "slug", "intro", "source")},
        principles=[("principle", _principle(row)) for row in document["principle"]],
    )
    guide.add_child(instance=page)
    page.save_revision().publish()


def _principle(row: dict[str, Any]) -> dict[str, object]:
    told = [Block("exemple", text, {"secteur": sector}) for sector, text in row["examples"].items()]
    return {**row, "examples": [_example(block) for block in told]}


def _tools(out: Callable[[str], object]) -> None:
    """Those that are absent. The files of all are promised: made already, and with the looks of today, nothing happens."""
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="guide", codename__in=RIGHTS))
    known = {tool.slug: tool for tool in Tool.objects.all()}
    for row in tomllib.loads((HERE / "tools.toml").read_text(encoding="utf-8"))["tool"]:
        if row["slug"] not in known:
            _tool(row)
            out(f"guide: {row['title']}")
    for tool in known.values():
        if tool.live:
            ask_for_files(tool)


def _tool(row: dict[str, Any]) -> None:
    example = row["example"]
    tool = Tool(
        **{name: row[name] for name in ("slug", "title", "step", "minutes", "purpose", "rows", "note")},
        **{name: "\n".join(row[name]) for name in ("how", "columns", "row_labels")},
        across=row["orientation"] == "paysage",
        example="\n".join(example["cells"]),
        example_organisation=example["organisation"],
        example_sector=SECTORS[example["sector"]].value,
        live=False,
    )
    tool.full_clean()
    tool.save()
    tool.save_revision().publish()
