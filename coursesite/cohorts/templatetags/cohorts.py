"""What templates of other rooms may ask of cohorts."""

from __future__ import annotations

from django import template

from coursesite.cohorts import queries
from coursesite.cohorts.models import Cohort
from coursesite.organisations.models import Organisation

register = template.Library()


@register.simple_tag
def cohort_of(organisation: Organisation) -> Cohort | None:
    """The cohort in which the organisation takes part now. One query."""
    return queries.cohort_of(organisation)
