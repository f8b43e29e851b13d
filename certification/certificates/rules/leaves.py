"""Pure functions: what was found against what is required, with a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from certification.certificates.rules.facts import AcceptedWorksheet, SentWorksheet
from certification.certificates.rules.outcome import Outcome
from coursesite.core.dates import written

FEW = 3  # modules that are told by their names


def all_of(children: Sequence[Outcome]) -> Outcome:
    missing = tuple(phrase for child in children for phrase in child.missing)
    met = all(child.met for child in children) and bool(children)
    sentence = (
        _("Every condition is met.") if met else _("Still missing: %(what)s.") % {"what": ", ".join(missing) or _("a condition")}
    )
    return Outcome("all", met, sum(child.met for child in children), len(children), sentence, missing, children=tuple(children))


def modules_completed(
    required: Sequence[str], completed: Mapping[str, datetime], titles: Mapping[str, str], numbers: Mapping[str, int]
) -> Outcome:
    """`completed`: slug → moment, for one enrolment. A whole course is told by numbers, a few modules by their names."""
    if not required:
        return _nothing_asked("modules_completed")
    done = [slug for slug in required if slug in completed]
    left = [slug for slug in required if slug not in completed]
    whole = len(required) > FEW
    return Outcome(
        "modules_completed",
        not left,
        len(done),
        len(required),
        _whole(done, left, completed, numbers) if whole else _by_name(done, left, completed, titles),
        ((_numbered(left, numbers),) if left else ())
        if whole
        else tuple(_("module “%(module)s” to complete") % {"module": titles.get(slug, slug)} for slug in left),
        tuple(f"module:{slug}" for slug in done),
    )


def _by_name(done: Sequence[str], left: Sequence[str], completed: Mapping[str, datetime], titles: Mapping[str, str]) -> str:
    parts = [
        _("“%(module)s” completed on %(day)s") % {"module": titles.get(slug, slug), "day": written(completed[slug])}
        for slug in done
    ]
    if left:
        names = ", ".join(_("“%(name)s”") % {"name": titles.get(slug, slug)} for slug in left)
        parts.append(ngettext("to complete: %(names)s", "to complete: %(names)s", len(left)) % {"names": names})
    return _sentence(parts)


def _whole(done: Sequence[str], left: Sequence[str], completed: Mapping[str, datetime], numbers: Mapping[str, int]) -> str:
    parts = []
    if done:
        words = {"count": len(done), "day": written(max(completed[slug] for slug in done))}
        said = ngettext(
            "%(count)d module completed, on %(day)s", "%(count)d modules completed, the last one on %(day)s", len(done)
        )
        parts.append(said % words)
    if left:
        parts.append(_numbered(left, numbers))
    return _sentence(parts)


def _numbered(left: Sequence[str], numbers: Mapping[str, int]) -> str:
    """« modules 1, 3–8 à achever »."""
    runs: list[list[int]] = []
    for number in sorted(numbers.get(slug, 0) for slug in left):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
    return ngettext("module %(names)s to complete", "modules %(names)s to complete", len(left)) % {"names": names}


def worksheets_accepted(required: Sequence[str], found: Mapping[str, AcceptedWorksheet], titles: Mapping[str, str]) -> Outcome:
    """`found`: kind → the version that was validated, for one enrolment."""
    if not required:
        return _nothing_asked("worksheets_accepted")
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


def worksheets_submitted(required: Sequence[str], found: Mapping[str, SentWorksheet], titles: Mapping[str, str]) -> Outcome:
    """`found`: kind → the last version sent, for one enrolment. That it was read conditions nothing."""
    if not required:
        return _nothing_asked("worksheets_submitted")
    left = [titles.get(kind, kind) for kind in required if kind not in found]
    parts = [
        _("worksheet “%(sheet)s” sent on %(day)s") % {"sheet": titles.get(kind, kind), "day": written(found[kind].sent_at)}
        for kind in required
        if kind in found
    ]
    names = ", ".join(_("“%(name)s”") % {"name": name} for name in left)
    to_send = ngettext("worksheet %(names)s to send", "worksheets %(names)s to send", len(left)) % {"names": names}
    missing = (to_send,) if left else ()
    return Outcome(
        "worksheets_submitted",
        not left,
        len(required) - len(left),
        len(required),
        _sentence([*parts, *missing]),
        missing,
        tuple(f"submission:{found[kind].submission}" for kind in required if kind in found),
    )


def exit_survey_sent(is_sent: bool) -> Outcome:
    """Neither day nor row: they would lead towards what was answered."""
    missing = () if is_sent else (_("exit survey to send"),)
    sentence = _sentence(missing or [_("exit survey sent")])
    return Outcome("exit_survey_sent", is_sent, int(is_sent), 1, sentence, missing, ("exit-survey:sent",) if is_sent else ())


def peer_readings_given(required: int, given: Sequence[str]) -> Outcome:
    """`given`: public ids of the opinions she sent."""
    left = max(0, required - len(given))
    words = ngettext("%(count)d peer reading given", "%(count)d peer readings given", len(given)) % {"count": len(given)}
    missing = (
        (ngettext("%(count)d peer reading to give", "%(count)d peer readings to give", left) % {"count": left},) if left else ()
    )
    parts = [words] if given else []
    return Outcome("peer_readings_given", not left, len(given), required, _sentence([*parts, *missing]), missing, tuple(given))


def _nothing_asked(rule: str) -> Outcome:
    """A list that is empty certifies nobody."""
    phrase = _("a condition that names nothing: nobody can meet it")
    return Outcome(rule, False, 0, 0, _sentence([phrase]), (phrase,))


def _sentence(parts: Sequence[str]) -> str:
    text = pgettext("between the things of a list", "; ").join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def enrolled(is_open: bool) -> Outcome:
    """Implied by every tree: the person takes part today."""
    sentence = _("Enrolled in the cohort.") if is_open else _("No longer takes part in the cohort.")
    return Outcome("enrolled", is_open, int(is_open), 1, sentence, () if is_open else (_("an open enrolment"),))
