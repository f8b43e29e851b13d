"""Several trainers, one letter: each writes her part, in rows of her own; one signs, with the agreement of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coursesite.cohorts.enums import ANSWERING, TrainerKind
from coursesite.cohorts.models import TrainerAssignment
from step_guides.reviews.models import Comment, CoReader, Review
from step_guides.reviews.pieces import marks, pieces_of
from step_guides.worksheets.queries import who_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Submission

OTHER = {TrainerKind.THEORY: TrainerKind.FIELD, TrainerKind.FIELD: TrainerKind.THEORY}


def agrees(one: CoReader, review: Review) -> bool:
    """An agreement is with the text as it stood: it lapses when the letter is written on."""
    return version(review) in one.agreed_to.split(",")


def version(review: Review) -> str:
    """Names a draft as it stands: whatever is written in it moves its date, under a lock."""
    return f"{review.pk}@{review.updated_at.isoformat()}"


def parts_of(submission: Submission, person: User) -> list[Review]:
    """What those who answer with the person have prepared and let her read, and what she has. Three queries."""
    team = CoReader.objects.filter(submission=submission.pk).values("trainer")
    found = Review.objects.visible_to(person).filter(submission=submission.pk, trainer__in=team).select_related("trainer")
    return list(found.prefetch_related("scores__criterion", "scores__review__rubric").order_by("pk"))


def pending(review: Review, *, signer: User) -> list[CoReader]:
    """Those whose agreement is still missing."""
    team = CoReader.objects.of(review.submission).exclude(trainer=signer)
    return [one for one in team if not agrees(one, review)]


def leaving_with(review: Review, *, signer: User | None = None, team: Iterable[CoReader] | None = None) -> set[int]:
    """Whose remarks leave with the letter: its author's, the signer's, and those of whoever agreed. `team`: those who answer, if at hand."""
    team = CoReader.objects.of(review.submission) if team is None else team
    agreed = {one.trainer_id for one in team if agrees(one, review)}
    return {review.trainer_id, *agreed} | ({signer.pk} if signer else set())


def parts_leaving(review: Review, *, signer: User | None = None) -> list[Review]:
    """The letter, and the parts that leave with it."""
    found = Review.objects.filter(submission=review.submission_id, trainer__in=leaving_with(review, signer=signer), sent_at=None)
    return list(found.select_related("trainer").prefetch_related("scores__criterion").order_by("pk"))


def drafts_of(review: Review, *, signer: User | None = None) -> QuerySet[Comment]:
    """Remarks of this answer that have not left yet."""
    authors = leaving_with(review, signer=signer)
    ours = Comment.objects.filter(thread__submission=review.submission_id, author__in=authors, sent_at=None)
    return ours.select_related(
        "author",
        "thread__worksheet",
        "thread__enrolment__cohort",
        "thread__enrolment__person",
        "thread__submission__submitted_by",
    )


def other_half(submission: Submission, person: User) -> User | None:
    """In a cohort that reads in pairs: who completes the person, theory beside field."""
    answering = TrainerAssignment.objects.current().filter(cohort=submission.cohort_id, contribution__in=ANSWERING)
    mine = answering.filter(person=person).values_list("kind", flat=True).first()
    if mine not in OTHER:
        return None
    others = answering.filter(kind=OTHER[TrainerKind(mine)]).values("person")
    return who_answer(submission.cohort, submission.worksheet.organisation).filter(pk__in=others).exclude(pk=person.pk).first()


@dataclass(frozen=True)
class Mate:
    """Somebody of the team, for the person who reads the page. `part`: what she prepared, if she has opened the version."""

    reader: CoReader
    part: Review | None
    agrees: bool
    signable: bool  # the reader of the page may sign it

    @property
    def person(self) -> User:
        return self.reader.trainer


def together(
    team: list[CoReader], answers: list[Review], drafts: list[Comment], *, person: User, review: Review | None, decides: bool
) -> dict[str, Any]:
    """What the desk says of those who answer a version with the person. `answers`, `drafts`: what she reads of what is prepared for it;
    `decides`: whether she validates in the cohort. No query."""
    inside = any(one.trainer_id == person.pk for one in team)
    places = {one.trainer_id for one in team} if inside else set()
    parts = {one.trainer_id: one for one in answers if one.trainer_id in places}
    mates = []
    for one in team:
        part = parts.get(one.trainer_id)
        # what an agreement is about: the letter of the page's reader; for her own, those of the others
        letters = [review] if review and one.trainer_id != person.pk else [two for key, two in parts.items() if key != person.pk]
        agreed = one.agreed_at is not None and all(agrees(one, letter) for letter in letters)
        mates.append(Mate(one, part, agreed, bool(decides and part and one.trainer_id != person.pk and agrees(one, part))))
    return {
        "mates": mates,
        "inside": inside,
        # her own part is saved while she writes, in this page too: it is that of the others she agrees to
        "seen": marks(pieces_of((part for key, part in parts.items() if key != person.pk), drafts)) if inside else "",
        "own_place": next((one for one in mates if one.reader.trainer_id == person.pk), None),
    }
