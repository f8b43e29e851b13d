"""Remarks on « Analyse »: small numbers, words that claim too much, invented data, a cause surer than the change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Degree, Kind
from step_guides.worksheets.models.analysis import Data, Part
from step_guides.worksheets.snapshots import Snapshot

FEW = 10  # under it, numbers say more than percentages
PERCENTAGE = re.compile(r"%|\bpour[ -]?cents?\b", re.I)
CLAIM = re.compile(r"\bprouv(?:e|es|ent|é|ée|és|ées)\b|\bgr[âa]ce (?:à|aux?)\b|\bimpacts? (?:de\b|des\b|du\b|d[’'])", re.I)


@check("A01", Kind.ANALYSIS)
def percentage_of_a_few(snapshot: Snapshot) -> Iterator[Remark]:
    for line in snapshot["tables"]["finding"]:
        count = line.get("count")
        said = " ".join(line.get(key, "") for key in ("sentence", "before", "after"))
        if count and int(count) < FEW and PERCENTAGE.search(said):
            yield Remark("A01", Severity.ATTENTION, f"finding:{line['uid']}", {"count": count})


@check("A02", Kind.ANALYSIS)
def claims_more_than_it_shows(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark a finding, with the words as they were typed. What people said (« grâce à vous ») is theirs."""
    for line in snapshot["tables"]["finding"]:
        said = " ".join(line.get(key, "") for key in ("sentence", "part_why"))
        words = dict.fromkeys(" ".join(one.group().split()).lower() for one in CLAIM.finditer(said))
        if words:
            quoted = ", ".join(f"«\u00a0{one}\u00a0»" for one in words)
            yield Remark("A02", Severity.SUGGESTION, f"finding:{line['uid']}", {"words": quoted})


@check("A03", Kind.ANALYSIS)
def invented_data(snapshot: Snapshot) -> Iterator[Remark]:
    if Data.DRY_RUN in snapshot["entries"].get("data", "").split(","):
        yield Remark("A03", Severity.SUGGESTION, "field:data")


@check("A04", Kind.ANALYSIS)
def surer_of_the_cause_than_of_the_change(snapshot: Snapshot) -> Iterator[Remark]:
    fragile = {str(Degree.LEAST), str(Degree.TWO)}
    for line in snapshot["tables"]["finding"]:
        if line.get("part") == Part.STRONG and line.get("strength") in fragile:
            yield Remark("A04", Severity.ATTENTION, f"finding:{line['uid']}")
