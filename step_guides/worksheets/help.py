"""The texts that help to fill a sheet: questions of the guided start, help of kinds and fields, words of the remarks."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent / "seeds"


@cache
def help_texts() -> dict[str, Any]:
    """{"guided": {"q1": {question, help, example, makes}}, "kind": {…}, "field": {key: {label, help}}, "check": {code: {title, message, why}}}"""
    return tomllib.loads((SEEDS / "help.toml").read_text(encoding="utf-8"))


def kind_label(kind: str) -> str:
    return str(help_texts()["kind"].get(kind, {}).get("label", kind))
