"""The theory of change, drafted by two members: one writes the elements, the other links them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.amarres import Amarres
from tests.journeys.amarres.writing import begin, choose
from tests.journeys.test_worksheet import saved
from tests.step_guides.worksheets.theories import sound

FACTS = ("audience", "horizon_text")


def draft_the_theory(story: Amarres) -> str:
    """Gives the path of the sheet."""
    document = sound()
    page = begin(story.lise, "theorie-du-changement")
    path = page.url.removeprefix(story.lise.site.url).partition("?")[0].partition("#")[0]
    for node in document["nodes"]:
        add_element(page, node)
    saved(page)
    other = story.marc.go(path)
    labels = {node["uid"]: node["label"] for node in document["nodes"]}
    for link in document["links"]:
        add_link(other, labels[link["source"]], labels[link["target"]], link)
    saved(other)
    return path


def row_of(page: Page, label: str) -> Locator:
    """The row of an element, found by what its box holds."""
    anchors = page.locator(".row-node").evaluate_all(
        "(rows, label) => rows.filter((row) => row.querySelector('[name=label]').value === label).map((row) => row.dataset.anchor)",
        label,
    )
    assert len(anchors) == 1, (label, anchors)
    return page.locator(f'[data-anchor="{anchors[0]}"]')


def add_element(page: Page, node: dict[str, Any]) -> None:
    column = f"{node['kind']}:{node['horizon']}" if node["horizon"] else node["kind"]
    before = page.locator(".row-node").count()
    adding = page.locator("details.add", has=page.locator(f'input[name=column][value="{column}"]'))
    if adding.get_attribute("open") is None:
        adding.locator("summary").click()
    adding.locator("input[name=label]").fill(node["label"])
    adding.get_by_role("button", name="Ajouter").click()
    expect(page.locator(".row-node")).to_have_count(before + 1)
    row = row_of(page, node["label"])
    if node["horizon_text"] or node["final"] or node["priority"]:
        row.locator("details.row-more > summary").click()
    for name in FACTS:
        if node[name]:
            row.locator(f"[name={name}]").fill(node[name])
    for name in ("final", "priority"):
        if node[name]:
            row.locator(f"input[type=checkbox][name={name}]").check()


def add_link(page: Page, source: str, target: str, link: dict[str, Any]) -> None:
    before = page.locator(".row-links .link").count()
    row = row_of(page, source)
    row.get_by_role("link", name="Relier à…").click()
    form = row.locator("form.link-form")
    choose(form.locator("select[name=target]"), target)
    form.get_by_role("button", name="Relier").click()
    expect(page.locator(".row-links .link")).to_have_count(before + 1)
    made = row_of(page, source).locator(".link", has=page.get_by_role("link", name=target))
    made.locator("select[name=kind]").select_option(link["kind"])
    if link["assumption"]:
        made.locator("[name=assumption]").fill(link["assumption"])
    if link["evidence"]:
        made.locator("select[name=evidence]").select_option(link["evidence"])
