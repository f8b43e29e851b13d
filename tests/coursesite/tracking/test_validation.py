"""What the specification refuses, mostly things that libraries let through, and what it allows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.tracking.validation import validate
from tests.coursesite.tracking.bodies import ABSENT, PROFILE, agent, spoiled, statement

VERSIONS = ["1.0.3", "2.0.0"]
ACCOUNT = {"homePage": "https://cours.example.org", "name": "x"}
SHA2 = "3b0c2f6a9d41e7580c9e2b7f4a6d1c8357e0f9ab12cd34ef5678901234abcdef"
ATTACHMENT = {
    "usageType": "http://id.tincanapi.com/attachment/certificate-of-completion",
    "display": {"fr": "Certificat"},
    "contentType": "application/pdf",
    "length": 10,
    "sha2": SHA2,
}
SUB = {
    "objectType": "SubStatement",
    "actor": agent(),
    "verb": {"id": "http://example.org/verb"},
    "object": {"objectType": "Activity", "id": "http://example.org/a"},
}
REFERENCE = {"objectType": "StatementRef", "id": "d101c4de-b96a-5191-be33-8944baeb3c9f"}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}

REFUSED: list[tuple[str, Any]] = [
    # structure
    ("actor", ABSENT), ("actor", None), ("verb", ABSENT), ("verb/id", ABSENT), ("object", ABSENT), ("object/id", ABSENT),
    ("result/success", None), ("result/score", None), ("context/revision", None), ("verb", "answered"), ("object", []), ("id", None),
    ("context/contextActivities/parent/0", None), ("context/contextActivities", []), ("result", []), ("context", "x"),
    # unknown properties, at any level
    ("stage", 1), ("Verb", {}), ("actor/email", "a@b.example"), ("actor/account/homepage", "http://x"), ("verb/name", "x"),
    ("object/definition/title", "x"), ("result/points", 1), ("result/score/avg", 1), ("context/Team", {}), ("object/name", {}),
    ("context/contextActivities/Parent", []), ("object/definition/choices/0/label", "x"), ("context/statement/version", "1.0.3"),
    # identity
    ("actor", {"objectType": "Agent"}), ("actor", {"objectType": "Agent", "name": "X"}),
    ("actor", {"mbox": "mailto:a@b.example", "account": ACCOUNT}), ("actor", {"mbox": "a@b.example"}), ("actor", {"mbox": "mailto:nobody"}),
    ("actor", {"mbox": "mailto:a@@b.example"}), ("actor", {"mbox": "mailto:"}), ("actor", {"mbox_sha1sum": "abc"}),
    ("actor", {"openid": "nowhere"}), ("actor", {"account": {"name": "x"}}), ("actor", {"account": {"homePage": "https://x.example"}}),
    ("actor", {"account": {"homePage": "cours", "name": "x"}}), ("actor", {"account": {"homePage": "https://x.example", "name": 3}}),
    ("actor", {"objectType": "Group"}), ("actor", {"objectType": "Group", "member": []}), ("actor", {"objectType": "Group", "member": [{}]}),
    ("actor", {"objectType": "Group", "member": [{"objectType": "Group", "account": ACCOUNT}]}), ("actor", {**agent(), "member": []}),
    ("actor", {"objectType": "Group", "mbox": "mailto:a@b.example", "account": ACCOUNT}), ("actor", []), ("context/team", agent()),
    ("context/team", {"account": ACCOUNT}), ("context/instructor", {"objectType": "Group"}), ("authority", {}),
    # identifiers
    ("verb/id", "answered"), ("object/id", "exercise-1"), ("object/id", ""), ("object/id", 3), ("object/definition/type", "exercise"),
    ("object/definition/moreInfo", "here"), ("context/extensions", {"attempt": 1}), ("result/extensions", {"": 1}),
    ("object/id", "http://example.org/a b"), ("verb/id", "http://example.org/<x>"), ("result/extensions", []),
    # letters and words
    ("actor/objectType", "agent"), ("object/objectType", "activity"), ("object/objectType", "Course"), ("context/team/objectType", "group"),
    ("verb/display", {"français": "x"}), ("verb/display", {"fr_FR": "x"}), ("verb/display", {"": "x"}), ("verb/display", "a répondu à"),
    ("verb/display", {"fr": 3}), ("context/language", "french language"), ("context/language", ""), ("object/definition/name", {"fr": None}),
    # interactions
    ("object/definition/choices", [{"id": "a"}, {"id": "a"}]), ("object/definition/choices", [{"description": {"fr": "x"}}]),
    ("object/definition/choices", {"id": "a"}), ("object/definition/choices", ["a"]), ("object/definition/scale", [{"id": "a"}]),
    ("object/definition/source", [{"id": "a"}]), ("object/definition/interactionType", ABSENT),
    ("object/definition/interactionType", "puzzle"), ("object/definition/interactionType", "numeric"),
    ("object/definition/interactionType", []), ("object/definition/correctResponsesPattern", "rdv"),
    ("object/definition/correctResponsesPattern", [1]), ("object/definition/choices/0/id", 3),
    # result
    ("result/score/scaled", 2), ("result/score/scaled", -1.01), ("result/score/raw", 7), ("result/score/raw", -1), ("result/score/min", 5),
    ("result/score/min", 6), ("result/score/raw", "4"), ("result/score/raw", True), ("result/score/raw", float("nan")),
    ("result/score/max", float("inf")), ("result/success", "true"), ("result/success", 1), ("result/completion", 1),
    ("result/duration", 112), ("result/duration", "1:52"), ("result/duration", "P"), ("result/duration", "PT"), ("result/duration", "P1W2D"),
    ("result/duration", "P1DT"), ("result/duration", "PT1.5H3M"), ("result/duration", ""), ("result/response", 3), ("result/response", ["a"]),
    ("result/extensions", {"http://x.example/e": float("nan")}), ("result/extensions", {"http://x.example/e": [{"a": float("-inf")}]}),
    # identifiers of statements and enrolments
    ("id", "019d3b58-0000-7000-8000-000000000000"), ("id", "x"), ("id", 3), ("id", "73e35966ae7857f3b584027c00d654c8"),
    ("context/registration", "019d3b58-0000-7000-8000-000000000000"), ("context/registration", "c2f6a0de-5a0b-4f0e-0b57-1f0a4f6f7b83"),
    ("context/statement/id", "x"), ("context/statement/objectType", ABSENT), ("context/statement", "73e35966-ae78-57f3-b584-027c00d654c8"),
    # moments
    ("timestamp", "2026-03-17"), ("timestamp", "2026-02-30T10:00:00Z"), ("timestamp", "2026-03-17T25:00:00Z"),
    ("timestamp", "2026-03-17T20:41:07-00:00"), ("timestamp", "2026-03-17T20:41:07.3-0000"), ("timestamp", 1742244067), ("timestamp", "hier"),
    ("timestamp", "2026-03-17T20:61:07Z"), ("stored", "hier"), ("timestamp", "2026-03-17T20:41:07-00"),
    # rest
    ("version", "0.9"), ("version", "3.0.0"), ("version", 1.0), ("attachments", [{**ATTACHMENT, "sha2": "abc"}]), ("attachments", ATTACHMENT),
    ("attachments", [{name: value for name, value in ATTACHMENT.items() if name != "sha2"}]), ("attachments", [{**ATTACHMENT, "length": "10"}]),
    ("attachments", [{**ATTACHMENT, "contentType": "pdf"}]), ("attachments", [{**ATTACHMENT, "usageType": "certificate"}]),
    ("verb", VOIDED), ("object", {**SUB, "id": "73e35966-ae78-57f3-b584-027c00d654c8"}), ("object", {**SUB, "object": SUB}),
    ("object", {**SUB, "stored": "2026-03-17T20:41:07Z"}), ("object", {**SUB, "authority": agent()}), ("object", {**SUB, "version": "1.0.0"}),
    ("object", {**SUB, "verb": VOIDED}), ("object", {"objectType": "StatementRef", "id": "x"}),
    # revision and platform go with an activity; here both are there
    ("object", agent()), ("object", REFERENCE), ("object", SUB),
]  # fmt: skip

ACCEPTED: list[tuple[str, Any]] = [
    ("result/response", ""), ("result/extensions", {}), ("result/extensions", {"https://example.org/é": None}),
    ("object/definition/choices", [{"id": "rdv"}]), ("object/definition/correctResponsesPattern", []),
    ("context/team", {"objectType": "Group", "account": ACCOUNT, "member": []}),
    ("context/team", {"objectType": "Group", "account": ACCOUNT, "member": [agent()]}),
    ("context/team", {"objectType": "Group", "member": [{"mbox": "mailto:a@b.example"}]}),
    ("context/instructor", {"objectType": "Group", "member": [agent()]}), ("result/duration", "P1DT2H"), ("result/duration", "P2W"),
    ("result/duration", "PT1.5S"), ("result/duration", "P1Y2M3DT4H5M6,7S"), ("object/id", "https://example.org/leçon/été"),
    ("object/id", "urn:uuid:73e35966-ae78-57f3-b584-027c00d654c8"), ("verb/display", {"fr-FR": "x", "zh-Hant": "x", "es-419": "x"}),
    ("context/language", "fr-FR"), ("actor", {"mbox": "mailto:a@b.example"}), ("actor", {"mbox_sha1sum": "a" * 40, "name": "X"}),
    ("actor", {"openid": "https://id.example/x"}), ("context/contextActivities/other", {"id": "https://example.org/a"}),
    ("context/contextActivities/parent", []), ("result/score", {}), ("result/score/min", -2), ("result/score/scaled", -1),
    ("timestamp", "2026-03-17T20:41:07+01:00"), ("timestamp", "2026-03-17T20:41:07Z"), ("timestamp", "2026-03-17T23:59:60Z"),
    ("timestamp", ABSENT), ("id", ABSENT), ("id", "73E35966-AE78-57F3-B584-027C00D654C8"), ("version", "1.0.0"), ("version", "1.0"),
    ("attachments", [ATTACHMENT]), ("attachments", [{**ATTACHMENT, "fileUrl": "https://cours.example.org/x", "description": {"fr": "x"}}]),
    ("attachments", []), ("authority", {"objectType": "Group", "member": [agent(), agent("b")]}), ("object/objectType", ABSENT),
    ("object/definition", {}), ("actor/objectType", ABSENT), ("stored", "2026-03-17T20:41:07.5+00:00"),
]  # fmt: skip


def test_the_full_statement_is_valid() -> None:
    assert [validate(statement(), version) for version in VERSIONS] == [[], []]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("path", "value"), REFUSED)
def test_refused(path: str, value: Any, version: str) -> None:
    assert validate(spoiled(path, value), version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("path", "value"), ACCEPTED)
def test_accepted(path: str, value: Any, version: str) -> None:
    assert validate(spoiled(path, value), version) == []


@pytest.mark.parametrize("target", [agent(), REFERENCE, SUB, {"objectType": "Group", "account": ACCOUNT}])
@pytest.mark.parametrize("version", VERSIONS)
def test_objects_that_are_no_activity(target: dict, version: str) -> None:
    body = spoiled("object", target)
    del body["context"]["revision"], body["context"]["platform"]
    assert validate(body, version) == []


def test_voiding() -> None:
    body = {"actor": agent(), "verb": VOIDED, "object": REFERENCE}
    assert validate(body, "1.0.3") == validate(body, "2.0.0") == []


def test_what_2_0_adds() -> None:
    agents = spoiled("context/contextAgents", [{"objectType": "contextAgent", "agent": agent(), "relevantTypes": [PROFILE]}])
    assert validate(agents, "2.0.0") == []
    assert validate(agents, "1.0.3")
    groups = spoiled(
        "context/contextGroups", [{"objectType": "contextGroup", "group": {"objectType": "Group", "account": ACCOUNT}}]
    )
    assert validate(groups, "2.0.0") == []
    assert validate(groups, "1.0.3")
    assert validate(spoiled("context/contextAgents", [{"objectType": "contextAgent"}]), "2.0.0")
    assert validate(
        spoiled("context/contextAgents", [{"objectType": "contextAgent", "agent": agent(), "relevantTypes": []}]), "2.0.0"
    )
    assert validate(spoiled("version", "2.0.0"), "2.0.0") == []
    assert validate(spoiled("version", "2.0.0"), "1.0.3")


@pytest.mark.parametrize(
    "moment", ["2026-03-17T20:41:07", "2026-03-17T20:41Z", "2026-03-17T20:41:07+0100", "2026-03-17T20:41:07+01"]
)
def test_2_0_wants_rfc_3339(moment: str) -> None:
    assert validate(spoiled("timestamp", moment), "1.0.3") == []
    assert validate(spoiled("timestamp", moment), "2.0.0")


def test_a_fault_names_its_place() -> None:
    assert validate(spoiled("result/score/scaled", 2), "1.0.3") == ["$.result.score.scaled: lies between -1 and 1"]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["id", "actor", "verb", "object", "objectType", "account", "member", "result", "score", "definition", "context", "x"]), inner
)))  # fmt: skip
def test_any_json_gets_an_answer(value: Any) -> None:
    """Never an exception, never a change to what was read."""
    before = deepcopy(value)
    assert isinstance(validate(value, "1.0.3"), list)
    assert repr(before) == repr(value)
