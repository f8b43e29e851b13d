"""What a room says happened, before it becomes an xAPI statement.

A room's `statements.py` has one pure function per traced verb that returns an `Event`; the action hands it to `record`.
Nothing typed by a person goes into an event: titles of our own pages, codes, random identifiers and figures only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from coursesite.tracking import vocabulary as v

if TYPE_CHECKING:
    from coursesite.accounts.models import User

Words = Mapping[str, str]  # language → text, French first: {"fr": "Module 3"}
Components = Mapping[str, "str | Words"] | Iterable[tuple[str, "str | Words"]]  # id → label (a plain text is French), in order


@dataclass(frozen=True)
class Interaction:
    """One exercise as xAPI sees it. `correct` lists all right answers in the format of the type, or is None: no right answer.

    Formats: ids joined by "[,]" (choice, sequencing), pairs "source[.]target" joined by "[,]" (matching), "true" or "false",
    "14" or "13.5[:]14.5" (numeric), one id (likert). A component list only with its type: `choices` with choice and
    sequencing, `source` and `target` with matching, `scale` with likert, `steps` with performance.
    """

    type: str
    correct: Iterable[str] | None = None
    choices: Components | None = None
    scale: Components | None = None
    source: Components | None = None
    target: Components | None = None
    steps: Components | None = None


@dataclass(frozen=True)
class Activity:
    """`kind` and `id` make the address: a slug for the course and templates, a random UUID otherwise, never a name or a number.

    Without type and name it is a bare reference, allowed as a parent only.
    """

    kind: str
    id: str
    type: str | None = None
    name: Words | None = None
    interaction: Interaction | None = None

    @property
    def iri(self) -> str:
        return v.activity_iri(self.kind, self.id)


@dataclass(frozen=True)
class Score:
    """`scaled` is computed: raw ÷ max, two decimals. The minimum is 0."""

    raw: int | float
    max: int | float


@dataclass(frozen=True)
class Result:
    """`duration` is counted in seconds. `response` never holds what a person typed, except one of our accepted answers."""

    success: bool | None = None
    completion: bool | None = None
    score: Score | None = None
    response: str | None = None
    duration: timedelta | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    """Kept in the own store only: whoever holds the file could find the person by its hash."""

    usage: str
    display: Words
    content_type: str
    length: int
    sha2: str
    url: str


@dataclass(frozen=True)
class Event:
    """`key` names the log row of the event and the verb ("worksheets.move/212/returned"): one event, one statement id.

    `subject` is the learner concerned, also when the trainer acts. `team` is the trace id of the cohort; `revision`, `team`,
    `parent` and `platform` go with an activity only. `answers_to` is the id of the statement answered to.
    """

    key: str
    subject: User
    actor: User
    verb: v.Verb
    object: Activity | User
    parent: Activity | None = None
    course: bool = True
    registration: UUID | None = None
    team: UUID | None = None
    instructor: User | None = None
    result: Result | None = None
    revision: str | None = None
    answers_to: UUID | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    language: str = "fr"
    at: datetime = field(default_factory=timezone.now)


def course() -> Activity:
    """The course itself, as an object (enrolled, left) or whole parent."""
    return Activity("course", v.COURSE_ID, v.COURSE, {"fr": "Évaluer son impact social", "en": "Evaluate your social impact"})


def course_reference() -> Activity:
    return Activity("course", v.COURSE_ID)
