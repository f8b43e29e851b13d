"""The trainer's desk: one version, what changed in it, what was said before, and the answer in preparation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from step_guides.reviews import clock, queries
from step_guides.reviews.actions.deciding import advice_on, missing_before_sending
from step_guides.reviews.elements import removed
from step_guides.reviews.forms import LetterForm, NoteForm, RemarkForm
from step_guides.reviews.models import Comment, Criterion, PrivateNote, Review, Rubric, Score
from step_guides.reviews.pairs import drafts_of, together
from step_guides.worksheets.checks import open_remarks
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.diff import compare
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.queries import who_answer

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


def remarks_at(submission: Submission, trainer: User) -> dict[str, list[Comment]]:
    """Remarks that have not left yet, by element: one's own, and those of whom one answers with."""
    found: dict[str, list[Comment]] = {}
    visible = Comment.objects.visible_to(trainer).filter(thread__submission=submission, sent_at=None)
    drafts = visible.select_related("thread", "author")
    for message in drafts:
        found.setdefault(message.thread.anchor, []).append(message)
    return found


def desk(submission: Submission, trainer: User, **more: Any) -> dict[str, Any]:
    snapshot, worksheet = submission.snapshot, submission.worksheet
    before = queries.version_read_before(submission)
    review = Review.objects.filter(submission=submission, trainer=trainer).select_related("rubric").first()
    threads = queries.threads_by_anchor(worksheet, trainer)
    context = {
        "submission": submission,
        "worksheet": worksheet,
        "promise": clock.promise_for(submission),
        "colleagues": list(who_answer(submission.cohort, worksheet.organisation).exclude(pk=submission.claimed_by_id)),
        "before": before,
        "diff": compare(before.snapshot, snapshot) if before else None,
        "frozen": freeze(snapshot),
        "hints": [say(remark) for remark in open_remarks(snapshot)],
        "threads": threads,
        "removed": removed(threads, snapshot),
        "followed": [one for found in threads.values() for one in found if before and one.submission_id == before.pk],
        "rounds": list(queries.earlier_answers(submission)),
        "notes": list(
            PrivateNote.objects.visible_to(trainer)
            .filter(submission__worksheet=worksheet)
            .select_related("author", "submission")
            .defer("submission__snapshot")
        ),
        "note_form": NoteForm(),
        "review": review,
        **together(submission, trainer, review),
    }
    if review is not None and review.is_draft and submission.is_live:
        lines = rubric_lines(review)
        context |= {
            "drafting": True,
            "lines": lines,
            "drafts": remarks_at(submission, trainer),
            "bank": bank_for(lines),
            "remark_form": RemarkForm(auto_id=False),
            "letter_form": LetterForm(
                initial={"letter": review.letter, "next_step": review.next_step}, asked=submission.worksheet.spec.to_validate
            ),
            "advice": advice_on(review),
            "missing": missing_before_sending(review),
        }
    elif review is not None and review.is_draft:  # somebody else answered: what was written is kept, to read
        context["kept"] = {"review": review, "remarks": list(drafts_of(review).filter(author=trainer))}
    return context | more
