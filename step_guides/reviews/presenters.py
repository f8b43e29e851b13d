"""The trainer's desk: one version, what changed in it, what was said before, and the answer in preparation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from coursesite.cohorts.enums import ANSWERING, Contribution
from step_guides.reviews import clock, queries
from step_guides.reviews.actions.deciding import missing_before_sending
from step_guides.reviews.elements import removed
from step_guides.reviews.forms import LetterForm, NoteForm, RemarkForm
from step_guides.reviews.models import Comment, CoReader, Criterion, PrivateNote, Review, Rubric, Score
from step_guides.reviews.pairs import leaving_with, together
from step_guides.worksheets.checks import open_remarks
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.diff import compare
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.queries import assignments_of_readers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Submission

Bank = list[tuple[str, list[dict[str, str]]]]  # (criterion, [{kind, text}])


@dataclass
class Line:
    """One criterion of the rubric with the level chosen so far. `choices`: (level, its name, its text)."""

    criterion: Criterion
    score: Score | None
    choices: list[tuple[int, str, str]]


def line_of(criterion: Criterion, names: list[str], score: Score | None = None) -> Line:
    return Line(criterion, score, [(n, names[n - 1], text) for n, text in enumerate(criterion.levels, 1)])


def rubric_lines(review: Review) -> list[Line]:
    if review.rubric is None:
        return []
    scores = {score.criterion_id: score for score in review.scores.all()}
    return [line_of(one, review.rubric.level_names, scores.get(one.pk)) for one in review.rubric.criteria.all()]


def bank_of(criteria: Iterable[Criterion]) -> Bank:
    """The ready-made remarks, criterion by criterion."""
    return [(one.name, one.remarks) for one in criteria if one.remarks]


def bank_for(lines: list[Line]) -> Bank:
    """Those of the rubric; for a sheet that has none, those of all rubrics in use."""
    if lines:
        return bank_of(line.criterion for line in lines)
    return bank_of(Criterion.objects.filter(rubric__in=Rubric.objects.newest().order_by()).order_by("rubric__kind", "position"))


def desk(submission: Submission, trainer: User, **more: Any) -> dict[str, Any]:
    """Each thing is asked once; then no part of the page asks again."""
    snapshot, worksheet, before = submission.snapshot, submission.worksheet, submission.read_before
    answers = queries.answers_seen(submission, trainer)
    here = [one for one in answers if one.submission_id == submission.pk]
    review = next((one for one in here if one.trainer_id == trainer.pk), None)
    threads, drafts = queries.threads_and_drafts(submission, trainer)
    team = list(CoReader.objects.of(submission)) if submission.is_live else []
    readers = list(assignments_of_readers(submission.cohort, worksheet.organisation))
    goes_to = next((one.contribution for one in readers if one.person_id == trainer.pk), None)
    decides, prepares = goes_to == Contribution.DECIDES, goes_to in ANSWERING
    inside = {trainer.pk, *(one.trainer_id for one in team)}
    context = {
        "submission": submission,
        "worksheet": worksheet,
        "promise": clock.promise_for(submission),
        "may_decide": decides,
        "may_draft": prepares,
        "colleagues": [
            one.person for one in readers if one.contribution in ANSWERING and one.person_id != submission.claimed_by_id
        ],
        "invitable": [one.person for one in readers if prepares and one.person_id not in inside],
        "before": before,
        "diff": compare(before.snapshot, snapshot) if before else None,
        "frozen": freeze(snapshot),
        "hints": [say(remark) for remark in open_remarks(snapshot)],
        "threads": threads,
        "removed": removed(threads, snapshot),
        "followed": [one for found in threads.values() for one in found if before and one.submission_id == before.pk],
        "rounds": [one for one in queries.letters_of(answers) if one.submission_id != submission.pk],
        "notes": list(
            PrivateNote.objects.visible_to(trainer)
            .filter(submission__worksheet=worksheet)
            .select_related("author", "submission")
            .defer("submission__snapshot")
        ),
        "note_form": NoteForm(),
        "review": review,
        **together(team, here, drafts, person=trainer, review=review, decides=decides),
    }
    if review is not None and review.is_draft and submission.is_live:
        context |= _drafting(review, drafts, team)
    elif review is not None and review.is_draft:  # somebody else answered: what was written is kept, to read
        context["kept"] = {"review": review, "remarks": [one for one in drafts if one.author_id == trainer.pk]}
    return context | more


def _drafting(review: Review, drafts: list[Comment], team: list[CoReader]) -> dict[str, Any]:
    """`drafts`: the remarks that she reads and that have not left yet, her own and those of whom she answers with."""
    prefetch_related_objects([review], "rubric__criteria")
    lines, leaving = rubric_lines(review), leaving_with(review, team=team)
    by_anchor: dict[str, list[Comment]] = {}
    for message in drafts:
        by_anchor.setdefault(message.thread.anchor, []).append(message)
    return {
        "drafting": True,
        "lines": lines,
        "drafts": by_anchor,
        "bank": bank_for(lines),
        "remark_form": RemarkForm(auto_id=False),
        "letter_form": LetterForm(
            initial={"letter": review.letter, "next_step": review.next_step}, asked=review.submission.worksheet.spec.to_validate
        ),
        "missing": missing_before_sending(review, (one for one in drafts if one.author_id in leaving)),
    }
