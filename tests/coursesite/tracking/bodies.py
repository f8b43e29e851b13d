"""A valid statement to spoil, and the six bodies of the specification of our traces."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

PROFILE = "https://cours.example.org/xapi/profiles/parcours/v1"
LEARNER = "3f0c9c1e-0b1a-4a55-8f0e-6f1f7c1f2a10"
TRAINER = "a7c2b7d4-52a1-4b7e-9a53-4a1d8d0c7e22"
REGISTRATION = "c2f6a0de-5a0b-4f0e-9b57-1f0a4f6f7b83"
COHORT = "5b9b2f0e-7b6d-4a61-9d0f-1d2e3f405162"
MODULE = "b1f4a8d2-6c3e-4d7a-8e1f-3a2b4c5d6e7f"
WORKSHEET = "9d1d7f52-6f3b-4f2e-8f0b-2c1f7a9d1234"


def agent(name: str = LEARNER) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": "https://cours.example.org", "name": name}}


def activity(path: str) -> str:
    return f"https://cours.example.org/xapi/activities/{path}"


def statement() -> dict[str, Any]:
    """Uses as much of the specification as one valid statement can, under 1.0.3 and 2.0."""
    return {
        "id": "73e35966-ae78-57f3-b584-027c00d654c8",
        "actor": agent(),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"fr": "a répondu à", "fr-FR": "a répondu à"}},
        "object": {
            "objectType": "Activity",
            "id": activity("exercise/e3-2.v1"),
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "name": {"fr": "Remettre la chaîne en ordre"},
                "interactionType": "sequencing",
                "correctResponsesPattern": ["rdv[,]suivies"],
                "choices": [{"id": "rdv", "description": {"fr": "Rendez-vous"}}, {"id": "suivies"}],
            },
        },
        "result": {
            "score": {"scaled": 0.67, "raw": 4, "min": 0, "max": 6},
            "success": False,
            "completion": True,
            "response": "",
            "duration": "PT1M52S",
            "extensions": {"https://example.org/été": [None, {"a": 1.5}, "x", True]},
        },
        "context": {
            "registration": REGISTRATION,
            "instructor": agent(TRAINER),
            "team": {"objectType": "Group", "account": {"homePage": "https://cours.example.org", "name": f"promotion/{COHORT}"}},
            "contextActivities": {"parent": [{"id": activity("module/m3")}], "category": [{"id": PROFILE}]},
            "revision": "412",
            "platform": "coursesite",
            "language": "fr",
            "statement": {"objectType": "StatementRef", "id": "d101c4de-b96a-5191-be33-8944baeb3c9f"},
            "extensions": {f"{PROFILE}/extensions/attempt": 2},
        },
        "timestamp": "2026-03-17T20:41:07.312Z",
    }


ABSENT = object()


def spoiled(path: str, value: Any) -> dict[str, Any]:
    """The valid statement with one thing changed; ABSENT removes it. Steps of the path are separated by /."""
    body = deepcopy(statement())
    *steps, last = path.split("/")
    here: Any = body
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
    if value is ABSENT:
        del here[last]
    elif isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value
    return body
