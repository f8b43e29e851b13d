from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coursesite.accounts.models import User
from coursesite.cohorts.enums import Contribution, Track, TrainerKind
from coursesite.cohorts.models import Enrolment, Programme
from coursesite.core.fields import PlainTextFormField
from coursesite.organisations.enums import Sector
from coursesite.organisations.forms import EmailField


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", "min": "2000-01-01", "max": "2099-12-31"}, format="%Y-%m-%d"), **kwargs
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 2000 <= value.year <= 2099:
            raise forms.ValidationError(_("Check the year."))


class ProgrammeForm(forms.Form):
    network = forms.ModelChoiceField(label=_("Network"), queryset=None, empty_label=None)
    name = PlainTextFormField(
        label=_("Name of the programme"), max_length=160, help_text=_("For example: Évaluer son impact pas à pas, 9 mois.")
    )
    months = forms.IntegerField(label=_("Length in months"), min_value=1, max_value=36, initial=9)
    objectives = PlainTextFormField(
        label=_("Objectives"),
        lines=4,
        max_length=2000,
        required=False,
        help_text=_("One a line. They are printed on the certificate."),
    )
    review_days = forms.IntegerField(
        label=_("Working days promised for a review"),
        min_value=1,
        max_value=30,
        initial=5,
        help_text=_("The reviewers see this term in their queue. Weekends and public holidays are left out."),
    )
    message_days = forms.IntegerField(
        label=_("Working days promised for an answer to a question"),
        min_value=1,
        max_value=30,
        initial=2,
        help_text=_("Trainers are reminded when four fifths of a term are over; beyond it, the network is told."),
    )
    quiet_days = forms.IntegerField(
        label=_("Days of silence before a learner is reminded"), min_value=5, max_value=90, initial=14
    )
    quiet_reminders = forms.IntegerField(
        label=_("Reminders at most, for one silence"), min_value=0, max_value=5, initial=2, help_text=_("0: nobody is reminded.")
    )

    def __init__(self, *args: Any, networks: QuerySet | None, **kwargs: Any) -> None:
        """`networks` is None when the programme exists: it never changes network."""
        super().__init__(*args, **kwargs)
        if networks is None:
            del self.fields["network"]
            return
        self.fields["network"].queryset = networks
        if len(networks) == 1:
            self.fields["network"].initial = networks[0]
            self.fields["network"].widget = forms.HiddenInput()


class CohortForm(forms.Form):
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=None, empty_label=None)
    name = PlainTextFormField(
        label=_("Name of the cohort"), max_length=120, help_text=_("For example: Promotion Estuaire 2026-2027.")
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"), required=False, help_text=_("Left empty, it is proposed from the length of the programme.")
    )
    track = forms.ChoiceField(label=_("Track"), choices=Track.choices, initial=Track.ACCOMPANIED, widget=forms.RadioSelect)
    read_in_pairs = forms.BooleanField(
        label=_("Worksheets to validate are read by two"),
        required=False,
        help_text=_("Somebody of theory and somebody of the field, in one letter."),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programmes is None:
            del self.fields["programme"]
        else:
            self.fields["programme"].queryset = programmes


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.person.full_name


class BreakForm(forms.Form):
    enrolment = PersonField(label=_("For whom"), queryset=None, required=False, empty_label=_("The whole cohort"))
    starts_on = DayField(label=_("First day of the break"))
    ends_on = DayField(label=_("Last day of the break"))

    def __init__(self, *args: Any, people: QuerySet[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enrolment"].queryset = people


class ExtensionForm(forms.Form):
    enrolment = PersonField(label=_("For whom"), queryset=None, empty_label=_("Choose a person"))
    until = DayField(label=_("Until"), help_text=_("Its last day in the course, after that of the cohort."))
    reason = PlainTextFormField(
        label=_("Why"), lines=2, max_length=500, help_text=_("Kept, and read by those who follow the cohort.")
    )

    def __init__(self, *args: Any, people: QuerySet[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enrolment"].queryset = people


class OrganisationForm(forms.Form):
    name = PlainTextFormField(label=_("Name of the organisation"), max_length=160)
    city = PlainTextFormField(label=_("Town"), max_length=80, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)
    full_name = PlainTextFormField(
        label=_("First and last name of the person who leads the work"), max_length=120, required=False
    )
    email = EmailField(
        label=_("Her or his e-mail address"), help_text=_("A personal link is sent to this address, valid for 72 hours.")
    )


CONTRIBUTIONS = [
    (Contribution.DECIDES.value, _("Validates: reads, answers and decides")),
    (Contribution.DRAFTS.value, _("Produces: prepares answers, which somebody who validates countersigns")),
    (Contribution.SUPPORTS.value, _("Accompanies: comments, and answers requests for help")),
]


class TrainerForm(forms.Form):
    email = EmailField(label=_("E-mail address of the trainer"))
    full_name = PlainTextFormField(label=_("First and last name"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("Trains in"), choices=TrainerKind.choices, initial=TrainerKind.THEORY, widget=forms.RadioSelect
    )
    contribution = forms.ChoiceField(
        label=_("In reviews"), choices=CONTRIBUTIONS, initial=Contribution.DECIDES, widget=forms.RadioSelect, required=False
    )

    def clean_contribution(self) -> str:
        return self.cleaned_data["contribution"] or Contribution.DECIDES


class AssignmentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Trains in"), choices=TrainerKind.choices)
    contribution = forms.ChoiceField(label=_("In reviews"), choices=CONTRIBUTIONS)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_("Columns structure, ville, secteur, nom, courriel. 5,000 lines at most."),
    )


class AccountForm(forms.Form):
    """A new account: the address comes from the invitation, and from nowhere else."""

    full_name = PlainTextFormField(
        label=_("First and last name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    function = PlainTextFormField(
        label=_("Function"), max_length=120, required=False, help_text=_("For example: director, social worker."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=512, help_text=_("15 characters at least. A sentence is easier to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": "15"}),
    )  # fmt: skip

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=self.email, full_name=data.get("full_name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
