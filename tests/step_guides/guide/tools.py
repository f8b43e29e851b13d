from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from step_guides.guide.models import Tool


def make_tool(**changes: Any) -> Tool:
    """A tool of the first step, published."""
    said: dict[str, Any] = {
        "slug": "grille", "title": "Grille de cadrage", "step": 1, "minutes": 90, "purpose": "Dire pourquoi l’on évalue.", "how": "Remplir seul.\nComparer.",
        "columns": "Question\nNotre réponse", "rows": 3, "row_labels": "Pourquoi ?\nPour qui ?", "note": "Une page suffit.",
        "example": "Pourquoi ?\nAméliorer l’accueil", "example_organisation": "Les Amarres (exemple fictif)", "example_sector": "justice",
    }  # fmt: skip
    tool = Tool(**{**said, **changes}, live=False)
    tool.full_clean()
    tool.save()
    tool.save_revision().publish()
    tool.refresh_from_db()
    return tool


def facts(pdf: Path) -> dict[str, str]:
    """What a PDF says of itself."""
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=True, text=True).stdout
    pairs = (line.split(":", 1) for line in said.splitlines() if ":" in line)
    return {name: value.strip() for name, value in pairs if name in {"Title", "Tagged", "Pages"}}
