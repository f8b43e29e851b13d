"""A theory of change of 60 elements and 100 links: its page, a save of one field in it, its picture, its remarks. Floors: the same page and
the same save with three elements; reading the same data as JSON.

The page is looked at in its three views and in all the states that a sheet goes through: the worst counts, of the large one and of the small."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.bench.measure import Effort, Figure, at_most, best_cpu, queries_of, say
from tests.bench.story import fill, tell
from tests.bench.theory import theory

if TYPE_CHECKING:
    from tests.bench.site import Browser, Site

VIEWS = ("", "?vue=schema", "?vue=recit")


def measure(site: Site, effort: Effort) -> list[Figure]:
    from step_guides.worksheets.checks import remarks
    from step_guides.worksheets.diagram import draw

    small, large = theory(3, 0, seed=1), theory()
    assert (len(large["nodes"]), len(large["links"])) == (60, 100)
    pages = {name: Sheet(site, name, found) for name, found in (("small", small), ("large", large))}
    for one in pages.values():
        one.open()  # what the process keeps is read once
        one.save()
    text = json.dumps(large)
    # A picture and its remarks answer to the clock by themselves, not to a floor that is a hundredth of them.
    picture, said, floor = best_cpu(
        lambda: draw(large, title="Une grande théorie"), lambda: remarks(large), lambda: json.loads(text), rounds=effort.requests
    )
    say(
        f"{len(remarks(large))} remarks, picture of {len(draw(large, title='x'))} bytes, page of {pages['large'].open()} bytes on the wire"
    )
    saves = {name: (one.save() / 1000, queries_of(one.save)) for name, one in pages.items()}
    opened = {name: one.worst() for name, one in pages.items()}
    (answer, saved), (least_answer, least_saved) = saves["large"], saves["small"]
    (asked, wire), (least_asked, least_wire) = opened["large"], opened["small"]
    return [
        at_most("theory_page_queries", asked, 12, unit="queries", floor=least_asked),
        at_most("theory_page_weight", round(wire, 1), 60, unit="KB", floor=round(least_wire, 1)),
        at_most("theory_save_queries", saved, 8, unit="queries", floor=least_saved),
        at_most("theory_save_weight", round(answer, 3), 5, unit="KB", floor=round(least_answer, 3)),
        at_most("theory_picture_cpu", round(picture, 2), 30, unit="ms of CPU", floor=round(floor, 3)),
        at_most("theory_checks_cpu", round(said, 2), 20, unit="ms of CPU", floor=round(floor, 3)),
    ]


class Sheet:
    """The theory of an organisation of its own, whose lead has been at work on it for a while."""

    def __init__(self, site: Site, name: str, document: dict[str, Any]) -> None:
        from step_guides.worksheets.models import Node

        self.name = name
        self.sheet, self.person = sheet, person = _written(site, name, document)
        self.browser: Browser = site.signed_in(person)
        self.path = f"/fiches/{sheet.public_id}/"
        self.row = Node.objects.filter(worksheet=sheet.pk).order_by("position").first()
        self.turn = 0

    def open(self, view: str = "") -> int:
        """Bytes on the wire."""
        return len(self.browser.page(self.path + view).body)

    def worst(self) -> tuple[int, float]:
        """Queries and KB, of the dearest view in the dearest state."""
        most, heaviest = 0, 0.0
        for state in self._states():
            found = [(queries_of(partial(self.open, view)), self.open(view) / 1000) for view in VIEWS]
            say(
                f"{self.name}, {state}: {max(asked for asked, _wire in found)} queries, {max(wire for _asked, wire in found):.1f} KB"
            )
            most, heaviest = max([most, *(asked for asked, _wire in found)]), max([heaviest, *(wire for _asked, wire in found)])
        return most, heaviest

    def _states(self) -> Iterator[str]:
        from step_guides.worksheets.queries import enrolment_for, who_answer

        enrolment = enrolment_for(self.person, self.sheet.organisation)
        assert enrolment is not None
        trainer, other = who_answer(enrolment.cohort, self.sheet.organisation)[:2]
        self.sheet.refresh_from_db()
        return tell(self.sheet, lead=self.person, mate=self.person, trainer=trainer, other=other)

    def save(self) -> int:
        """One field of one row, as the page saves it."""
        self.turn += 1
        body = {
            "anchor": self.row.anchor, "fields": {"label": f"Un libellé de quelques mots, {self.turn}"}, "lock": self.row.lock,
            "op_id": str(uuid.uuid4()),
        }  # fmt: skip
        answer = self.browser.post(f"{self.path}enregistrer/", body)
        if answer.status != 200:
            raise RuntimeError(f"a save answered {answer.status} {answer.body[:200]!r}")
        self.row.lock = json.loads(answer.body)["lock"]
        return len(answer.body) + sum(len(key) + len(value) + 4 for key, value in answer.headers.items())


def _written(site: Site, name: str, document: dict[str, Any]) -> tuple[Any, Any]:
    from coursesite.accounts.models import User
    from coursesite.cohorts.actions import enrol
    from coursesite.cohorts.models import Cohort, Participation
    from coursesite.organisations.models import Membership, Organisation
    from step_guides.worksheets import actions
    from step_guides.worksheets.enums import Kind

    cohort = Cohort.objects.filter(trainer_assignments__person=site.person("luc")).select_related("programme__network").get()
    person = User.objects.create(email=f"theorie-{name}@demo.example", full_name="Personne Théorie", password="!")
    place = Organisation.objects.create(network=cohort.programme.network, name=f"Structure théorie {name}", is_fictional=True)
    Membership.objects.create(organisation=place, person=person, role="lead", starts_on=cohort.starts_on)
    Participation.objects.create(cohort=cohort, organisation=place)
    enrol(cohort, person=person, organisation=place)
    sheet = actions.open_sheet(place, Kind.THEORY_OF_CHANGE, by=person)
    actions.edit_row(sheet, "field:title", {"text": "Une grande théorie"}, lock=0, by=person)
    fill(sheet, document, by=person)
    return sheet, person
