"""Bodies as we write them: equal to the examples, valid for us and for a second opinion, and silent about people."""

from __future__ import annotations

import json
import tomllib
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as site
from ralph.models.xapi.base.statements import BaseXapiStatement

from coursesite.accounts.models import User
from coursesite.tracking.builder import build, build_voiding, duration, timestamp
from coursesite.tracking.events import Result, Score
from coursesite.tracking.projection import rewrite
from coursesite.tracking.record import faults_of
from tests.coursesite.tracking.bodies import LEARNER, TRAINER
from tests.coursesite.tracking.templates import events

HERE = Path(__file__).parent
AMINA = User(pk=1, full_name="AMINA-CANARY Haddad", email="amina-canary@canary.example", function="FUNCTION-CANARY")
LUC = User(pk=2, full_name="LUC-CANARY Morvan", email="luc-canary@canary.example")
NAMES = {1: UUID(LEARNER), 2: UUID(TRAINER)}
TEMPLATES = events(AMINA, LUC)
MOMENTS = {
    "X06": "2026-03-17T20:41:07.312Z", "X08": "2026-03-24T18:02:55.040Z", "X13": "2026-03-30T09:15:00.000Z",
    "X16": "2026-04-02T14:30:12.500Z", "X21": "2026-03-12T16:00:00.000Z", "X28": "2026-11-20T10:00:00.000Z",
}  # fmt: skip


@pytest.fixture(autouse=True)
def base(settings: object) -> None:
    settings.XAPI_BASE_IRI = "https://cours.example.org/xapi"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", MOMENTS)
def test_the_examples_are_reproduced(name: str) -> None:
    expected = json.loads((HERE / "examples" / f"{name.lower()}.json").read_text())
    event = replace(TEMPLATES[name], at=datetime.fromisoformat(MOMENTS[name]))
    built = build(event, statement=UUID(expected["id"]), names=NAMES)
    for key in expected.keys() | built.keys():
        assert built.get(key) == expected.get(key), key
    assert json.dumps(built.get("result"), sort_keys=True) == json.dumps(expected.get("result"), sort_keys=True)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_valid_for_us_and_for_ralph(name: str) -> None:
    body = build(TEMPLATES[name], statement=uuid4(), names=NAMES)
    assert faults_of(body) == []
    BaseXapiStatement.model_validate(deepcopy(body))
    assert not {"version", "stored", "authority"} & body.keys()


def test_voiding_is_valid() -> None:
    body = build_voiding(uuid4(), statement=uuid4(), at=datetime(2026, 5, 1, tzinfo=UTC))
    assert faults_of(body) == []
    BaseXapiStatement.model_validate(deepcopy(body))
    assert body["actor"]["account"]["name"] == "system"
    assert "context" not in body


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_name_leaves(name: str) -> None:
    """Names, mails and functions of the cast are recognisable; none is in a body, projected or not."""
    body = build(TEMPLATES[name], statement=uuid4(), names=NAMES)
    there = rewrite(body, salt=uuid4(), names={LEARNER: str(uuid4()), TRAINER: str(uuid4())})
    for text in (json.dumps(body, ensure_ascii=False), json.dumps(there, ensure_ascii=False)):
        assert "canary" not in text.lower()
        assert "@" not in text
        assert "mbox" not in text


def test_an_agent_is_an_account_alone() -> None:
    body = build(TEMPLATES["X13"], statement=uuid4(), names=NAMES)
    for agent in (body["actor"], body["context"]["instructor"]):
        assert agent.keys() == {"objectType", "account"}
        assert agent["account"].keys() == {"homePage", "name"}
    assert "member" not in body["context"]["team"]


def test_the_instructor_is_left_out_when_the_trainer_acts() -> None:
    body = build(replace(TEMPLATES["X16"], instructor=LUC), statement=uuid4(), names=NAMES)
    assert "instructor" not in body["context"]


def test_an_agent_as_object_has_neither_platform_nor_revision() -> None:
    body = build(replace(TEMPLATES["X24"], revision="3"), statement=uuid4(), names=NAMES)
    assert not {"platform", "revision"} & body["context"].keys()
    assert body["object"]["account"]["name"] == LEARNER


def test_an_extension_without_value_is_left_out() -> None:
    event = replace(TEMPLATES["X15"], extensions={"section": None, "attempt": 0})
    assert build(event, statement=uuid4(), names=NAMES)["context"]["extensions"] == {
        "https://cours.example.org/xapi/profiles/parcours/v1/extensions/attempt": 0
    }


def test_scores_keep_their_numbers() -> None:
    event = replace(TEMPLATES["X06"], result=Result(score=Score(8.5, 12)))
    score = build(event, statement=uuid4(), names=NAMES)["result"]["score"]
    assert json.dumps(score) == '{"scaled": 0.71, "raw": 8.5, "min": 0, "max": 12}'


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(seconds=112), "PT1M52S"), (timedelta(hours=6), "PT6H"), (timedelta(hours=2, minutes=5), "PT2H05M"), (timedelta(0), "PT0S"),
        (timedelta(days=2, hours=1), "PT49H"), (timedelta(seconds=59.6), "PT1M"), (timedelta(hours=1, seconds=4), "PT1H4S"),
        (timedelta(seconds=-3), "PT0S"),
    ],
)  # fmt: skip
def test_durations_count_in_seconds(length: timedelta, written: str) -> None:
    assert duration(length) == written


def test_moments_are_utc_with_milliseconds() -> None:
    paris = timezone(timedelta(hours=1))
    assert timestamp(datetime(2026, 3, 17, 21, 41, 7, 312_999, tzinfo=paris)) == "2026-03-17T20:41:07.312Z"
    assert timestamp(datetime(2026, 3, 17, 20, 41, 7, tzinfo=UTC)) == "2026-03-17T20:41:07.000Z"


def test_only_the_builder_imports_tincan_and_only_delivery_sends() -> None:
    """`tincan`'s client has no timeout and sends Latin-1; forks of it and a stock broker's client carry look-alike names."""
    code = {path: path.read_text() for path in (site.BASE_DIR / "coursesite").rglob("*.py")}
    assert [path.name for path, text in code.items() if "import tincan" in text or "from tincan" in text] == ["builder.py"]
    assert {path.name for path, text in code.items() if "import requests" in text or "from requests" in text} <= {"delivery.py"}
    project = tomllib.loads((site.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert not [one for one in project["dependencies"] if one.startswith(("xapi", "edx-tincan", "capsulesu"))]
