"""docs/authorisation.md as data. `at` says which object of a place fills the address."""

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
    at: Callable[[Place], list]
    scopes: dict[str, str]
    data: dict = field(default_factory=dict)
    sees: bool = False  # granting this row shows the object

    def places(self, role: str) -> set[str]:
        scope = self.scopes.get(role, "–")
        return EVERYWHERE if scope == "all" else SCOPES.get(scope, set())


def grants(text: str) -> dict[str, str]:
    return dict(zip(ROLES, text.split(), strict=True))


ROWS = [
    Row("2", "Lesson: read", "catalogue:unit", "GET", "lesson", lambda p: ["module-3", p.lesson], grants("– all all all all all all"), sees=True),
    Row("11", "Cohort: roster", "cohorts:detail", "GET", "cohort", lambda p: [p.cohort], grants("– coh coh coh net – all"), sees=True),
    Row("13", "Cohort: edit", "cohorts:edit", "POST", "cohort", lambda p: [p.cohort], grants("– – – – net – all")),
    Row("14", "Cohort: import a file of organisations", "cohorts:import", "POST", "cohort", lambda p: [p.cohort], grants("– – – – net – all")),
    Row("13b", "Cohort: export", "cohorts:export", "GET", "cohort", lambda p: [p.cohort], grants("– – – – net – all")),
    Row("15", "Cohort: assign a trainer", "cohorts:add_trainer", "POST", "cohort", lambda p: [p.cohort], grants("– – – – net – all")),
    Row("16a", "Organisation: page of its members", "organisations:detail", "GET", "organisation", lambda p: [p.organisation],
        grants("– org org – net – all"), sees=True),
    Row("16b", "Organisation: invite, edit", "organisations:invite", "POST", "organisation", lambda p: [p.organisation], grants("– – org – net – all")),
    Row("17", "Worksheet: edit the draft", "worksheets:autosave", "POST", "worksheet", lambda p: [p.worksheet], grants("– org org – – – –"),
        data={"json": {"anchor": "field:title", "fields": {"text": "x"}, "lock": 0, "op_id": "5f0c1d7e-2f3a-4c55-9d0e-6f1f7c1f2a10"}}),
    Row("18", "Worksheet: view the draft", "worksheets:detail", "GET", "worksheet", lambda p: [p.worksheet], grants("– org org – – – –"), sees=True),
    Row("19", "Worksheet: send", "worksheets:send", "POST", "worksheet", lambda p: [p.worksheet], grants("– org org – – – –")),
    Row("20a", "Submission: read, as a member", "worksheets:submission", "GET", "submission of members", lambda p: [p.submission],
        grants("– org org – – – –"), sees=True),
    Row("20b", "Submission: read, as a trainer", "reviews:detail", "GET", "submission of trainers", lambda p: [p.submission],
        grants("– – – coh – – –"), sees=True),
    Row("24", "Review: claim", "reviews:claim", "POST", "submission of trainers", lambda p: [p.submission], grants("– – – coh – – –")),
    Row("36a", "Certificate: see who is ready", "certificates:eligibility", "GET", "cohort", lambda p: [p.cohort], grants("– – – – net – all")),
    Row("36b", "Certificate: issue", "certificates:issue", "POST", "enrolment", lambda p: [p.enrolment, p.achievement], grants("– – – – net – all")),
    Row("37", "Certificate: download", "certificates:download", "GET", "certificate", lambda p: [p.certificate], grants("– own org coh net – all"), sees=True),
    Row("38", "Certificate: revoke", "certificates:revoke", "POST", "certificate", lambda p: [p.certificate], grants("– – – – net – all")),
    Row("39", "Certificate: verify by code", "verification:certificate", "GET", "code", lambda p: [p.code],
        grants("all all all all all all all"), sees=True),
    Row("47", "Traces: list, read one", "tracking:statements", "GET", "traces", lambda p: [], grants("– – – – – – all")),
    Row("50", "Own account", "accounts:me", "GET", "account", lambda p: [], grants("– all all all all all all")),
]  # fmt: skip


# Seen on pages of other objects: an enrolment is shown to its own person and to the trainers of its cohort.
SEEN_ELSEWHERE = {("enrolment", "PA"): "own", ("enrolment", "TR"): "coh"}


def expected(row: Row, role: str, place: str) -> set[int]:
    """The codes that answer right: granted, sent to sign in, visible but refused, or as good as absent."""
    if place in row.places(role):
        return {200, 303, 302, 409, 422} if row.method == "POST" else {200, 202, 303, 409}
    if role == "AN" and "AN" not in {name for name in ROLES if row.places(name)}:
        return {302, 401}
    seen = any(other.sees and other.about == row.about and place in other.places(role) for other in ROWS)
    seen = seen or place in SCOPES.get(SEEN_ELSEWHERE.get((row.about, role), ""), set())
    return {403} if seen else {404}
