"""Remarks on « Questionnaire » as a whole and on what a question is for. How questions are worded: `wording_of_questions.py`.

An indicator whose tool is a questionnaire and that no question informs (I18) is Q10: it is said where the question is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.models.questionnaire import OPEN, Round
from step_guides.worksheets.questions import Item, items_of, may_refuse, minutes_of
from step_guides.worksheets.snapshots import Snapshot

MOST_QUESTIONS, MOST_MINUTES = 20, 10
FEWEST_TESTERS = 3
MOST_OPEN = 2  # compulsory
FEW = 2  # questions with the same remark, each told of it; beyond, one remark tells of all


def quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"«\u00a0{text}\u00a0»" for text in texts)


def _of_each_or_of_all(code: str, severity: Severity, items: list[Item]) -> Iterator[Remark]:
    """A cause that comes back in most questions is one remark."""
    if len(items) > FEW:
        yield Remark(code, severity, "sheet", {"texts": quoted(one["text"] for one in items)})
        return
    for one in items:
        yield Remark(code, severity, f"item:{one['uid']}", {"texts": quoted([one["text"]])})


@check("Q05", Kind.QUESTIONNAIRE)
def too_long(snapshot: Snapshot) -> Iterator[Remark]:
    count, minutes = len(items_of(snapshot)), minutes_of(snapshot)
    if count > MOST_QUESTIONS or minutes > MOST_MINUTES:
        yield Remark("Q05", Severity.SUGGESTION, "sheet", {"count": count, "minutes": minutes})


@check("Q06", Kind.QUESTIONNAIRE)
def nobody_may_refuse(snapshot: Snapshot) -> Iterator[Remark]:
    yield from _of_each_or_of_all("Q06", Severity.ERROR, [one for one in items_of(snapshot) if not may_refuse(one)])


@check("Q09", Kind.QUESTIONNAIRE)
def serves_no_indicator(snapshot: Snapshot) -> Iterator[Remark]:
    yield from _of_each_or_of_all("Q09", Severity.ATTENTION, [one for one in items_of(snapshot) if not one.get("indicators")])


@check("Q10", Kind.QUESTIONNAIRE)
def indicator_without_question(snapshot: Snapshot) -> Iterator[Remark]:
    """Once there is a question: before, R01 asks for them."""
    items = items_of(snapshot)
    served = {uid for one in items for uid in one.get("indicators", "").split(",")}
    waiting = [one["label"] for one in snapshot["upstream"].get("surveyed", []) if one["uid"] not in served]
    if items and waiting:
        yield Remark("Q10", Severity.ATTENTION, "sheet", {"titles": quoted(waiting)})


@check("Q11", Kind.QUESTIONNAIRE)
def nobody_is_informed(snapshot: Snapshot) -> Iterator[Remark]:
    if items_of(snapshot) and not snapshot["entries"].get("notice"):
        yield Remark("Q11", Severity.ERROR, "field:notice")


@check("Q12", Kind.QUESTIONNAIRE)
def not_tried(snapshot: Snapshot) -> Iterator[Remark]:
    count = int(snapshot["entries"].get("tested") or 0)
    if items_of(snapshot) and count < FEWEST_TESTERS:
        yield Remark("Q12", Severity.ATTENTION, "field:tested", {"count": count})


@check("Q13", Kind.QUESTIONNAIRE)
def much_to_write(snapshot: Snapshot) -> Iterator[Remark]:
    imposed = [one for one in items_of(snapshot) if one.get("type") in OPEN and one.get("compulsory") == Answer.YES]
    if len(imposed) > MOST_OPEN:
        yield Remark("Q13", Severity.SUGGESTION, "sheet", {"count": len(imposed)})


@check("I19", Kind.QUESTIONNAIRE)
def other_words_afterwards(snapshot: Snapshot) -> Iterator[Remark]:
    """An indicator that one question asks about in the first round only, and another in the last, in other words or with other answers."""
    titles = {one["uid"]: one["label"] for one in snapshot["upstream"].get("indicators", [])}
    items = items_of(snapshot)
    told: set[str] = set()
    for uid, title in titles.items():
        mine = [one for one in items if uid in one.get("indicators", "").split(",")]
        first = {_asked(one) for one in mine if one.get("round") == Round.START}
        for one in mine if first else []:
            if one.get("round") == Round.END and _asked(one) not in first and one["uid"] not in told:
                told.add(one["uid"])
                yield Remark("I19", Severity.ATTENTION, f"item:{one['uid']}", {"title": title})


def _asked(item: Item) -> tuple[str, ...]:
    return tuple(" ".join(item.get(name, "").split()).casefold() for name in ("text", "type", "options", "degrees"))
