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
_checks: dict[str, tuple[tuple[str, ...], Check]] = {}


def check(code: str, *kinds: str) -> Callable[[Check], Check]:
    """Registers a check of these kinds of sheet; of all when none is named."""

    def register(function: Check) -> Check:
        if code in _checks:
            raise ValueError(f"two checks {code!r}")
        _checks[code] = (kinds, function)
        return function

    return register


def codes() -> set[str]:
    _load()
    return set(_checks)


def _load() -> None:
    from step_guides.worksheets.checks import (  # noqa: F401  (they register themselves)
        analysis,
        collection,
        duplicates,
        forms,
        framing,
        indicators,
        links,
        needs,
        privacy,
        questionnaire,
        sharing,
        size,
        structure,
        wording,
        wording_of_questions,
    )


def remarks(snapshot: Snapshot) -> list[Remark]:
    """All remarks, those set aside included, in the order of their codes."""
    from step_guides.worksheets.checks.cascade import merged

    return merged(found_by_all(snapshot))


def found_by_all(snapshot: Snapshot) -> list[Remark]:
    """Before merging: what each check says. A check that breaks is logged and says nothing."""
    _load()
    found: list[Remark] = []
    for code, (kinds, run) in sorted(_checks.items()):
        if kinds and snapshot["kind"] not in kinds:
            continue
        try:
            found += run(snapshot)
        except Exception:
            logger.exception("worksheets.check_broke", extra={"check": code})
    return found


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
