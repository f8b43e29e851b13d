"""What an editor does in the editing space, whatever the lesson."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor


def begin_exercise(editor: Visitor, title: str, kind: str, *, instead_of: str = "") -> Page:
    """A block of the lesson, a new exercise begun from its chooser; then the form of that exercise, in a tab of its own.

    `instead_of`: words looked for in the chooser first, among the exercises that are there already.
    """
    page = editor.page
    page.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name="Exercice").click()
    page.get_by_role("button", name="Choisir un exercice").last.click()
    chooser = page.get_by_role("dialog")
    if instead_of:
        chooser.get_by_role("textbox", name="Terme de recherche").fill(instead_of)
        expect(chooser.get_by_role("row", name=re.compile(instead_of))).to_have_count(1)
        expect(chooser.get_by_role("row")).to_have_count(2)  # with that of the headings
    chooser.get_by_role("tab", name="Nouvel exercice").click()
    new = chooser.get_by_role("tabpanel", name="Nouvel exercice")
    new.get_by_role("textbox").fill(title)
    new.get_by_label(kind).check()
    new.get_by_role("button", name="Créer le brouillon").click()
    expect(chooser).to_be_hidden()
    block = page.get_by_role("region", name=re.compile("^Exercice")).last
    expect(block).to_contain_text(title)
    block.get_by_role("button", name="Actions", exact=True).click()
    with editor.context.expect_page() as opened:
        page.get_by_role("link", name="Modifier cet exercice").last.click()
    return opened.value


def publish(page: Page) -> None:
    page.get_by_role("button", name="Plus d'actions").click()
    page.locator("button[name='action-publish']").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("publié"))
