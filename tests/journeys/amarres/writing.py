"""A sheet of fields and tables is written in the browser from its filled example, field by field, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Locator, Page, expect

from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.kinds import Field, Table, spec_of
from step_guides.worksheets.typing_rules import FromSource, ManyFromSource, ManyOf
from tests.journeys.conftest import Visitor
from tests.journeys.test_worksheet import saved


def begin(visitor: Visitor, slug: str) -> Page:
    page = visitor.go(f"/fiches/{slug}/")
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/fiches/*-*-*/**")
    return page


def write_form(visitor: Visitor, kind: str, reworded: Mapping[str, str] = MappingProxyType({})) -> str:
    """Gives the path of the sheet. `reworded`: {label in the example: label in the other sheets of this organisation}."""
    spec, document = spec_of(kind), filled_example(kind).snapshot
    page = begin(visitor, spec.slug)
    path = page.url.removeprefix(visitor.site.url).partition("?")[0].partition("#")[0]
    names = {one["uid"]: one["label"] for found in document["upstream"].values() for one in found}
    names = {uid: reworded.get(label, label) for uid, label in names.items()}
    for table in spec.tables:
        if not table.per:
            names |= {line["uid"]: line[table.name] for line in document["tables"][table.key] if table.name in line}
    for part in spec.parts:
        if isinstance(part, Table):
            for place, line in enumerate(document["tables"][part.key]):
                write_line(page, part, line, place, names)
        elif document["entries"].get(part.key):
            put(page.locator(f'[data-anchor="field:{part.key}"]'), "text", part, document["entries"][part.key], names)
    saved(page)
    return path


def write_line(page: Page, table: Table, line: dict[str, Any], place: int, names: dict[str, str]) -> None:
    rows = page.locator(f"#table-{table.key} .row-line")
    if table.per:
        about = names[line["uid"]]
        row = rows.nth([plain(text) for text in rows.locator(".row-title").all_text_contents()].index(plain(about)))
    else:
        page.locator(f"#table-{table.key} > form[data-structure] button").click()
        expect(rows).to_have_count(place + 1)
        row = rows.nth(place)
    for fold in row.locator("details").all():
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()
    asked = row.locator("form[data-row]")  # the remarks of the line have forms of their own
    for column in table.columns:
        if line.get(column.key):
            put(asked, column.key, column, line[column.key], names)
    saved(page)


def put(row: Locator, name: str, asked: Field, value: str, names: dict[str, str]) -> None:
    if isinstance(asked.rule, ManyOf):
        for one in value.split(","):
            row.locator(f'input[name="{name}"][value="{one}"]').check()
    elif isinstance(asked.rule, ManyFromSource):
        choices = row.locator(f'fieldset[data-many="{name}"] label.choice')
        said = [plain(text) for text in choices.all_text_contents()]
        for one in value.split(","):
            choices.nth(said.index(plain(names[one]))).locator("input").check()
    elif isinstance(asked.rule, FromSource):
        choose(row.locator(f'select[name="{name}"]'), names[value])
    elif asked.rule.widget == "choice":
        row.locator(f'select[name="{name}"]').select_option(value)
    elif asked.rule.widget == "number":
        row.locator(f'[name="{name}"]').fill(value.replace(".", ","))
    else:
        row.locator(f'[name="{name}"]').fill(value)


def choose(control: Locator, label: str) -> None:
    """An option by its words, whatever its capital letter and its apostrophes."""
    said = [plain(text) for text in control.locator("option").all_text_contents()]
    control.select_option(index=said.index(plain(label)))


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
