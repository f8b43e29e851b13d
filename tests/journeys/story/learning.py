"""4. Six lessons and their exercises, on a phone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.story import Story

KEY = tomllib.loads((Path(__file__).resolve().parents[3] / "modules/exercises/seeds/module-3.toml").read_text())["exercise"]
EXERCISES = {one["code"]: one for one in KEY}


def learn(story: Story) -> None:
    nora = story.lead
    page = nora.go("/modules/module-3/")
    nora.audit("module")
    lessons = story.site.shell(
        "from modules.catalogue.models import UnitPage\n"
        "answer = list(UnitPage.objects.filter(url_path__contains='/module-3/').order_by('path').values_list('slug', flat=True))"
    )
    assert isinstance(lessons, list) and len(lessons) == 6
    for number, slug in enumerate(lessons):
        page = nora.go(f"/modules/module-3/{slug}/")
        if number in {0, 2}:
            nora.audit(f"lesson-{number}")
        for form in range(page.locator("form[action*='/exercices/']").count()):
            answer_exercise(page, form)
        page.locator("form[action$='/continuer/'] button").last.click()
        page.wait_for_load_state()


def answer_exercise(page: Page, number: int, right: int = 99) -> None:
    """All right; of the boxes to tick, only the first `right` ones."""
    form = page.locator("form[action*='/exercices/']").nth(number)
    code = (form.get_attribute("action") or "").rstrip("/").rsplit("/", 1)[-1]
    exercise = EXERCISES[code]
    if exercise["kind"] == "sort":
        labels = {category["id"]: category["label"] for category in exercise["category"]}
        for card in exercise["card"]:
            row = form.locator(".exercise-row", has_text=card["text"])
            row.locator("select").select_option(label=labels[card["category"]])
    elif exercise["kind"] == "order":
        by_buttons = form.locator("exercise-order.ready").count()
        for place, item in enumerate(exercise["item"], 1):
            row = form.locator(".exercise-row", has_text=item["text"])
            if not by_buttons:
                row.locator("select").select_option(str(place))
            while int(row.locator("select").input_value()) > place:
                row.get_by_role("button", name=re.compile("^Monter|↑")).click()
    elif exercise["kind"] == "match":
        for item in exercise["item"]:
            form.locator(f"[name='{code}-{item['id']}']").select_option(item["targets"][0])
    elif exercise["kind"] == "gaps":
        for gap in exercise["gap"]:
            form.locator(f"[name='{code}-{gap['id']}']").select_option(label=gap["answer"])
    elif exercise["kind"] == "spot":
        for line in exercise["line"]:
            form.locator(f"[name='{code}-{line['id']}']").select_option(line["defects"][0] if line["defects"] else "sound")
    elif exercise["kind"] == "case":
        for scene in exercise["scene"]:
            best = max((one for one in exercise["option"] if one["scene"] == scene["id"]), key=lambda one: one["value"])
            form.locator("label", has_text=best["text"]).locator("input[type=radio]").check()
            form.locator("button[type=submit]").last.click()
            page.wait_for_load_state()
        expect(page.locator("main")).to_contain_text(exercise["feedback_success"][:40])
        return
    elif exercise["kind"] == "rewrite":
        for passage in exercise["passage"]:
            form.locator(f"[name='{code}-{passage['id']}']").fill("Les personnes osent demander de l’aide.")
    else:
        for choice in [choice for choice in exercise["choice"] if choice["right"]][:right]:
            form.locator(".exercise-row", has_text=choice["text"]).locator("input[type=checkbox]").check()
    form.locator("button[type=submit], button:not([type])").last.click()
    page.wait_for_load_state()
    said = exercise["feedback_success" if right == 99 else "feedback_retry"]
    expect(page.locator("main")).to_contain_text(said[:40])
