"""docs/authorisation.md as data: its rows stand in `rows_people`, `rows_work` and `editing`; here is how a row is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.authorisation.places import Place

ROLES = ("AN", "PA", "OL", "TR", "NA", "ED", "SU")
SCOPES = {"own": {"own"}, "org": {"own"}, "coh": {"own", "same cohort"}, "net": {"own", "same cohort", "other cohort"}}
EVERYWHERE = {"own", "same cohort", "other cohort", "other network"}


@dataclass(frozen=True)
class Row:
    number: str
    title: str
    url: str
    method: str
    about: str  # the kind of object: rows about the same kind say whether it may be seen at all
    at: Callable[[Place], list] | None  # which object of a place fills the address; None: the address names no object
    scopes: dict[str, str]
    ok: int | set[int] = 200  # the answer to whom it is granted
    data: dict | Callable[[Place], dict] = field(default_factory=dict)
    json: bool = False
    sees: bool = False  # granting this row shows the object
    before: Callable[[Place], None] | None = None  # brings the object to the state that the row is about

    @property
    def codes(self) -> set[int]:
        return {self.ok} if isinstance(self.ok, int) else self.ok

    def places(self, role: str) -> set[str]:
        scope = self.scopes.get(role, "–")
        return EVERYWHERE if scope == "all" else SCOPES.get(scope, set())

    def args(self, place: Place) -> list:
        return self.at(place) if self.at else []

    def body(self, place: Place) -> dict:
        return self.data(place) if callable(self.data) else self.data


def grants(text: str) -> dict[str, str]:
    """« – org org – net – all », in the order of ROLES."""
    return dict(zip(ROLES, text.split(), strict=True))


def rows() -> list[Row]:
    from tests.authorisation.rows_people import PEOPLE
    from tests.authorisation.rows_work import WORK

    return [*PEOPLE, *WORK]


# Seen on pages of other kinds of objects: (what, who) → where.
SEEN_ELSEWHERE = {
    ("enrolment", "PA"): "own",  # her own way through the course
    ("enrolment", "TR"): "coh",  # the table of the cohort
    ("version to review", "PA"): "org",  # as its members read it
    ("version to review", "OL"): "org",
    ("version of members", "TR"): "coh",  # as trainers read it
}
ANYBODY_HOLDING = {"link"}  # a personal link is known to whoever opens it: somebody else than its person is refused, not lost


def expected(row: Row, role: str, place: str) -> set[int]:
    """The codes that answer right: granted, sent to sign in, visible but refused, or as good as absent."""
    if place in row.places(role):
        return row.codes
    if role == "AN" and row.scopes["AN"] == "–":
        return {302} if row.method == "GET" else {401} if row.json else {303, 401}  # 401: a page that shows what was typed
    if place != "deleted" and (row.about in ANYBODY_HOLDING or _seen(row, role, place)):
        return {403}
    return {404}


def _seen(row: Row, role: str, place: str) -> bool:
    shown = any(other.sees and other.about == row.about and place in other.places(role) for other in rows())
    return shown or place in SCOPES.get(SEEN_ELSEWHERE.get((row.about, role), ""), set())
