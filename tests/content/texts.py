"""What ships to be read, as plain texts with their place: every seed file of every room."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coursesite.core.markdown import Block, Document, load_document

ROOT = Path(__file__).resolve().parent.parent.parent
LESSONS = ROOT / "modules/catalogue/seeds"
TRAINING = ROOT / "modules/training/seeds/lessons"
EXERCISES = ROOT / "modules/exercises/seeds"
GUIDE = ROOT / "step_guides/guide/seeds"
TERMS = ROOT / "modules/glossary/seeds/terms.toml"
COMPETENCIES = ROOT / "modules/competencies/seeds/competencies.toml"

TERM = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_MARKS = re.compile(r"^(?:#{2,3} |- |\d+\. )|\*+|\{#[a-z0-9-]+\}", re.M)
_FILLED = re.compile(r"\{[a-z_0-9]+\}")  # what a message is completed with
_CODE = re.compile(r"[a-z0-9_:.,/+-]*")  # a value that only machines read: « theory-of-change:saved »
_CODES = {"code", "competency", "competencies", "same_as", "modules", "requires"}


@dataclass(frozen=True)
class Text:
    where: str
    text: str


@cache
def texts() -> tuple[Text, ...]:
    """Every text of every seed file, without its marks. `where` leads to it: file, then the path of keys or the block."""
    files = sorted(path for path in ROOT.glob("*/*/seeds/**/*") if path.suffix in {".md", ".toml"})
    return tuple(text for path in files for text in (_markdown(path) if path.suffix == ".md" else _toml(path)) if text.text)


def _markdown(path: Path) -> Iterator[Text]:
    document = load_document(path)
    yield from _values(document.meta, path.relative_to(ROOT).as_posix())
    for number, block in enumerate(document.blocks, 1):
        yield Text(f"{path.relative_to(ROOT)} {block.kind} {number}", plain(block.text))


def _toml(path: Path) -> Iterator[Text]:
    return _values(tomllib.loads(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix())


def _values(value: Any, where: str) -> Iterator[Text]:
    if isinstance(value, dict):
        name = next((value[key] for key in ("code", "slug", "id", "key") if isinstance(value.get(key), str)), "")
        for key, inner in value.items():
            if key not in _CODES:
                yield from _values(inner, f"{where} {name}/{key}" if name else f"{where} {key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, where)
    elif isinstance(value, str) and not _CODE.fullmatch(value):
        yield Text(where, plain(value))


def plain(text: str) -> str:
    """As people read it: links by their words, no marks."""
    return _FILLED.sub("…", _MARKS.sub("", LINK.sub(r"\1", TERM.sub(r"\2", text)))).strip()


@dataclass(frozen=True)
class Lesson:
    name: str
    document: Document

    def blocks(self, kind: str) -> list[Block]:
        return [block for block in self.document.blocks if block.kind == kind]

    @property
    def text(self) -> str:
        return plain("\n\n".join(block.text for block in self.document.blocks))

    @property
    def module(self) -> str:
        return self.name.split("/")[0]

    @property
    def exercises(self) -> list[str]:
        return [block.attributes["code"] for block in self.blocks("exercice")]


@cache
def lessons() -> tuple[Lesson, ...]:
    """Of the nine modules, then of the track of trainers."""
    course = [(path.relative_to(LESSONS).as_posix(), path) for path in sorted(LESSONS.glob("*/*.md"))]
    trainers = [(f"training/{path.name}", path) for path in sorted(TRAINING.glob("*.md"))]
    return tuple(Lesson(name, load_document(path)) for name, path in [*course, *trainers])


@cache
def modules() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads((LESSONS / "modules.toml").read_text(encoding="utf-8"))["module"]
    return {row["slug"]: row for row in rows}


@cache
def exercises() -> dict[str, dict[str, Any]]:
    """By code, of every file."""
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(EXERCISES.glob("*.toml")))
    rows = [row for file in files for row in file.get("exercise", [])]
    assert len({row["code"] for row in rows}) == len(rows)
    return {row["code"]: row for row in rows}


@cache
def terms() -> dict[str, dict[str, Any]]:
    return {row["slug"]: row for row in tomllib.loads(TERMS.read_text(encoding="utf-8"))["term"]}


@cache
def competencies() -> frozenset[str]:
    return frozenset(row["code"] for row in tomllib.loads(COMPETENCIES.read_text(encoding="utf-8"))["competency"])


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[’-][^\W_]+)*", text)
