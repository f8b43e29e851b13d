"""Any sheet of any kind, whatever was typed in it: nothing is lost on the way out and back, and every format is well formed."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from step_guides.worksheets.checks import remarks
from step_guides.worksheets.enums import Confidence, Evidence, Horizon, Kind, LinkKind, NodeKind
from step_guides.worksheets.exports import Document, as_json, formats_of
from step_guides.worksheets.kinds import Field, KindSpec, spec_of
from step_guides.worksheets.models import Link, Node
from step_guides.worksheets.models.details import OF_LINKS, OF_NODES
from step_guides.worksheets.models.line import as_document
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.snapshots import Snapshot, empty
from step_guides.worksheets.typing_rules import Day, FromSource, ManyFromSource, ManyOf, Number, OneOf, Scale, Text, Written

ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=40) | st.sampled_from(
    ["=1+1", "@cmd", "-2", '";"', "<b>&amp;</b>", "«\u00a0Qui\u202f?\u00a0»", "مرحبا", "👩‍🔬", "a\nb", "%%{init}%%", "]]>", "${x}", "ﬁ", "\u2028"]
)  # fmt: skip
UIDS = st.integers(1, 6).map(lambda number: str(uuid.UUID(int=number)))


def kept(rule: Written, typed: Any) -> str:
    """As the action would keep it."""
    return rule(typed, name="x")


def values(rule: Written) -> st.SearchStrategy[str]:
    if isinstance(rule, ManyFromSource):
        return st.lists(UIDS, max_size=3).map(lambda found: kept(rule, found))
    if isinstance(rule, FromSource):
        return UIDS
    if isinstance(rule, ManyOf):
        return st.lists(st.sampled_from(rule.choices.values), max_size=3).map(lambda found: kept(rule, found))
    if isinstance(rule, OneOf | Scale):
        return st.sampled_from([str(one) for one in rule.choices.values])
    if isinstance(rule, Day):
        return st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(str)
    if isinstance(rule, Number):
        return st.decimals(rule.low, rule.high, places=rule.decimals).map(lambda found: kept(rule, str(found)))
    assert isinstance(rule, Text)
    return ANYTHING.map(lambda typed: kept(rule, typed[: rule.limit]))


def said(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional={one.key: values(one.rule) for one in fields}).map(
        lambda found: {key: text for key, text in found.items() if text}
    )


@st.composite
def sheets(draw: Any, spec: KindSpec) -> Snapshot:
    found = empty(spec.kind)
    found["entries"] = draw(said(spec.fields))
    names = {
        str(uuid.UUID(int=number)): draw(ANYTHING) for number in range(1, 7)
    }  # one thing has one name, whichever source holds it
    if spec.tables:
        found["upstream"] = {
            name: [{"uid": uid, "label": names[uid], "note": draw(ANYTHING)} for uid in draw(st.lists(UIDS, max_size=3, unique=True))]
            for name in spec.sources
        }  # fmt: skip
        found["tables"] = {
            table.key: [
                as_document(uid, place, draw(said(table.columns)), draw(ANYTHING) if table.per else "")
                for place, uid in enumerate(draw(st.lists(UIDS, max_size=3, unique=True)), 1)
            ]
            for table in spec.tables
        }
    if spec.rows:
        found["nodes"] = [
            draw(elements(uid, place)) for place, uid in enumerate(draw(st.lists(UIDS, max_size=5, unique=True)), 1)
        ]
        ends = draw(st.lists(st.tuples(UIDS, UIDS), max_size=5, unique=True))
        found["links"] = [draw(links(str(uuid.UUID(int=100 + n)), *pair)) for n, pair in enumerate(ends) if pair[0] != pair[1]]
    return found


@st.composite
def elements(draw: Any, uid: str, place: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(NodeKind.values))
    outcome = kind == NodeKind.OUTCOME
    texts = {
        name: draw(ANYTHING.map(lambda typed, rule=Node.FIELDS[name]: rule(typed, name="x")))
        for name in ("label", "note", "audience")
    }
    when = {
        "horizon": draw(st.sampled_from(["", *Horizon.values])), "horizon_text": draw(st.sampled_from(["", "6 mois", "un an", "bientôt"])),
        "final": draw(st.booleans()), "priority": draw(st.booleans()),
    } if outcome else {"horizon": "", "horizon_text": "", "final": False, "priority": False}  # fmt: skip
    return {"uid": uid, "kind": kind, **texts, **when, "position": place, **draw(said(OF_NODES[kind]))}


@st.composite
def links(draw: Any, uid: str, source: str, target: str) -> dict[str, Any]:
    return {
        "uid": uid, "source": source, "target": target, "kind": draw(st.sampled_from(LinkKind.values)),
        "assumption": draw(ANYTHING.map(lambda typed: Link.FIELDS["assumption"](typed, name="x"))),
        "evidence": draw(st.sampled_from(["", *Evidence.values])), "confidence": draw(st.none() | st.sampled_from(Confidence.values)),
        **draw(said(OF_LINKS)),
    }  # fmt: skip


@pytest.mark.parametrize("kind", Kind.values)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_sheet_leaves_and_comes_back_whole_and_every_format_is_well_formed(kind: str, data: st.DataObject) -> None:
    spec = spec_of(kind)
    found = data.draw(sheets(spec))
    with override("fr"):
        paper = Document(found, "Les Amarres", uuid.UUID(int=7), "draft", date(2026, 11, 22))
        assert as_json.read(as_json.write(paper)) == found
        for slug, one in formats_of(spec).items():
            well_formed(slug, one.write(paper))
        assert freeze(as_json.read(as_json.write(paper))) == freeze(found)
        assert remarks(found) == remarks(as_json.read(as_json.write(paper)))


def well_formed(slug: str, data: bytes) -> None:
    if slug in ("csv", "xlsform"):
        assert data.startswith(b"\xef\xbb\xbf")
        lines = csv.reader(
            io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";" if slug == "csv" else ",", strict=True
        )
        assert not [cell for line in lines for cell in line if cell.strip().startswith(("=", "+", "-", "@"))]
    elif slug == "svg":
        assert ElementTree.fromstring(data).tag == "{http://www.w3.org/2000/svg}svg"
    elif slug in ("json", "cids"):
        json.loads(data)
    else:
        assert all(line.count('"') % 2 == 0 for line in data.decode().splitlines())
