"""Pure functions: what was found against what is required, with a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.certificates.rules.facts import AcceptedWorksheet
from certification.certificates.rules.outcome import Outcome


def written(day: date | datetime) -> str:
    """« 12 mai 2026 », in the time of the site."""
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    return date_format(local, "DATE_FORMAT")


def all_of(children: Sequence[Outcome]) -> Outcome:
    missing = tuple(phrase for child in children for phrase in child.missing)
    met = all(child.met for child in children) and bool(children)
    sentence = (
        _("Every condition is met.") if met else _("Still missing: %(what)s.") % {"what": ", ".join(missing) or _("a condition")}
    )
    return Outcome("all", met, sum(child.met for child in children), len(children), sentence, missing, children=tuple(children))


def modules_completed(required: Sequence[str], completed: Mapping[str, datetime], titles: Mapping[str, str]) -> Outcome:
    """`completed`: slug → moment, for one enrolment."""
    done = [slug for slug in required if slug in completed]
    left = [titles.get(slug, slug) for slug in required if slug not in completed]
    parts = [
        _("“%(module)s” completed on %(day)s") % {"module": titles.get(slug, slug), "day": written(completed[slug])}
        for slug in done
    ]
    if left:
        count = len(left)
        parts.append(
            ngettext("to complete: %(names)s", "to complete: %(names)s", count)
            % {"names": ", ".join(_("“%(name)s”") % {"name": name} for name in left)}
        )
    return Outcome(
        "modules_completed",
        not left,
        len(done),
        len(required),
        _sentence(parts),
        tuple(_("module “%(module)s” to complete") % {"module": name} for name in left),
        tuple(f"module:{slug}" for slug in done),
    )


def worksheets_accepted(required: Sequence[str], found: Mapping[str, AcceptedWorksheet], titles: Mapping[str, str]) -> Outcome:
    """`found`: kind → the version that was validated, for one enrolment."""
    left = [titles.get(kind, kind) for kind in required if kind not in found]
    parts = [
        _("worksheet “%(sheet)s” validated on %(day)s, version %(number)d")
        % {"sheet": titles.get(kind, kind), "day": written(found[kind].validated_at), "number": found[kind].number}
        for kind in required
        if kind in found
    ]
    parts += [_("worksheet “%(sheet)s” to have validated") % {"sheet": name} for name in left]
    return Outcome(
        "worksheets_accepted",
        not left,
        len(required) - len(left),
        len(required),
        _sentence(parts),
        tuple(_("worksheet “%(sheet)s” to have validated") % {"sheet": name} for name in left),
        tuple(f"submission:{found[kind].submission}" for kind in required if kind in found),
    )


def _sentence(parts: Sequence[str]) -> str:
    text = " ; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def enrolled(is_open: bool) -> Outcome:
    """Implied by every tree: the person takes part today."""
    sentence = _("Enrolled in the cohort.") if is_open else _("No longer takes part in the cohort.")
    return Outcome("enrolled", is_open, int(is_open), 1, sentence, () if is_open else (_("an open enrolment"),))
