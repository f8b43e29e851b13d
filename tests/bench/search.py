"""A search over the whole content, signed in, lessons included, beside a view that asks session and user. The dearest of several questions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.bench.measure import Effort, Figure, at_most, at_most_times, best_cpu, queries_of
from tests.bench.urls import PERSON

if TYPE_CHECKING:
    from tests.bench.site import Site

QUESTIONS = ["evaluation", "effets", "théorie du changement", "personnes concernées", "indicatuer", "le"]


def measure(site: Site, effort: Effort) -> list[Figure]:
    from coursesite.search import views

    views.A_MINUTE = sys.maxsize  # searches are still counted, none is refused: one person asks hundreds of them here
    browser = site.signed_in(site.person("amina"))
    paths = [f"/recherche/lecons/?q={quote(question)}" for question in QUESTIONS]
    page = browser.page(paths[0]).body.decode()
    if missing := [group for group in ("lecons", "glossaire", "guide", "modules") if f'id="dans-{group}"' not in page]:
        raise RuntimeError(f"the search does not look everywhere: {missing}")
    queries = max(queries_of(lambda path=path: browser.page(path)) for path in paths)
    floor_queries = queries_of(lambda: browser.page(PERSON))
    *costs, floor = best_cpu(
        *(lambda path=path: browser.page(path) for path in paths),
        lambda: browser.page(PERSON),
        rounds=max(effort.requests // 4, 1),
    )
    return [
        at_most("search_queries", queries, 10, unit="queries", floor=floor_queries),
        at_most_times("search_cpu", max(costs), floor, 40),
    ]
