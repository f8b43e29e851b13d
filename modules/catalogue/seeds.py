"""The course as it starts: its index, its modules, their lessons. What exists is left as editors made it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from wagtail.models import Page, Site

from coursesite.core.markdown import Block, Document, load_document
from coursesite.pages.rich_text import from_markdown
from modules.catalogue.enums import WorksheetKind
from modules.catalogue.models import ModuleIndexPage, ModulePage, UnitPage
from modules.catalogue.requirements import saved, validated
from modules.competencies.models import Competency
from modules.exercises.models import Exercise

FOLDER = Path(__file__).parent / "seeds"
SECTORS = {"justice": "justice", "enfance": "childhood", "handicap": "disability"}
TITLE = "Le cours « Évaluer son impact pas à pas »"
INTRO = "Neuf modules qui suivent les étapes d’une évaluation, du cadrage au partage. Chaque leçon se lit en un quart d’heure environ et nourrit vos fiches."


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    index = ModuleIndexPage.objects.first() or _index()
    exercises = {exercise.code: exercise for exercise in Exercise.objects.all()}
    created = 0
    for entry in tomllib.loads((FOLDER / "modules.toml").read_text(encoding="utf-8"))["module"]:
        module = ModulePage.objects.child_of(index).filter(slug=entry["slug"]).first() or _module(index, entry)
        if _asks_as_we_last_wrote(module) and module.requirements != _requirements(entry):
            module.requirements = _requirements(entry)
            module.save_revision().publish()
            out(f"catalogue: {entry['slug']} asks for {', '.join(module.requirements)}")
        known = set(UnitPage.objects.child_of(module).values_list("slug", flat=True))
        documents = {path: load_document(path) for path in sorted((FOLDER / entry["slug"]).glob("*.md"))}
        if not exercises_in(documents.values()) <= exercises.keys():
            out(f"catalogue: {entry['slug']} waits for exercises")  # a lesson is seeded once: whole, or later
            continue
        for path, document in documents.items():
            if document.meta["slug"] not in known:
                _unit(module, document, path, exercises)
                created += 1
    if created:
        out(f"catalogue: {created} lessons")


def exercises_in(documents: Iterable[Document]) -> set[str]:
    """Codes of the exercises that stand in these lessons."""
    blocks = (block for document in documents for block in document.blocks)
    return {block.attributes["code"] for block in blocks if block.kind == "exercice"}


def _index() -> ModuleIndexPage:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    above = site.root_page if site else Page.get_first_root_node()
    return publish_under(
        above, ModuleIndexPage(title=TITLE, slug="modules", intro=INTRO, search_description=INTRO, show_in_menus=True)
    )


def _module(index: ModuleIndexPage, entry: dict[str, Any]) -> ModulePage:
    wanted = ("title", "slug", "number", "pole", "minutes", "sheet_minutes", "intro")
    page = ModulePage(
        **{name: entry[name] for name in wanted},
        search_description=entry["intro"],
        objectives="\n".join(entry["objectives"]),
        sheets="\n".join(entry["sheets"]),
        planned_lessons="\n".join(entry["lessons"]),
        requirements=_requirements(entry),
    )
    page.competencies = list(Competency.objects.filter(code__in=entry["competencies"]))
    return publish_under(index, page)


def _requirements(entry: dict[str, Any]) -> list[str]:
    return [saved(kind) for kind in entry["requires"]] + [validated(kind) for kind in entry.get("validates", ())]


def _asks_as_we_last_wrote(module: ModulePage) -> bool:
    """Whether what the module asks for is still ours: the last revision that nobody signed says the same, and no draft waits."""
    ours = module.revisions.filter(user=None).order_by("-created_at", "-pk").first()
    return ours is not None and not module.has_unpublished_changes and ours.content.get("requirements") == module.requirements


def _unit(module: ModulePage, document: Document, path: Path, exercises: dict[str, Exercise]) -> UnitPage:
    meta = document.meta
    body = [block_of(block, path, exercises) for block in document.blocks]
    return publish_under(
        module, UnitPage(title=meta["title"], slug=meta["slug"], minutes=meta["minutes"], intro=meta["intro"], body=body)
    )


def publish_under(above: Page, page: Any) -> Any:
    above.refresh_from_db()
    above.add_child(instance=page)
    page.save_revision().publish()
    return page


def block_of(block: Block, path: Path, exercises: dict[str, Exercise]) -> tuple[str, Any]:
    text = from_markdown(block.text)
    if block.kind == "text":
        return "text", text
    if block.kind == "a-retenir":
        return "key_points", {"text": text}
    if block.kind == "exemple":
        return "example", {"sector": SECTORS[block.attributes["secteur"]], "text": text}
    if block.kind == "exercice":
        return "exercise", exercises[block.attributes["code"]]
    if block.kind == "fiche":
        return "worksheet_prompt", {
            "text": text,
            "minutes": int(block.attributes["minutes"]),
            "worksheet": WorksheetKind(block.attributes["fiche"]).value,
            "rows": block.attributes["lignes"],
        }
    raise ValueError(f"{path.name}: unknown block {block.kind!r}")
