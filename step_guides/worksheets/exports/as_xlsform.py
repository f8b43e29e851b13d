"""The questionnaire for survey tools: the sheets « survey », « choices » and « settings » of XLSForm, one under the other in one CSV.

A question is named after its identifier, so that it keeps its name, and its answers their column, from one version to the next. What XLSForm
has no word for (the indicators, the rounds, who is asked) stands in columns of other names, which the tools leave alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from coursesite.cohorts.export import cell_text
from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.models.questionnaire import Round, Type
from step_guides.worksheets.naming import shown
from step_guides.worksheets.questions import Item, answers_of, items_of, may_refuse, refusal
from step_guides.worksheets.upstream import names_of

COLUMNS = (
    "type", "name", "label", "label::facile à lire et à comprendre", "label::jeunes", "hint", "required", "relevant", "appearance",
    "indicators", "round", "respondents", "origin",
)  # fmt: skip
WRITTEN = {Type.NUMBER: "decimal", Type.SHORT: "text", Type.LONG: "text"}
CHOSEN = {Type.MULTIPLE: "select_multiple", Type.RANKING: "rank"}
REFUSED = "refus"
Line = list[Any]


def write(document: Document) -> bytes:
    """UTF-8 with BOM, commas, no formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in _lines(document):
        writer.writerow([cell_text(value) for value in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _lines(document: Document) -> Iterator[Line]:
    yield from _sheet("survey", COLUMNS, _survey(document))
    yield from _sheet("choices", ("list_name", "name", "label"), _choices(document))
    title = document.snapshot["entries"].get("title") or document.spec.title
    settings = {"form_title": title, "form_id": document.file_name, "version": document.on.isoformat(), "about": document.about}
    yield from _sheet("settings", tuple(settings), [settings])


def _sheet(name: str, columns: tuple[str, ...], rows: Any) -> Iterator[Line]:
    yield [name]
    yield ["", *columns]
    for row in rows:
        yield ["", *(row.get(column, "") for column in columns)]


# --- The questions --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    name: str
    label: str


def name_of(item: Item) -> str:
    return f"q_{item['uid'].replace('-', '')[:12]}"


def choices_of(item: Item) -> list[Choice]:
    """Each answer under a name of its own, made of its words: it keeps it when the others move."""
    if item.get("type") in WRITTEN:
        return []
    found: list[Choice] = []
    for label in answers_of(item):
        base = slugify(label).replace("-", "_")[:40] or "reponse"
        same = sum(one.name == base or one.name.startswith(f"{base}__") for one in found)
        found.append(Choice(f"{base}__{same + 1}" if same or base == REFUSED else base, label))
    return [*found, Choice(REFUSED, refusal())] if found and may_refuse(item) else found


def _survey(document: Document) -> Iterator[dict[str, Any]]:
    entries, items = document.snapshot["entries"], items_of(document.snapshot)
    for key in ("introduction", "notice"):
        if entries.get(key):
            yield {"type": "note", "name": key, "label": entries[key]}
    parts = {part["uid"]: part for part in document.snapshot["tables"]["part"]}
    named = {one["uid"]: one for one in items}
    current = ""
    for item in items:
        part = item.get("part", "") if item.get("part") in parts else ""
        if part != current:
            if current:
                yield {"type": "end_group"}
            if part:
                yield {
                    "type": "begin_group",
                    "name": f"p_{part.replace('-', '')[:12]}",
                    "label": parts[part].get("title", ""),
                    "hint": parts[part].get("intro", ""),
                }
            current = part
        yield from _asked(document, item, named)
    if current:
        yield {"type": "end_group"}
    if entries.get("closing"):
        yield {"type": "note", "name": "closing", "label": entries["closing"]}


def _asked(document: Document, item: Item, named: dict[str, Item]) -> Iterator[dict[str, Any]]:
    """Two questions where one answers for « before » and for « now » at once."""
    name, type_ = name_of(item), item.get("type", "")
    kind = WRITTEN.get(type_) or f"{CHOSEN.get(type_, 'select_one')} l_{name}"
    names = names_of(document.snapshot)
    said = {key: shown(Kind.QUESTIONNAIRE, "item", key, item.get(key), names) for key in ("indicators", "round", "respondents")}
    compulsory = item.get("compulsory") == Answer.YES and not (type_ in WRITTEN and may_refuse(item))
    row = {
        "type": kind if type_ else "text", "name": name, "label": item["text"], COLUMNS[3]: item.get("plain", ""), COLUMNS[4]: item.get("young", ""),
        "hint": item.get("aid", ""), "required": "yes" if compulsory else "no", "relevant": _relevant(item, named),
        "appearance": "multiline" if type_ == Type.LONG else "", "origin": item.get("origin", ""), **said,
    }  # fmt: skip
    if item.get("round") != Round.LOOKING_BACK:
        yield row
        return
    for ending, word in (("avant", "Avant"), ("maintenant", "Maintenant")):
        yield {**row, "name": f"{name}_{ending}", "label": f"{word}\u00a0: {item['text']}"}


def _relevant(item: Item, named: dict[str, Item]) -> str:
    """« ${q_…} = 'oui' ». A question is never a condition of itself, and a condition without its answer is none."""
    before, wanted = named.get(item.get("only_if", "")), " ".join(item.get("only_if_answer", "").split())
    if before is None or before["uid"] == item["uid"] or not wanted:
        return ""
    name = f"{name_of(before)}_maintenant" if before.get("round") == Round.LOOKING_BACK else name_of(before)
    known = {one.label.casefold(): one.name for one in choices_of(before)}
    value = known.get(wanted.casefold(), wanted).replace("'", "’")
    return f"selected(${{{name}}}, '{value}')" if before.get("type") in CHOSEN else f"${{{name}}} = '{value}'"


def _choices(document: Document) -> Iterator[dict[str, str]]:
    for item in items_of(document.snapshot):
        for one in choices_of(item):
            yield {"list_name": f"l_{name_of(item)}", "name": one.name, "label": one.label}
