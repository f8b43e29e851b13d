from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from coursesite.accounts.models import User
from step_guides.reviews import actions
from step_guides.reviews.models import CoReader, Review
from step_guides.reviews.pairs import parts_of
from step_guides.reviews.pieces import marks, pieces_of
from step_guides.reviews.seeds import seed
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Link, Node, Submission, Worksheet
from tests.people import World


@dataclass
class Sheet:
    """Amina's theory of change, sent: an activity that leads to an outcome."""

    world: World
    worksheet: Worksheet
    activity: Node
    outcome: Node
    link: Link
    submission: Submission

    def opened(self, by: User | None = None) -> Review:
        trainer = by or self.world.luc
        sheets.claim(self.submission, by=trainer)
        return actions.open_review(self.submission, by=trainer)

    def ready(self, by: User | None = None, level: int = 3) -> Review:
        """An answer to which nothing is missing."""
        trainer = by or self.world.luc
        review = self.opened(trainer)
        levels: dict[str, tuple[int | None, str]] = {criterion.code: (level, "") for criterion in review.rubric.criteria.all()}
        actions.save_scores(review, levels=levels, by=trainer)
        actions.save_letter(review, letter="Bonjour", next_step="Préciser pour qui", by=trainer)
        actions.comment(review, self.activity.anchor, kind="strength", text="L’activité est claire", by=trainer)
        actions.comment(review, self.link.anchor, kind="question", text="Par quel mécanisme ?", by=trainer)
        return review

    def join(self, by: User) -> None:
        """She says that she answers with those who invited her."""
        actions.invite(self.submission, whom=by, by=by)

    def agree(self, by: User) -> CoReader:
        """With what she reads now."""
        others = [part for part in parts_of(self.submission, by) if part.trainer_id != by.pk]
        return actions.agree(self.submission, by=by, seen=marks(pieces_of(others)))

    def again(self) -> Submission:
        """Amina sends a new version."""
        self.worksheet.refresh_from_db()
        self.submission = sheets.submit(self.worksheet, by=self.world.amina, confirmed=True)
        return self.submission


@pytest.fixture
def sheet(world: World) -> Sheet:
    seed(demo=False, out=lambda text: None)
    worksheet = sheets.open_sheet(world.passerelle, Kind.THEORY_OF_CHANGE, by=world.amina)
    sheets.add_node(worksheet, "activity", {"label": "Ateliers sur les démarches"}, by=world.amina)
    sheets.add_node(
        worksheet,
        "outcome",
        {"label": "Les personnes connaissent leurs droits", "audience": "personnes sortant de détention"},
        by=world.amina,
    )
    activity, outcome = Node.objects.get(kind="activity"), Node.objects.get(kind="outcome")
    sheets.add_link(worksheet, activity.anchor, outcome.anchor, by=world.amina)
    submission = sheets.submit(worksheet, by=world.amina, confirmed=True)
    return Sheet(world, worksheet, activity, outcome, Link.objects.get(), submission)


@pytest.fixture
def pair(sheet: Sheet) -> tuple[Sheet, Review, Review]:
    """Luc has prepared his answer and invited Maud, who has opened the version and written her part."""
    luc, maud = sheet.world.luc, sheet.world.maud
    his = sheet.ready()
    actions.invite(sheet.submission, whom=maud, by=luc)
    hers = actions.open_review(sheet.submission, by=maud)
    sheet.join(maud)
    actions.save_letter(hers, letter="Sur le terrain, pensez aux horaires.", next_step="", by=maud)
    actions.save_scores(hers, levels={"C2": (2, "Trop général")}, by=maud)
    actions.comment(hers, sheet.outcome.anchor, kind="question", text="Avec qui en parlez-vous ?", by=maud)
    return sheet, his, hers


def named(page: str) -> str:
    """What a page says that it shows, for the form that agrees or signs."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def text_of(response: Any) -> str:
    return response.content.decode()
