"""What this room knows of a person: what she follows, what she trains."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from coursesite.cohorts.enums import ImportState
from coursesite.cohorts.models import Break, Enrolment, Extension, Import, TrainerAssignment, TrainerInvitation
from coursesite.organisations.personal_links import forget_address

KEPT = "That somebody followed or trained the cohort, and when: proof of the training, without a name."


def export(person: User) -> dict[str, Any]:
    enrolments = (
        Enrolment.objects.filter(person=person)
        .select_related("cohort__programme", "organisation")
        .prefetch_related("extensions", "breaks")
    )
    assignments = TrainerAssignment.objects.filter(person=person).select_related("cohort").order_by("pk")
    invitations = TrainerInvitation.objects.filter(email=person.email).select_related("cohort", "invited_by").order_by("pk")
    return {
        "purpose": "Following a course with an organisation, or training a cohort.",
        "enrolments": [
            {
                "cohort": one.cohort.name,
                "programme": one.cohort.programme.name,
                "organisation": one.organisation.name,
                "enrolled": one.enrolled_at.isoformat(),
                "left": one.left_on.isoformat() if one.left_on else None,
                "more_time": [{"until": more.until.isoformat(), "reason": more.reason} for more in one.extensions.all()],
                "breaks": [[rest.starts_on.isoformat(), rest.ends_on.isoformat()] for rest in one.breaks.all()],
            }
            for one in enrolments
        ],
        "trains": [
            {
                "cohort": one.cohort.name,
                "kind": one.kind,
                "contribution": one.contribution,
                "from": one.starts_on.isoformat(),
                "until": one.ends_on.isoformat() if one.ends_on else None,
            }
            for one in assignments
        ],
        "invitations_to_train": [
            {
                "cohort": one.cohort.name,
                "name_given": one.full_name,
                "invited_by": one.invited_by.full_name,
                "invited": one.created_at.isoformat(),
            }
            for one in invitations
        ],
    }


def roles(person: User) -> list[str]:
    follows = Enrolment.objects.open().filter(person=person).select_related("cohort")
    trains = TrainerAssignment.objects.current().filter(person=person).select_related("cohort")
    return [*(f"follows {one.cohort.name}" for one in follows), *(f"trains {one.cohort.name}" for one in trains)]


def erase(person: User) -> None:
    """Why she was given time, her breaks, and the address to which she was invited."""
    Extension.objects.filter(enrolment__person=person).delete()
    Break.objects.filter(enrolment__person=person).delete()
    forget_address(TrainerInvitation.objects.filter(email=person.email))
    for preview in Import.objects.filter(state=ImportState.PREVIEW):
        if person.email in str(preview.rows).lower():
            preview.delete()
