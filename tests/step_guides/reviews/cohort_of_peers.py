"""Learners of three organisations of a cohort, who have sent a version each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from coursesite.accounts.models import User
from step_guides.reviews import actions
from step_guides.reviews.models import PeerReading, PeerRound, Rubric
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Submission
from tests.people import World, join, organisation, person
from tests.step_guides.reviews.conftest import Sheet


def sent(world: World, place: Any, by: User) -> Submission:
    worksheet = sheets.open_sheet(place, Kind.THEORY_OF_CHANGE, by=by)
    sheets.add_node(worksheet, "activity", {"label": f"Ateliers de {place.name}"}, by=by)
    return sheets.submit(worksheet, by=by, confirmed=True)


@dataclass
class Peers:
    """Four learners of three organisations: Amina and Bilal of the first, Chloé, and Fatou of a third."""

    sheet: Sheet
    world: World
    fatou: User
    round: PeerRound
    rubric: Rubric
    codes: list[str] = field(default_factory=list)

    def of(self, reader: User) -> PeerReading:
        found = PeerReading.objects.filter(reader__person=reader).first()
        assert found is not None
        return found

    def whole(self, **more: Any) -> dict[str, Any]:
        levels: dict[str, tuple[int | None, str]] = dict.fromkeys(self.codes, (3, "On suit le raisonnement"))
        return {"levels": levels, "strength": "Le besoin est clair", "suggestion": "Nommer les familles ?"} | more

    def said(self, reader: User) -> PeerReading:
        return actions.send_opinion(self.of(reader), **self.whole(), by=reader)

    def posted(self, **more: str) -> dict[str, str]:
        body = {"strength": "Le besoin est clair", "suggestion": "Nommer les familles ?", "do": "send"}
        for code in self.codes:
            body |= {f"level-{code}": "3", f"comment-{code}": "On suit"}
        return body | more


def schedule(world: World, rubric: Rubric, *, by: User, opens: int = 0, lasts: int = 14, each: int = 2, **more: Any) -> PeerRound:
    codes = more.pop("codes", [one.code for one in rubric.criteria.all()[:3]])
    opens_on = timezone.localdate() + timedelta(days=opens if opens < 0 else max(opens, 3))
    fields = {"codes": codes, "opens_on": opens_on, "due_on": opens_on + timedelta(days=lasts), "each": each}
    found = actions.schedule_round(world.cohort, rubric=rubric, **fields, by=by)
    return opened(found) if opens < 3 else found


def opened(found: PeerRound) -> PeerRound:
    """The same round on its first day."""
    early = found.opens_on - timezone.localdate()
    PeerRound.objects.filter(pk=found.pk).update(opens_on=found.opens_on - early, due_on=found.due_on - early)
    found.refresh_from_db()
    actions.keep_paired(found)
    return found


def circle_of(sheet: Sheet) -> Peers:
    world = sheet.world
    sent(world, world.jardin, world.chloe)
    vigie = organisation(world.network, "La Vigie")
    fatou = person("Fatou Diallo")
    join(fatou, vigie, world.cohort, "lead")
    sent(world, vigie, fatou)
    rubric = Rubric.objects.get(kind=Kind.THEORY_OF_CHANGE)
    one = schedule(world, rubric, by=world.luc)
    return Peers(sheet, world, fatou, one, rubric, one.codes)
