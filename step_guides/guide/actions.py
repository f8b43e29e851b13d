"""The files of the tools to take away: promised when a tool is published, made by the worker, kept until the next publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from coursesite.core.kept_files import keep
from coursesite.core.outbox import promise
from coursesite.core.public_cache import content_changed
from step_guides.guide.tools import LANGUAGE, TYPES, Laid, folder, kept, looks

if TYPE_CHECKING:
    from step_guides.guide.models import Tool

TOOL = "guide-tool"


def ask_for_files(tool: Tool) -> None:
    """Once for each publication, and for each look that our releases give the files."""
    revision = tool.live_revision_id
    promise(TOOL, key=f"{TOOL}:{tool.pk}:{revision}:{looks()}", payload={"tool": tool.pk, "revision": revision})


def make_files(tool: Tool) -> None:
    """Of the published revision; those of the revisions before it go. Raises RenderError, OSError when the disk is full."""
    assert tool.live_revision is not None
    with translation.override(LANGUAGE):
        for extension in TYPES:
            data = Laid(tool).write(extension, tool.live_revision.created_at.date())
            keep(kept(tool.slug, tool.live_revision_id, extension), data)
    for file in folder().glob(f"{tool.slug}.*.*"):
        if file.suffixes[0] != f".{tool.live_revision_id}":
            file.unlink(missing_ok=True)
    content_changed()
