"""Who may do what with a review. Rules about the version itself are those of `worksheets.permissions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import is_trainer
from coursesite.core.errors import NotFound
from coursesite.organisations.permissions import is_member
from step_guides.reviews.models import Review, Thread

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def can_view(user: User, review: Review) -> bool:
    return Review.objects.visible_to(user).filter(pk=review.pk).exists()


def can_view_thread(user: User, thread: Thread) -> bool:
    return Thread.objects.visible_to(user).filter(pk=thread.pk).exists()


def is_member_of(user: User, thread: Thread) -> bool:
    return is_member(user, thread.worksheet.organisation)


def trains(user: User, thread: Thread) -> bool:
    """Trains the cohort of the thread today, and is not of the organisation that wrote."""
    return is_trainer(user, thread.enrolment.cohort) and not is_member_of(user, thread)


def require_visible(user: User, thread: Thread) -> None:
    if not can_view_thread(user, thread):
        raise NotFound(_("This page does not exist."))
