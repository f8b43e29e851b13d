"""What is asked of every screen a journey passes: no axe violation, no sideways scrolling, nothing refused by the CSP, no foreign host."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("SCREENSHOTS")
RUN = """([tags, but, rules]) => ours.run({include: [['html']], exclude: but.map(one => [one])},
    {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}, rules: Object.fromEntries(rules.map(one => [one, {enabled: false}]))})
    .then(found => found.violations)"""
WIDTHS = (320, 1280)
# Colours on their way from light to dark have arrived.
ARRIVE = (
    "getComputedStyle(document.body).color; for (const e of document.getAnimations()) if (e instanceof CSSTransition) e.finish()"
)
# What lies under a sticky bar is counted as a small target, though one scrolls to it: bars are laid in the page for the audit.
UNSTICK = "for (const e of document.querySelectorAll('body *')) if (getComputedStyle(e).position === 'sticky') e.style.position = 'static'"


class Screens:
    """Watches one browser, in all its tabs, from their opening; `audit` is called on each screen that matters."""

    def __init__(self, page: Page, host: str) -> None:
        self.page, self.host = page, host
        self.faults: list[str] = []
        self.strict = False  # any error said in the console is a fault, whatever it is about
        page.context.on("request", lambda request: self._foreign(request.url))
        page.context.on("console", lambda line: self._console(line.type, line.text))
        page.context.on("weberror", lambda found: self.faults.append(f"script: {found.error}"))

    def _foreign(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc != self.host:
            self.faults.append(f"foreign host: {url}")

    def _console(self, kind: str, text: str) -> None:
        refused = "Content Security Policy" in text or "Content-Security-Policy" in text
        if refused or (kind == "error" and self.strict):
            self.faults.append(f"console, {kind}: {text}")

    def audit(
        self,
        name: str,
        *,
        schemes: tuple[str, ...] = ("light", "dark"),
        pictures: bool = True,
        widths: tuple[int, ...] = WIDTHS,
        but: tuple[str, ...] = (),
        unless: tuple[str, ...] = (),
    ) -> None:
        """`pictures`: not of a page longer than Chromium can take in one. `but`: selectors of what is not ours to mend. `unless`: rules
        about the page as a whole, when what they find is not."""
        page = self.page
        page.wait_for_load_state()
        before = page.viewport_size or {"width": 1280, "height": 900}
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                where = f"{name} at {width} px, {scheme}"
                if PICTURES and pictures:
                    Path(PICTURES).mkdir(parents=True, exist_ok=True)
                    page.screenshot(
                        path=f"{PICTURES}/{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{width}-{scheme}.png", full_page=True
                    )
                if not page.evaluate("'ours' in window"):  # the editing space brings an axe of its own
                    page.evaluate(f"{AXE};window.ours = axe")
                page.evaluate(ARRIVE)
                page.evaluate(UNSTICK)
                found = page.evaluate(RUN, [TAGS, list(but), list(unless)])
                for violation in found:
                    nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                    self.faults.append(f"axe, {where}: {violation['id']} – {violation['help']}: {nodes}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append(f"sideways scrolling, {name} at {width} px: {wide}")
        page.set_viewport_size(before)
        page.emulate_media(color_scheme="light")
        assert self.faults == [], "\n".join(self.faults)
