"""A small Markdown subset: what people write in worksheets and comments, and the files that seed the site."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["paragraph", "heading", "list", "emphasis", "link", "newline", "escape", "entity", "normalize", "inline", "text"],
    ignoreInvalid=True,
)
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "h3", "h4"}


def render(text: str) -> SafeString:
    """Text of a person as clean HTML: paragraphs, lists, bold, italic, links. Nothing else survives."""
    html = _parser.render(text)
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer"
    )
    return mark_safe(clean)  # noqa: S308 (cleaned on the line above)


def render_trusted(text: str) -> str:
    """Text of our own seed files as HTML, headings and inner links included."""
    return _parser.render(text)


@dataclass
class Block:
    """`kind` is "text" for plain Markdown, else the name of a directive (`:::exemple secteur="justice"`)."""

    kind: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class Document:
    meta: dict[str, Any]
    body: str
    blocks: list[Block]


_OPEN = re.compile(r"^:::([a-z-]+)((?:\s+[a-z-]+=\"[^\"]*\")*)\s*$")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")


def load_document(path: Path) -> Document:
    """A seed file: TOML between two `+++` lines, then Markdown with `:::` directives. Raises ValueError naming the line."""
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Document(meta=tomllib.loads(front), body=body.strip(), blocks=list(_blocks(body, path)))


def _blocks(body: str, path: Path) -> list[Block]:
    blocks: list[Block] = []
    lines: list[str] = []
    current: Block | None = None

    def flush() -> None:
        text = "\n".join(lines).strip()
        lines.clear()
        if current is not None:
            current.text = text
            blocks.append(current)
        elif text:
            blocks.append(Block("text", text))

    for number, line in enumerate(body.splitlines(), 1):
        if line.startswith(":::"):
            opened = _OPEN.match(line)
            if (opened is None) == (current is None):
                raise ValueError(f"{path.name}: unexpected {line!r} at line {number} of the body")
            flush()
            current = Block(opened[1], attributes=dict(_ATTRIBUTE.findall(opened[2]))) if opened else None
        else:
            lines.append(line)
    if current is not None:
        raise ValueError(f"{path.name}: the block {current.kind!r} is not closed")
    flush()
    return blocks
