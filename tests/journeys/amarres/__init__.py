"""« Les Amarres » (exemple fictif), its two members and its pair of trainers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

MAKE = """
from tests.people import join, organisation, person
from coursesite.cohorts.models import Cohort
from coursesite.cohorts.queries import trainers_of
mark = {mark!r}
cohort = Cohort.objects.order_by("pk").first()
place = organisation(cohort.programme.network, {name!r}, sector="justice", city="Nantes")
lise, marc = person("Lise" + mark + " Morel"), person("Marc" + mark + " Petit")
join(lise, place, cohort, "lead")
join(marc, place, cohort)
answer = [lise.email, marc.email]
"""
STATES = """
from step_guides.worksheets.models import Worksheet
answer = dict(Worksheet.plain.filter(organisation__name={name!r}).values_list("kind", "state"))
"""


class Amarres:
    """Lise leads it, Marc works with her; Luc and Maud train their promotion. Each has a browser."""

    def __init__(self, site: Site, visitor: Callable[..., Visitor]) -> None:
        mark = uuid4().hex[:5]
        self.site, self.name = site, f"Les Amarres {mark}"
        self.lise, self.marc, self.luc, self.maud = visitor(), visitor(), visitor(), visitor()
        lise, marc = site.shell(MAKE.format(mark=mark, name=self.name))  # type: ignore[misc]
        self.lise.sign_in(lise)
        self.marc.sign_in(marc)
        self.luc.sign_in("luc")
        self.maud.sign_in("maud")

    def states(self) -> dict[str, str]:
        """{kind: state} of the sheets that are begun."""
        return self.site.shell(STATES.format(name=self.name))  # type: ignore[return-value]
