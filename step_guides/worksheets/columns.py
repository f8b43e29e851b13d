"""The columns of a theory of change, from what one has to what changes, and the bands that stand beside the chain."""

from __future__ import annotations

from typing import Any

from step_guides.worksheets.enums import Horizon, NodeKind

CHAIN: tuple[str, ...] = (
    NodeKind.RESOURCE.value,
    NodeKind.ACTIVITY.value,
    NodeKind.OUTPUT.value,
    f"{NodeKind.OUTCOME.value}:{Horizon.SHORT.value}",
    f"{NodeKind.OUTCOME.value}:{Horizon.MEDIUM.value}",
    f"{NodeKind.OUTCOME.value}:{Horizon.LONG.value}",
    NodeKind.IMPACT.value,
)
BANDS: tuple[str, ...] = (NodeKind.NEED.value, NodeKind.NEGATIVE_OUTCOME.value, NodeKind.EXTERNAL_FACTOR.value)
COLUMNS: tuple[str, ...] = (*CHAIN, *BANDS)


def column_of(node: dict[str, Any]) -> str:
    """An outcome without horizon stands with the short ones."""
    if node["kind"] == NodeKind.OUTCOME:
        return f"{NodeKind.OUTCOME}:{node.get('horizon') or Horizon.SHORT}"
    return str(node["kind"])


def neighbour(column: str, step: int) -> str | None:
    if column not in CHAIN:
        return None
    index = CHAIN.index(column) + step
    return CHAIN[index] if 0 <= index < len(CHAIN) else None
