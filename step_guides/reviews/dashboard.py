from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coursesite.cohorts.columns import Cell, column
from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.queries import current_enrolment
from coursesite.core.cards import Card, card
from step_guides.reviews import clock, peers, queries
from step_guides.reviews.standing import matrix
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Worksheet
from step_guides.worksheets.presenters.standing import joined, standing_of
from step_guides.worksheets.queries import who_answer


@card(audience="trainer", order=5)
def next_to_read(user: Any, *, request: HttpRequest) -> Card | None:
    """The oldest version that waits; else the oldest question."""
    waiting = queries.load(queries.waiting_for(user).values_list("pk", flat=True)[:1])
    if waiting:
        context = {"submission": waiting[0], "promise": clock.promise_for(waiting[0])}
        return Card("reviews/_parts/_next_card.html", context, kind="next", priority=50)
    question = queries.questions_for(user).first()
    return Card("reviews/_parts/_question_card.html", {"thread": question}, kind="next", priority=40) if question else None


@card(audience="trainer", order=10)
def desk(user: Any, *, request: HttpRequest) -> Card | None:
    number, questions = queries.waiting_for(user).count(), queries.questions_for(user).count()
    return Card("reviews/_parts/_queue_card.html", {"number": number, "questions": questions}, kind="side")


@card(audience="trainer", order=20)
def organisations(user: Any, *, request: HttpRequest) -> Card | None:
    lines = matrix(user)
    return Card("reviews/_parts/_matrix_card.html", {"lines": lines}, kind="main") if lines else None


@card(audience="participant", order=4)
def answer_received(user: Any, *, request: HttpRequest) -> Card | None:
    """A sheet that came back, with the number of remarks that wait."""
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    sheet = Worksheet.objects.non_polymorphic().filter(organisation=enrolment.organisation, state=State.RETURNED).first()
    review = queries.last_answer(sheet) if sheet else None
    if sheet is None or review is None:
        return None
    context = {"sheet": sheet, "review": review, "number": queries.open_remarks([sheet.pk]).get(sheet.pk, 0)}
    return Card("reviews/_parts/_returned_card.html", context, kind="next", priority=60)


@card(audience="participant", order=90)
def answer_awaited(user: Any, *, request: HttpRequest) -> Card | None:
    """Nothing else to do: with whom the sheet is, and by when an answer is promised. Whatever may be done meanwhile goes before it."""
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    submission = queries.awaited_by(enrolment.organisation)
    if submission is None:
        return None
    sheet = submission.worksheet
    context = {
        "sheet": sheet,
        "words": standing_of(sheet, submission, joined(who_answer(submission.cohort, sheet.organisation))).words,
        "promise": clock.promise_for(submission),
        "programme": submission.cohort.programme,
    }
    return Card("reviews/_parts/_awaited_card.html", context, kind="next", priority=5)


@card(audience="participant", order=60)
def heard(user: Any, *, request: HttpRequest) -> Card | None:
    """Comments of stakeholders that nobody of the organisation has dealt with."""
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    sheets = {sheet.pk: sheet for sheet in Worksheet.objects.non_polymorphic().filter(organisation=enrolment.organisation)}
    lines = [(sheets[pk], number) for pk, number in queries.unheard(sheets).items()]
    return Card("reviews/_parts/_heard_card.html", {"lines": lines}, kind="side") if lines else None


@card(audience="participant", order=55)
def peers_of(user: Any, *, request: HttpRequest) -> Card | None:
    """What is asked of her, what her organisation received, and rounds that are announced."""
    asked, announced = list(peers.to_read(user)), peers.announced_to(user)
    received = peers.received_by(user).count()
    if not (asked or announced or received):
        return None
    context = {"asked": asked, "announced": announced, "received": received, "given": peers.given_by(user).count()}
    return Card("reviews/_parts/_peers_card.html", context, kind="side")


@column(gettext_lazy("Peer opinions given"), order=35)
def opinions_given(enrolments: list[Enrolment]) -> dict[int, Cell]:
    found = peers.counts(enrolments)
    return {pk: Cell(_("%(given)d of %(asked)d") % {"given": given, "asked": asked}) for pk, (given, asked) in found.items()}
