"""Remarks on « Effets, questions et indicateurs »: what is measured, and how one will know. About indicators, only what is asked of them
before the collection plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from coursesite.core import guard
from step_guides.worksheets.boards import MOST_INDICATORS, gap, indicators_of
from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Answer, Kind, NodeKind
from step_guides.worksheets.models.indicators import Direction, Level, Nature, Unit
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import of_kind, words_of
from step_guides.worksheets.typing_rules import Day

Piece = dict[str, str]

FEWEST_OUTCOMES, MOST_OUTCOMES = 3, 5
MOST_OF_AN_OUTCOME = 3

_DONE = r"(?:participants?|participantes?|participations?|ateliers?|séances?|heures?|rendez-vous|réunions?|visites?|formations?|interventions?|actions?|entretiens? (?:tenus|menés|réalisés)|inscrits?|inscriptions?|bénéficiaires?|permanences?)"
_SEEN = r"(?:personnes|jeunes|familles|parents|enfants) (?:accueilli|reçu|suivi|accompagné|formé|inscrit|présent|touché|rencontré|orienté|venu)\w*\b"
COUNTS_WHAT_IS_DONE = re.compile(
    rf"\b(?:nombre|volume|total) (?:total )?(?:de |d[’']|des )(?:{_DONE}\b|{_SEEN}(?!\s+(?:qui|ayant|disant|déclarant|sans|avec|en)\b))"
    r"|\btaux de (?:participation|remplissage)\b",
    re.I,
)
SATISFACTION = re.compile(r"\bsatisf", re.I)
TO_BE_SET = re.compile(r"\bà (?:établir|mesurer|relever|définir|préciser)\b", re.I)
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿœ]+"
FULL_NAME = re.compile(rf"{_CAPITALISED}(?:-{_CAPITALISED})?(?: [A-ZÀ-ÖØ-Þ][\w’'\-]+){{1,2}}")
FUNCTION = re.compile(
    r"\b(?:direct|charg|respons|coord|équip|servic|référ|chef|anim|éduc|accompagn|secrét|psych|trésor|présid|vice|bénév|conseil|comit|pôle|bureau"
    r"|mission|coll|assist|cadre|médiat|form|travail|agent|intervenan|infirm|veill|maître|gestion|admin|service|siège|antenne|foyer|association)",
    re.I,
)


def _held(snapshot: Snapshot, source: str) -> dict[str, str]:
    return {one["uid"]: one["label"] for one in snapshot.get("upstream", {}).get(source, [])}


def _about(code: str, severity: Severity, line: Piece, **params: str) -> Remark:
    return Remark(code, severity, f"indicator:{line['uid']}", {"title": line.get("title") or "…", **params})


def _of_an_outcome(snapshot: Snapshot) -> list[Piece]:
    outcomes = _held(snapshot, "outcomes")
    return [line for line in indicators_of(snapshot) if line.get("measures") in outcomes]


@check("T11", Kind.THEORY_OF_CHANGE, Kind.PRIORITIES)
def without_indicator(snapshot: Snapshot) -> Iterator[Remark]:
    """To be looked at while the theory is drafted, to be corrected once outcomes are retained."""
    yield from _prioritised(snapshot) if snapshot["kind"] == Kind.THEORY_OF_CHANGE else _retained(snapshot)


def _prioritised(snapshot: Snapshot) -> Iterator[Remark]:
    measured = {one["uid"] for one in snapshot.get("upstream", {}).get("measured", [])}
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if node["priority"] and node["uid"] not in measured:
            yield Remark("T11", Severity.ATTENTION, f"node:{node['uid']}", {"label": words_of(node)})


def _retained(snapshot: Snapshot) -> Iterator[Remark]:
    """Once the indicators are begun: before, R01 asks for them."""
    measured = {line.get("measures") for line in indicators_of(snapshot)}
    outcomes = _held(snapshot, "outcomes")
    for line in snapshot["tables"]["outcome"] if measured else []:
        if line.get("retained") == Answer.YES and line["uid"] in outcomes and line["uid"] not in measured:
            yield Remark("T11", Severity.ERROR, f"outcome:{line['uid']}", {"label": outcomes[line["uid"]]})


@check("O01", Kind.PRIORITIES)
def outcomes_retained(snapshot: Snapshot) -> Iterator[Remark]:
    """From three to five, or all of a theory that has fewer; once the choice is begun."""
    outcomes = _held(snapshot, "outcomes")
    answers = [line["retained"] for line in snapshot["tables"]["outcome"] if line["uid"] in outcomes and line.get("retained")]
    count = answers.count(Answer.YES)
    if answers and not min(FEWEST_OUTCOMES, len(outcomes)) <= count <= MOST_OUTCOMES:
        yield Remark("O01", Severity.ATTENTION, "sheet", {"count": count})


@check("I01", Kind.PRIORITIES)
def measures_nothing(snapshot: Snapshot) -> Iterator[Remark]:
    elements = _held(snapshot, "elements")
    for line in indicators_of(snapshot):
        if line.get("measures") not in elements:
            yield _about("I01", Severity.ERROR, line)


@check("I02", Kind.PRIORITIES)
def output_for_outcome(snapshot: Snapshot) -> Iterator[Remark]:
    """Said to be an output, or worded as one, and attached to an outcome."""
    for line in _of_an_outcome(snapshot):
        if line.get("level") == Level.OUTPUT or COUNTS_WHAT_IS_DONE.search(line.get("title", "")):
            yield _about("I02", Severity.ATTENTION, line)


@check("I03", Kind.PRIORITIES)
def percent_of_whom(snapshot: Snapshot) -> Iterator[Remark]:
    for line in indicators_of(snapshot):
        unit = line.get("unit")
        if not unit or (unit == Unit.PERCENT and not (line.get("numerator") and line.get("denominator"))):
            yield _about("I03", Severity.ERROR, line)


@check("I04", Kind.PRIORITIES)
def no_baseline(snapshot: Snapshot) -> Iterator[Remark]:
    """« À établir » is an answer when it has its date."""
    for line in indicators_of(snapshot):
        baseline = line.get("baseline", "")
        undated = TO_BE_SET.search(baseline) and not (re.search(r"\d", baseline) or line.get("baseline_on"))
        if not baseline or undated:
            yield _about("I04", Severity.ATTENTION, line)


@check("I05", Kind.PRIORITIES)
def no_target(snapshot: Snapshot) -> Iterator[Remark]:
    for line in indicators_of(snapshot):
        if line.get("nature") == Nature.QUANTITATIVE and not (line.get("target_value") and line.get("target_on")):
            yield _about("I05", Severity.ATTENTION, line)


@check("I06", Kind.PRIORITIES)
def target_the_other_way(snapshot: Snapshot) -> Iterator[Remark]:
    """Of a rise or a fall. Where things should stay steady, a target on either side may be a fair margin."""
    for line in indicators_of(snapshot):
        change, direction = gap(line.get("baseline", ""), line.get("target_value", "")) or 0, line.get("direction")
        if (direction == Direction.UP and change < 0) or (direction == Direction.DOWN and change > 0):
            said = {"direction": str(Direction(direction).label), "baseline": line["baseline"], "target": line["target_value"]}
            yield _about("I06", Severity.ERROR, line, **said)


@check("I08", Kind.PRIORITIES)
def no_function_answers_for_it(snapshot: Snapshot) -> Iterator[Remark]:
    for line in indicators_of(snapshot):
        if not line.get("responsible") or is_a_name(line["responsible"]):
            yield _about("I08", Severity.ATTENTION, line)


def is_a_name(text: str) -> bool:
    """« Mme Exemple », « Claude Exemple », but neither « Chargée de suivi » nor « Direction Générale »."""
    if any(place.kind == guard.Found.NAME for place in guard.places(text)):
        return True
    return bool(FULL_NAME.fullmatch(text.strip())) and not FUNCTION.search(text)


@check("I15", Kind.PRIORITIES)
def satisfaction_for_outcome(snapshot: Snapshot) -> Iterator[Remark]:
    for line in _of_an_outcome(snapshot):
        if SATISFACTION.search(line.get("title", "")):
            yield _about("I15", Severity.SUGGESTION, line)


@check("I16", Kind.PRIORITIES)
def all_of_one_nature(snapshot: Snapshot) -> Iterator[Remark]:
    natures = [line["nature"] for line in indicators_of(snapshot) if line.get("nature")]
    if len(natures) > 1 and len(set(natures)) == 1:
        yield Remark("I16", Severity.SUGGESTION, "sheet", {"nature": str(Nature(natures[0]).label)})


@check("I17", Kind.PRIORITIES)
def many_indicators(snapshot: Snapshot) -> Iterator[Remark]:
    """In all, or of one outcome: then said at this outcome."""
    count = len(indicators_of(snapshot))
    if count > MOST_INDICATORS:
        yield Remark("I17", Severity.SUGGESTION, "sheet", {"count": count})
    for uid, mine in Counter(line["measures"] for line in _of_an_outcome(snapshot)).items():
        if mine > MOST_OF_AN_OUTCOME:
            yield Remark("I17", Severity.SUGGESTION, f"outcome:{uid}", {"count": mine})


@check("I20", Kind.PRIORITIES)
def baseline_after_the_start(snapshot: Snapshot) -> Iterator[Remark]:
    """The action has begun, and may have changed something already."""
    start = next(iter(_held(snapshot, "begins").values()), "")
    for line in indicators_of(snapshot):
        day = line.get("baseline_on", "")
        if start and day > start:
            said = {"day": Day().shown(day), "start": Day().shown(start)}
            yield _about("I20", Severity.ATTENTION, line, **said)


@check("I22", Kind.PRIORITIES)
def without_use(snapshot: Snapshot) -> Iterator[Remark]:
    for line in indicators_of(snapshot):
        if not line.get("use"):
            yield _about("I22", Severity.ATTENTION, line)
