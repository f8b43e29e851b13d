"""What conditions are judged upon, read once for everybody by `certificates.queries.facts_of`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class AcceptedWorksheet:
    """A version that a trainer validated. `submission` is its public id."""

    submission: str
    number: int
    validated_at: datetime


@dataclass(frozen=True)
class SentWorksheet:
    """The last version that was sent and not taken back. `submission` is its public id."""

    submission: str
    number: int
    sent_at: datetime


@dataclass(frozen=True)
class Facts:
    """Keyed by the id of the enrolment."""

    completed: Mapping[int, Mapping[str, datetime]] = field(default_factory=dict)  # enrolment → module slug → moment
    accepted: Mapping[str, Mapping[int, AcceptedWorksheet]] = field(default_factory=dict)  # kind → enrolment → version
    sent: Mapping[str, Mapping[int, SentWorksheet]] = field(default_factory=dict)  # kind → enrolment → version
    peer_readings: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # enrolment → public ids of the opinions she sent
    surveyed: frozenset[int] = frozenset()  # enrolments that have sent the exit survey
    enrolled: frozenset[int] = frozenset()
    module_titles: Mapping[str, str] = field(default_factory=dict)
    module_numbers: Mapping[str, int] = field(default_factory=dict)
    worksheet_titles: Mapping[str, str] = field(default_factory=dict)
