"""Who and what the story is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

Visitors = Callable[..., Visitor]


class Story:
    """`script`: whether the browsers of this story run JavaScript."""

    def __init__(self, site: Site, visitor: Visitors, *, script: bool = True) -> None:
        self.site, self.script = site, script
        self.visitor = visitor = partial(visitor, javascript=script)
        self.mark = uuid4().hex[:5]
        self.organisation = f"Les Passeurs de Sel {self.mark}"
        self.cohort = f"Promotion Salines {self.mark}"
        self.nora = f"nora-{self.mark}@passeurs.example"
        self.omar = f"omar-{self.mark}@passeurs.example"
        self.rose, self.luc = visitor(), visitor()
        self.lead = visitor(phone=True)
        self.sheet = ""


def link_in(mail: str) -> str:
    found = re.search(r"https?://\S+", mail)
    assert found, mail
    return found[0]
