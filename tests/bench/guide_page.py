"""The heaviest public page of the guide: what it costs once kept, and what a first visit brings over the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tests.bench.measure import Effort, Figure, at_most, at_most_times, best_cpu, queries_of, say
from tests.bench.site import HOST
from tests.bench.urls import EMPTY

if TYPE_CHECKING:
    from tests.bench.site import Answer, Browser, Site

LOADED = {"stylesheet", "preload", "modulepreload", "icon", "manifest"}
IN_CSS = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])([^'")]+)""")
IN_JS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]""")


def measure(site: Site, effort: Effort) -> list[Figure]:
    from step_guides.guide.models import GuidePage, StepPage

    browser = site.anonymous()
    paths = [page.get_url() for model in (GuidePage, StepPage) for page in model.objects.live()]
    visits = [visit(browser, path) for path in paths]
    heaviest = max(visits, key=lambda one: one.weight)
    say(f"heaviest of {len(visits)} pages: {heaviest.path} {heaviest.parts}")
    for one in visits:
        if one.strangers:
            say(f"{one.path} asks other hosts: {sorted(one.strangers)}")
    if queries_of(lambda: browser.page(heaviest.path)):
        say("a kept page asked the database")
    cpu, floor = best_cpu(lambda: browser.page(heaviest.path), lambda: browser.page(EMPTY), rounds=effort.requests)
    weight = round(heaviest.weight / 1000, 1)
    alone = not any(one.strangers for one in visits)
    return [
        at_most_times("guide_page_cpu", cpu, floor, 3),
        at_most("guide_page_weight", weight, 100, unit="KB", and_also=alone),
    ]


@dataclass
class Visit:
    """A first visit, nothing in the browser's cache: bytes by address, and the other hosts it would ask."""

    path: str
    parts: dict[str, int] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)

    @property
    def weight(self) -> int:
        return sum(self.parts.values())


class Loads(HTMLParser):
    """What a browser fetches by itself for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "link" and LOADED & set((found.get("rel") or "").split()):
            self.addresses.append(found.get("href") or "")
        elif tag in {"script", "img", "source", "iframe", "video", "audio", "embed", "track"} and found.get("src"):
            self.addresses.append(found["src"] or "")


def visit(browser: Browser, path: str) -> Visit:
    found = Visit(path)
    browser.page(path)  # rendered and kept
    _fetch(browser, [(path, path)], found)
    return found


def _fetch(browser: Browser, asked: list[tuple[str, str]], found: Visit) -> None:
    """A page, everything that it loads, and what that loads in turn."""
    while asked:
        base, address = asked.pop()
        url = urlsplit(urljoin(f"http://{HOST}{base}", address))
        if not address or url.scheme == "data" or url.path in found.parts:
            continue
        if url.netloc != HOST:
            found.strangers.add(url.netloc)
            continue
        found.parts[url.path] = len(browser.page(url.path).body)
        asked += [(url.path, one) for one in loaded_by(browser.page(url.path, codings="identity"))]


def loaded_by(answer: Answer) -> list[str]:
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "text/html":
        loads = Loads()
        loads.feed(answer.body.decode())
        return loads.addresses
    pattern = {"text/css": IN_CSS, "text/javascript": IN_JS, "application/javascript": IN_JS}.get(kind)
    return [match[1] for match in pattern.finditer(answer.body.decode())] if pattern else []
