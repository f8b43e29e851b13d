"""Where a sheet stands, in words for the people who write it: « Chez Luc depuis 2 jours »."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coursesite.cohorts.enums import ANSWERING, Track
from coursesite.cohorts.models import TrainerAssignment
from coursesite.core.dates import written
from coursesite.core.templatetags.ui import since
from step_guides.worksheets.enums import Decision, State
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.queries import who_answer

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def joined(people: Iterable[User]) -> str:
    """« Luc », « Luc et Maud », « Luc, Maud et Noé »."""
    return listed([person.first_name_only for person in people])


def listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


@dataclass(frozen=True)
class Sending:
    """What the button says, or why there is none."""

    readers: str = ""
    refusal: str = ""

    @property
    def label(self) -> str:
        return _("Send to %(names)s") % {"names": self.readers} if self.readers else _("Send to the trainers")


def sending_of(worksheet: Worksheet) -> Sending:
    """For the person with whose page the sheet was loaded. One query."""
    if worksheet.sends_to is None:
        return Sending(refusal=_("Only a person enrolled in a cohort sends a worksheet. Ask the lead of your organisation."))
    if worksheet.track == Track.AUTONOMY:
        return Sending(refusal=_("In the autonomous track nobody reads your worksheet: use the remarks and the filled example."))
    return Sending(readers=joined(who_answer(worksheet.sends_to, worksheet.organisation)))


@dataclass(frozen=True)
class Standing:
    """`state` for the mark, `words` for the person, `next` for what happens now."""

    state: str
    words: Any
    next: str = ""


TO_BEGIN = Standing("later", gettext_lazy("To be started"))


def age(moment: datetime | None) -> str:
    """« 2 jours »; below a minute, « un instant »."""
    return since(moment) if moment and timezone.now() - moment >= timedelta(minutes=1) else _("a moment")


def standing_of(worksheet: Worksheet, latest: Submission | None, readers: str = "") -> Standing:
    state = worksheet.state
    if state == State.DRAFT or latest is None:
        if not worksheet.revision_count:
            return TO_BEGIN
        return Standing(State.DRAFT, _("Draft, last changed %(time)s ago") % {"time": age(worksheet.updated_at)})
    who = latest.decided_by or latest.claimed_by
    name = who.first_name_only if who else ""
    if state == State.SUBMITTED:
        words = _("With %(names)s for %(time)s") % {"names": readers or _("the trainers"), "time": age(latest.submitted_at)}
        return Standing(
            state,
            words,
            _("It can no longer be changed, so that everybody reads the same text. You may take it back until it is opened."),
        )
    if state == State.IN_REVIEW:
        words = _("%(name)s has been reading it for %(time)s") % {"name": name, "time": age(latest.claimed_at)}
        return Standing(
            state, words, _("You will receive a message with the answer. The sheet opens again if something is to be revised.")
        )
    if state == State.RETURNED and latest.decision != Decision.RETURNED:
        return Standing(state, _("Open again since %(day)s") % {"day": written(worksheet.state_since, "j F")})
    if state == State.RETURNED:
        return Standing(
            state, _("To be revised, answer of %(name)s on %(day)s") % {"name": name, "day": written(latest.decided_at, "j F")}
        )
    if state == State.READ:
        return Standing("done", _("Read by %(name)s on %(day)s") % {"name": name, "day": written(latest.decided_at, "j F")})
    words = _("Validated by %(name)s on %(day)s, version %(number)d") % {
        "name": name, "day": written(latest.decided_at, "j F"), "number": latest.number,
    }  # fmt: skip
    return Standing(state, words, _("This version is kept as it is. Open the sheet again when you want to write the next one."))


def readers_by_cohort(submissions: Iterable[Submission]) -> dict[int, str]:
    """First names of who trains each cohort today. One query, none when nothing waits."""
    cohorts = {one.cohort_id for one in submissions if one.is_live}
    found: dict[int, list[User]] = {}
    if cohorts:
        for assignment in (
            TrainerAssignment.objects.current()
            .filter(cohort__in=cohorts, contribution__in=ANSWERING)
            .select_related("person")
            .order_by("pk")
        ):
            found.setdefault(assignment.cohort_id, []).append(assignment.person)
    return {cohort: joined(people) for cohort, people in found.items()}
