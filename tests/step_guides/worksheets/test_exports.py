"""« Autres formats »: each file holds what the sheet holds, lets nothing out of its quotes, and says when it is a draft."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from coursesite.core.errors import Malformed
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.exports import Document, as_cids, as_csv, as_json, as_mermaid, as_svg, formats_of
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.naming import label_of, shown
from step_guides.worksheets.snapshots import Snapshot, canonical, empty
from step_guides.worksheets.upstream import names_of
from step_guides.worksheets.words import words
from tests.step_guides.worksheets.theories import link, node, theory

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    'Une "citation" ] --> x[',
    "deux\nlignes\r\n  n9[faux]",
    "a #34; b &amp; c",
    "`**gras**` %%{init: {}}%% ; end",
    "style:#1;x|y|",
]
THEORY = ["csv", "svg", "mermaid", "json", "cids"]


@pytest.fixture(autouse=True)
def french():
    with override("fr"):
        yield


def document(found: Snapshot, *, state: str = "draft", organisation: str = "Passerelle & <Cie>") -> Document:
    return Document(found, organisation, uuid.UUID(int=7), state, date(2026, 11, 22))


def example(kind: str, **about: str) -> Document:
    return document(filled_example(kind).snapshot, **about)


def hostile() -> Snapshot:
    """Every text of every element and link is one that would escape from its place."""
    nodes = [node(f"n{n}", "outcome", text, note=text, audience=text) for n, text in enumerate(HOSTILE)]
    return theory(nodes, [link(f"n{n}", f"n{n + 1}", assumption=HOSTILE[n]) for n in range(len(HOSTILE) - 1)])


def table_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


# --- JSON ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_is_read_back_as_it_was_written(kind: str) -> None:
    for found in (filled_example(kind).snapshot, empty(kind)):
        data = as_json.write(document(found))
        assert as_json.read(data) == found and canonical(json.loads(data)) == data
        about = json.loads(data)
        assert (about["kind"], about["version"], about["date"], about["draft"]) == (kind, 1, "2026-11-22", True)
        assert about["organisation"] == "Passerelle & <Cie>"


@pytest.mark.parametrize(
    "change",
    [{"format": "autre"}, {"version": 2}, {"kind": "framing"}, {"kind": "x"}, {"kind": ["x"]}, {"sheet": []}, {"sheet": {"kind": "needs", "v": 9}}],
)  # fmt: skip
def test_what_is_not_a_sheet_is_not_read(change: dict) -> None:
    with pytest.raises(Malformed):
        as_json.read(canonical({**json.loads(as_json.write(example("needs"))), **change}))


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"{" * 50_000, b'{"a":1,"a":2}', b'{"format":NaN}'])
def test_bytes_that_are_no_object_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        as_json.read(data)


# --- CSV ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind.values)
def test_the_table_holds_every_label_and_every_value_in_words(kind: str) -> None:
    one = example(kind)
    lines = table_of(as_csv.write(one))
    cells = {cell.lstrip("'") for line in lines for cell in line}
    spec, names = spec_of(kind), names_of(one.snapshot)
    for part in spec.fields:
        assert [words(kind, part).label, part.rule.shown(one.snapshot["entries"].get(part.key, ""))] in [
            [line[0], line[1].lstrip("'")] for line in lines if len(line) == 2
        ]
    for table in spec.tables:
        heads = [label_of(kind, table.key, column.key) for column in table.columns]
        head = next(line for line in lines if line[-len(heads) :] == heads)
        assert len(head) == len(heads) + bool(table.per)
        for line in one.snapshot["tables"][table.key]:
            said = {
                shown(kind, table.key, column.key, line[column.key], names) for column in table.columns if line.get(column.key)
            }
            assert said <= cells
    for piece in (*one.snapshot.get("nodes", []), *one.snapshot.get("links", [])):
        assert {piece.get("label", ""), piece.get("note", ""), piece.get("assumption", "")} <= cells | {""}
    identifiers = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
    assert not [cell for cell in cells if identifiers.search(cell)]


def test_the_links_of_a_theory_are_said_by_the_names_of_their_ends() -> None:
    one = example("theory_of_change")
    lines = table_of(as_csv.write(one))
    nodes = {found["uid"]: found["label"] for found in one.snapshot["nodes"]}
    wanted = [[nodes[found["source"]], nodes[found["target"]]] for found in one.snapshot["links"]]
    start = next(number for number, line in enumerate(lines) if line[:2] == ["De", "Vers"])
    assert [line[:2] for line in lines[start + 1 :]] == wanted and wanted


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\u00a0="])
def test_no_cell_is_a_formula(sign: str) -> None:
    framing, texts = filled_example("framing").snapshot, filled_example("theory_of_change").snapshot
    tables = {key: [{**line, "comment": f"{sign}HYPERLINK(1)"} for line in lines] for key, lines in framing["tables"].items()}
    entries = dict.fromkeys(texts["entries"], f"{sign}1;2")
    nodes = [{**one, "label": f"{sign}A1"} for one in texts["nodes"]]
    cells = [
        cell
        for bad in ({**framing, "tables": tables}, {**texts, "entries": entries, "nodes": nodes})
        for line in table_of(as_csv.write(document(bad, organisation=f"{sign}cmd")))
        for cell in line
    ]
    assert {f"'{sign}cmd", f"'{sign}HYPERLINK(1)", f"'{sign}1;2", f"'{sign}A1"} <= set(cells)
    assert not [cell for cell in cells if cell.strip(" \t\u00a0\u202f").startswith(("=", "+", "-", "@"))]


def test_typography_is_kept_in_a_spreadsheet() -> None:
    kept = "«\u00a0Qui\u202f?\u00a0»\nEt quand…"
    found = {**empty("theory_of_change"), "entries": {"scope": kept}}
    assert kept in [cell for line in table_of(as_csv.write(document(found))) for cell in line]


# --- The picture ----------------------------------------------------------------------------------------------------------------


def test_the_picture_is_one_clean_drawing_that_says_whose_it_is() -> None:
    tree = ElementTree.fromstring(as_svg.write(document(hostile())))
    assert {one.tag for one in tree.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "rect", "g", "path", "polygon", "text")
    }
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on") or "href" in name or name == "style"]
    below = " ".join(one.text or "" for one in tree.iter(f"{SVG}text") if one.get("class") == "caption")
    assert below == "Théorie du changement, Passerelle & <Cie>, brouillon, 22 novembre 2026" == tree[0].text
    drawn = "".join("".join(tree.itertext()).split())
    assert all("".join(text.split()) in drawn for text in HOSTILE)


def test_the_caption_stands_inside_the_picture_and_below_the_rest() -> None:
    tree = ElementTree.fromstring(as_svg.write(example("theory_of_change")))
    height, lows = float(tree.get("height", 0)), [float(one.get("y", 0)) for one in tree.iter(f"{SVG}text")]
    captions = [float(one.get("y", 0)) for one in tree.iter(f"{SVG}text") if one.get("class") == "caption"]
    assert captions and max(lows) == captions[-1] < height
    assert min(captions) > max(low for low in lows if low not in captions)


NODE = re.compile(r' {4}n\d+\["((?:[^\W_]|[ .,\'’!?-]|#\d+;)*)"\]')
GROUP = re.compile(r' {2}subgraph c\d+\["((?:[^\W_]|[ .,\'’!?-]|#\d+;)*)"\]')
LINK = re.compile(r' {2}n\d+ (?:-->|==>|--x|-\.->)(?:\|"((?:[^\W_]|[ .,\'’!?-]|#\d+;)+)"\|)? n\d+')


def read_mermaid(data: bytes) -> dict[str, list[str]]:
    """Every line of the text, held to a grammar in which a label cannot close itself."""
    lines = data.decode().splitlines()
    title = re.fullmatch(r"title: (\"[^<>%]*\")", lines[1])
    assert (lines[0], lines[2], lines[3]) == ("---", "---", "flowchart LR") and title
    found: dict[str, list[str]] = {"title": [json.loads(title[1])], "node": [], "group": [], "link": []}
    for line in lines[4:]:
        for name, shape in (("node", NODE), ("group", GROUP), ("link", LINK)):
            if match := shape.fullmatch(line):
                found[name].append(re.sub(r"#(\d+);", lambda sign: chr(int(sign[1])), match[1] or ""))
                break
        else:
            assert line == "  end", line
    return found


def test_no_label_escapes_from_mermaid() -> None:
    found = read_mermaid(as_mermaid.write(document(hostile())))
    plain = [" ".join(text.split()) for text in HOSTILE]
    assert found["node"] == [f"{text} (pour : {text})" for text in plain]
    assert found["link"] == [" ".join(text.split()) for text in HOSTILE[:-1]]
    assert found["title"] == ["Théorie du changement, Passerelle & <Cie>, brouillon, 22 novembre 2026"]


def test_mermaid_holds_every_element_and_every_link_with_its_why() -> None:
    sheet = filled_example("theory_of_change").snapshot
    found = read_mermaid(as_mermaid.write(document(sheet)))
    whom = {one["label"]: f" (pour : {one['audience']})" if one["audience"] else "" for one in sheet["nodes"]}
    assert sorted(found["node"]) == sorted(label + who for label, who in whom.items())
    assert len(found["link"]) == len(sheet["links"])
    assert all(any(" ".join(one["assumption"].split()) in said for said in found["link"]) for one in sheet["links"])


# --- Common Impact Data Standard --------------------------------------------------------------------------------------------------


def test_the_outcomes_are_said_in_the_basic_tier_and_nothing_beyond() -> None:
    sheet = filled_example("theory_of_change").snapshot
    whole, *outcomes, about = json.loads(as_cids.write(document(sheet)))
    wanted = [one for one in sheet["nodes"] if one["kind"] == "outcome"]
    assert [one["hasName"] for one in outcomes] == [one["label"] for one in wanted] and wanted
    assert (whole["@type"], whole["hasLegalName"]) == ("cids:Organization", "Passerelle & <Cie>")
    assert whole["hasOutcome"] == [one["@id"] for one in outcomes] == [f"urn:uuid:{one['uid']}" for one in wanted]
    for one in outcomes:
        assert set(one) == {"@context", "@id", "@type", "hasName", "hasDescription", "forOrganization"}
        assert (one["@type"], one["forOrganization"]) == ("cids:Outcome", whole["@id"])
    assert "niveau Basic" in about["dcterms:conformsTo"] and "brouillon" in about["dcterms:title"]


# --- What each says of itself -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", THEORY)
def test_a_draft_says_so_in_every_format_until_it_is_validated_or_read(slug: str) -> None:
    write = formats_of(spec_of("theory_of_change"))[slug].write
    for state, draft in (
        ("draft", True),
        ("submitted", True),
        ("in_review", True),
        ("returned", True),
        ("validated", False),
        ("read", False),
    ):
        said = write(example("theory_of_change", state=state)).decode()
        if slug == "mermaid":
            said = read_mermaid(said.encode())["title"][0]
        mention = '"draft":true' if slug == "json" else "brouillon"
        assert (mention in said) is draft, state


def test_the_name_of_a_file_is_plain_whatever_the_organisation_is_called() -> None:
    for name in ('../../etc/passwd";x=', "\r\nSet-Cookie: a", "日本", "É" * 300):
        assert re.fullmatch(
            r"theorie-du-changement-[a-z0-9-]*2026-11-22", example("theory_of_change", organisation=name).file_name
        )
