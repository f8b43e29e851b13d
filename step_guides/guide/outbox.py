from __future__ import annotations

from typing import Any

from coursesite.core.file_requests import a_full_disk_waits
from coursesite.core.outbox import Lane, handles
from step_guides.guide.actions import TOOL, make_files
from step_guides.guide.models import Tool


@handles(TOOL, lane=Lane.DOCUMENTS)
def make_tool(payload: dict[str, Any], *, key: str) -> None:
    """Nothing for a revision that another has replaced, or that was taken down since."""
    wanted = Tool.objects.published().filter(pk=payload["tool"], live_revision=payload["revision"])
    tool = wanted.select_related("live_revision").first()
    if tool is not None:
        with a_full_disk_waits():
            make_files(tool)
