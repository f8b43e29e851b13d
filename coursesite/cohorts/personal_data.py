"""What this room knows of a person: what she follows, what she trains."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment, TrainerAssignment, TrainerInvitation


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
