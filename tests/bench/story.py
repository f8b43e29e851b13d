"""Everything that happens to a large theory of change, one state after the other: what its page costs is looked at in each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.reviews.models import Review
    from step_guides.worksheets.models import Submission, Worksheet

STATES = ("draft", "talked about", "sent", "in review", "returned", "sent again", "validated", "open again", "in review again")


def fill(worksheet: Worksheet, document: dict[str, Any], *, by: User) -> None:
    """The elements and links of a document, beside those that are there, and a need that the theory reads."""
    from step_guides.worksheets import actions
    from step_guides.worksheets.models import Link, Node

    needs = actions.open_sheet(worksheet.organisation, "needs", by=by)
    actions.add_line(needs, "stakeholder", {"name": "Les familles", "stance": "benefits", "category": "families"}, by=by)
    nodes = Node.objects.bulk_create([Node(worksheet_id=worksheet.pk, **one) for one in document["nodes"]])
    by_uid = {str(one.uid): one for one in nodes}
    ends = ({**one, "source": by_uid[one["source"]], "target": by_uid[one["target"]]} for one in document["links"])
    Link.objects.bulk_create([Link(worksheet_id=worksheet.pk, **one) for one in ends])


def tell(worksheet: Worksheet, *, lead: User, mate: User, trainer: User, other: User) -> Iterator[str]:
    """Names each state once the sheet is in it. `lead` and `mate` write; `trainer` and `other` answer together."""
    from step_guides.reviews import actions as reviews
    from step_guides.worksheets import actions
    from step_guides.worksheets.queries import pending_errors

    remark = pending_errors(worksheet)[0]
    actions.dismiss(worksheet, remark.code, remark.anchor, reason="C’est voulu.", by=lead)
    yield "draft"
    _talk_about(worksheet, lead=lead, mate=mate)
    yield "talked about"
    submission = actions.submit(worksheet, by=lead, confirmed=True)
    yield "sent"
    review = _prepare_together(submission, trainer=trainer, other=other)
    yield "in review"
    reviews.decide(review, "returned", by=trainer)
    yield "returned"
    worksheet.refresh_from_db()
    submission = actions.submit(worksheet, by=lead, confirmed=True)
    yield "sent again"
    reviews.decide(_prepare(submission, by=trainer), "validated", override_reason="Ce qui manque est dit.", by=trainer)
    yield "validated"
    reviews.reopen(submission, reason="Une hypothèse a changé.", by=trainer)
    yield "open again"
    worksheet.refresh_from_db()
    submission = actions.submit(worksheet, by=lead, confirmed=True)
    _prepare_together(submission, trainer=trainer, other=other)
    yield "in review again"


def _talk_about(worksheet: Worksheet, *, lead: User, mate: User) -> None:
    """Help asked about an element that goes, a word of a stakeholder, a change that each of the two took back."""
    from django.utils import timezone

    from step_guides.reviews import actions as reviews
    from step_guides.reviews.form_keys import form_key
    from step_guides.worksheets import actions
    from step_guides.worksheets.models import Node

    gone, *kept = Node.objects.filter(worksheet=worksheet.pk).order_by("-pk")[:3]
    reviews.ask(worksheet, gone.anchor, text="Est-ce le bon mot ?", by=lead)
    until = timezone.localdate() + timedelta(days=7)
    link, _token = reviews.make_link(
        worksheet, label="Nos financeurs", places=["sheet"], ends_on=until, op_id=uuid.uuid4(), by=lead
    )
    reviews.say(link, "sheet", name="Zoé", text="C’est clair pour nous.", form=form_key(link))
    actions.delete_row(worksheet, gone.anchor, by=lead, lock=gone.lock)
    for node, somebody in zip(kept, (lead, mate), strict=True):
        actions.edit_row(worksheet, node.anchor, {"note": f"Une note de {somebody}"}, lock=node.lock, by=somebody)
        actions.undo(worksheet, by=somebody)


def _prepare(submission: Submission, *, by: User) -> Review:
    """An answer to which nothing is missing, with remarks in two places."""
    from step_guides.reviews import actions as reviews
    from step_guides.worksheets import actions

    actions.claim(submission, by=by)
    review = reviews.open_review(submission, by=by)
    levels: dict[str, tuple[int | None, str]] = {criterion.code: (3, "") for criterion in review.rubric.criteria.all()}
    reviews.save_scores(review, levels=levels, by=by)
    reviews.save_letter(review, letter="Bonjour", next_step="Préciser pour qui", by=by)
    strong, asked = _places(submission)
    reviews.comment(review, strong, kind="strength", text="C’est clair", by=by)
    reviews.comment(review, asked, kind="question", text="Par quel mécanisme ?", by=by)
    return review


def _prepare_together(submission: Submission, *, trainer: User, other: User) -> Review:
    """Each her part; the other agrees with what she read."""
    from step_guides.reviews import actions as reviews
    from step_guides.reviews.pairs import parts_of
    from step_guides.reviews.pieces import marks, pieces_of

    review = _prepare(submission, by=trainer)
    reviews.invite(submission, whom=other, by=trainer)
    part = reviews.open_review(submission, by=other)
    reviews.save_letter(part, letter="Sur le terrain, pensez aux horaires.", next_step="", by=other)
    reviews.comment(part, _places(submission)[0], kind="question", text="Avec qui en parlez-vous ?", by=other)
    reviews.invite(submission, whom=other, by=other)  # she says yes: they read each other from then on
    read = [one for one in parts_of(submission, other) if one.trainer_id != other.pk]
    reviews.agree(submission, by=other, seen=marks(pieces_of(read)))
    return review


def _places(submission: Submission) -> tuple[str, str]:
    return tuple(f"node:{node['uid']}" for node in submission.snapshot["nodes"][:2])  # type: ignore[return-value]
