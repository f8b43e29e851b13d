"""Seed files into the rich text that editors then change in Wagtail."""

from __future__ import annotations

import re
from typing import Any

from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import get_text_for_indexing

from coursesite.core.markdown import render_trusted

TERM_LINK = re.compile(r"\[\[([a-z0-9-]+)\|([^\]]+)\]\]")
HEADING = re.compile(r"^(#{2,3}) +(.+)$", re.MULTILINE)
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]  # no documents: files are served nowhere yet


def from_markdown(text: str) -> str:
    """Rich text of our own Markdown; `[[slug|words]]` becomes a link to the glossary."""
    return render_trusted(TERM_LINK.sub(r"[\2](/glossaire/\1/)", text)).strip()


def sections(text: str, *, level: int = 2) -> list[tuple[str, str]]:
    """(heading, text) of each part under a heading of this level. Text before the first heading comes with an empty heading."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        found = HEADING.match(line)
        if found and len(found[1]) == level:
            parts.append((found[2].strip(), []))
        else:
            parts[-1][1].append(line)
    whole = [(heading, "\n".join(lines).strip()) for heading, lines in parts]
    return [(heading, body) for heading, body in whole if heading or body]


def plain(*texts: str | StreamValue) -> str:
    """The words of rich texts and streams on one line, for the search."""
    parts: list[Any] = []
    for text in texts:
        parts += (
            text.stream_block.get_searchable_content(text) if isinstance(text, StreamValue) else [get_text_for_indexing(text)]
        )
    return " ".join(" ".join(str(part).split()) for part in parts if part)
