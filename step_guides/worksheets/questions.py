"""The questions of a questionnaire, read from a snapshot: their answers, how long they take, in which order they are asked."""

from __future__ import annotations

import unicodedata
from typing import Any

from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.models.questionnaire import LISTED, Respondent, Round, Type
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.words import raw

Item = dict[str, Any]

NOTICE = 60  # seconds to read what comes before the first question
SECONDS = {
    Type.MULTIPLE: 25, Type.RANKING: 40, Type.NUMBER: 20, Type.SHORT: 30, Type.LONG: 90,
}  # fmt: skip
SECONDS_OF_A_CHOICE = 15
WORDINGS = {"text": Respondent.STANDARD, "plain": Respondent.PLAIN, "young": Respondent.YOUNG}


def items_of(snapshot: Snapshot) -> list[Item]:
    """Those that say something, in the order in which they are asked: those of no part first, then part by part."""
    places = {part["uid"]: part["position"] for part in snapshot["tables"]["part"]}
    written = [one for one in snapshot["tables"]["item"] if one.get("text")]
    return sorted(written, key=lambda one: (places.get(one.get("part", ""), 0), one["position"], one["uid"]))


def answers_of(item: Item) -> list[str]:
    """What one may answer, the refusal left out; nothing where people write."""
    own = item.get("options" if item.get("type") in LISTED else "degrees", "")
    return [line.strip() for line in own.splitlines() if line.strip()] or list(
        raw(Kind.QUESTIONNAIRE)["degrees"].get(item.get("type"), [])
    )


def refusal() -> str:
    return str(raw(Kind.QUESTIONNAIRE)["refusal"]["label"])


def may_refuse(item: Item) -> bool:
    return item.get("refusal") == Answer.YES


def wordings_of(item: Item) -> dict[str, str]:
    """{column: text} of the versions that are written, composed: « où » is one letter after « o », however it was typed."""
    return {name: unicodedata.normalize("NFC", item[name]) for name in WORDINGS if item.get(name)}


def minutes_of(snapshot: Snapshot) -> int:
    """As observed in the trial, else estimated: a reader who takes his time, both wordings of a question asked twice at once."""
    said = snapshot["entries"].get("minutes")
    return int(said) if said else estimated_minutes(snapshot)


def estimated_minutes(snapshot: Snapshot) -> int:
    items = items_of(snapshot)
    seconds = sum(
        SECONDS.get(one.get("type", ""), SECONDS_OF_A_CHOICE) * (2 if one.get("round") == Round.LOOKING_BACK else 1)
        for one in items
    )
    return max(1, round((NOTICE + seconds) / 60)) if items else 0
