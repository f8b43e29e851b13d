from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from step_guides.worksheets.snapshots import Snapshot

logger = logging.getLogger(__name__)


class Severity(StrEnum):
    ERROR = "E"  # to be corrected or justified before sending
    ATTENTION = "A"  # to be looked at again
    SUGGESTION = "S"


@dataclass(frozen=True)
class Remark:
    """`anchor` is where it is shown; `params` fill the sentence of `checks.texts`. The code is never shown to people."""

    code: str
    severity: Severity
    anchor: str
    params: dict[str, Any] = field(default_factory=dict, compare=False)


Check = Callable[[Snapshot], Iterable[Remark]]
_checks: dict[str, Check] = {}


def check(code: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        if code in _checks:
            raise ValueError(f"two checks {code!r}")
        _checks[code] = function
        return function

    return register


def remarks(snapshot: Snapshot) -> list[Remark]:
    """All remarks, those set aside included, in the order of their codes. A check that breaks is logged and says nothing."""
    from step_guides.worksheets.checks import privacy, structure, wording  # noqa: F401  (they register themselves)
    from step_guides.worksheets.checks.cascade import merged

    found: list[Remark] = []
    for code, run in sorted(_checks.items()):
        try:
            found += run(snapshot)
        except Exception:
            logger.exception("worksheets.check_broke", extra={"check": code})
    return merged(found)


def _set_aside(snapshot: Snapshot) -> set[tuple[str, str]]:
    return {(one["code"], one["anchor"]) for one in snapshot.get("dismissals", [])}


def open_remarks(snapshot: Snapshot) -> list[Remark]:
    aside = _set_aside(snapshot)
    return [one for one in remarks(snapshot) if (one.code, one.anchor) not in aside]


def dismissed_remarks(snapshot: Snapshot) -> list[tuple[Remark, str]]:
    """What was set aside and would still be said, each with its reason."""
    reasons = {(one["code"], one["anchor"]): one["reason"] for one in snapshot.get("dismissals", [])}
    return [(one, reasons[one.code, one.anchor]) for one in remarks(snapshot) if (one.code, one.anchor) in reasons]


def is_error(remark: Remark) -> bool:
    return remark.severity == Severity.ERROR
