"""The trainer's desk: what waits, and what was answered, narrowed by what the address asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coursesite.cohorts.calendar import after_working_days
from coursesite.cohorts.queries import trained_cohorts
from step_guides.reviews.queries import others_than_own
from step_guides.worksheets.enums import Decision, Kind, State
from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort

WAITING = {"envoyee": State.SUBMITTED, "en-relecture": State.IN_REVIEW}
ANSWERED = {"a-reprendre": Decision.RETURNED, "validee": Decision.VALIDATED, "lue": Decision.READ}
MINE, FREE = "moi", "libres"


class DeskForm(forms.Form):
    """A filter that means nothing narrows nothing: the names are those of the address."""

    promotion = forms.ChoiceField(label=_("Cohort"), required=False)
    fiche = forms.ChoiceField(label=_("Worksheet"), required=False, choices=[("", _("All worksheets")), *Kind.choices])
    etat = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All that waits")),
            ("envoyee", pgettext_lazy("worksheet", "not opened yet")),
            ("en-relecture", pgettext_lazy("worksheet", "being read")),
            ("a-reprendre", _("Answered: to be revised")),
            ("validee", _("Answered: validated")),
            ("lue", _("Answered: read")),
        ],
    )
    qui = forms.ChoiceField(
        label=_("Reader"),
        required=False,
        choices=[("", _("Everybody")), (MINE, _("Me")), (FREE, pgettext_lazy("reader", "Nobody"))],
    )
    structure = forms.CharField(label=_("Name of the organisation"), required=False, max_length=80, strip=True)
    retard = forms.BooleanField(label=_("Only those that are late"), required=False)

    def __init__(self, data: QueryDict, cohorts: list[Cohort]) -> None:
        super().__init__(data)
        self.fields["promotion"].choices = [("", _("All my cohorts")), *((str(one.public_id), one.name) for one in cohorts)]  # type: ignore[attr-defined]


def late_before(days: int, today: date | None = None) -> datetime:
    """What was sent before this moment, with `days` working days promised, is late today: one cut-off, no computation a row."""
    day = today = today or timezone.localdate()
    while after_working_days(day, days) >= today:
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def is_late(cohorts: Iterable[Cohort]) -> Q:
    """Of the versions of these cohorts that wait, those past their promise. Asks for `programme` to be loaded."""
    by_days: dict[int, list[int]] = {}
    for cohort in cohorts:
        by_days.setdefault(cohort.programme.review_days, []).append(cohort.pk)
    late = Q(pk__in=[])
    for days, keys in by_days.items():
        late |= Q(cohort__in=keys, submitted_at__lt=late_before(days))
    return late


@dataclass
class Desk:
    """What the trainer asked to see. `form` shows it again, `query` keeps it in the address from page to page."""

    user: User
    data: QueryDict

    @cached_property
    def cohorts(self) -> list[Cohort]:
        return list(trained_cohorts(self.user))

    @cached_property
    def form(self) -> DeskForm:
        return DeskForm(self.data, self.cohorts)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The filters that say something, by name."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        return urlencode({name: "1" if value is True else value for name, value in self.asked.items()})

    @property
    def answered(self) -> bool:
        return self.asked.get("etat") in ANSWERED

    def versions(self) -> QuerySet[Submission]:
        """What waits, oldest first; what was answered, latest first."""
        asked = self.asked
        cohorts = [one for one in self.cohorts if asked.get("promotion") in (None, str(one.public_id))]
        found = Submission.objects.filter(cohort__in=[one.pk for one in cohorts])
        if self.answered:
            found = found.filter(decision=ANSWERED[asked["etat"]]).order_by("-decided_at", "-pk")
        else:
            found = found.live().order_by("submitted_at", "pk")
        if asked.get("etat") in WAITING:
            found = found.filter(worksheet__state=WAITING[asked["etat"]])
        if "fiche" in asked:
            found = found.filter(worksheet__kind=asked["fiche"])
        if "structure" in asked:
            found = found.filter(worksheet__organisation__name__icontains=asked["structure"])
        if "retard" in asked and not self.answered:
            found = found.filter(is_late(cohorts))
        return others_than_own(self._of_reader(found), self.user)

    def _of_reader(self, found: QuerySet[Submission]) -> QuerySet[Submission]:
        who = self.asked.get("qui")
        if who == MINE:
            return found.filter(decided_by=self.user) if self.answered else found.filter(claimed_by=self.user)
        return found.unclaimed() if who == FREE and not self.answered else found
