"""What is printed, as data, frozen when a certificate is issued. Nothing printed later comes from anywhere else."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.certificates.chain import digest
from certification.certificates.contributions import elements_written
from certification.certificates.models import Achievement
from certification.certificates.names import printable, texts
from certification.certificates.rules.outcome import Outcome
from coursesite.cohorts.enums import Track
from coursesite.cohorts.models import Enrolment
from coursesite.core.dates import written
from coursesite.core.errors import Invalid, WrongState
from modules.catalogue.models import ModulePage
from step_guides.worksheets.models import Submission

VOLATILE = ("serial", "address", "issued", "salt")
LANGUAGE = "fr"  # of the document, whatever the language of who issues it
TITLE = {"fr": "Certificat de parcours"}
ALONE = {"fr": "Attestation de suivi"}  # of those who followed the course without trainers
UNJUDGED = {"fr": "Sans évaluation par un formateur ou une formatrice."}


def draft(enrolment: Enrolment, achievement: Achievement, outcome: Outcome) -> dict[str, Any]:
    """The facts as they would be printed now, without number, address, date and salt. `outcome` was evaluated in LANGUAGE."""
    cohort, organisation, issuer = enrolment.cohort, enrolment.organisation, achievement.issuer
    modules, alone = _modules(achievement), cohort.track == Track.AUTONOMY
    with translation.override(LANGUAGE):
        facts = {
            "v": 1,
            "language": LANGUAGE,
            "document": (ALONE if alone else TITLE)[LANGUAGE],
            "mention": UNJUDGED[LANGUAGE] if alone else "",
            "title": achievement.public_title,
            "holder": printable(enrolment.person.full_name, what=_("The name of %(person)s") % {"person": enrolment.person}),
            "organisation": organisation.display_name,
            "programme": cohort.programme.name,
            "cohort": cohort.name,
            "starts": cohort.starts_on.isoformat(),
            "ends": cohort.ends_on.isoformat(),
            "modules": modules,
            "minutes": {
                "module": sum(module["minutes"] for module in modules),
                "worksheet": sum(module["sheet_minutes"] for module in modules),
            },
            "objectives": [line.strip() for line in achievement.objectives.splitlines() if line.strip()],
            "contribution": _contribution(enrolment, outcome),
            "results": [],
            "criteria": [leaf.sentence for leaf in outcome.leaves()],
            "outcome": outcome.frozen(),
            "issuer": issuer.legal_name,
            "on_behalf_of": issuer.network.display_name,
            "delegation": None,
            "signatories": [{"name": one.name, "function": one.function} for one in issuer.signatories.current()],
            "place": issuer.place,
        }
    if not facts["signatories"]:
        raise WrongState(_("Nobody signs for %(issuer)s today: add a signatory first.") % {"issuer": issuer}, code="no_signatory")
    for text in texts(facts):
        if text:
            printable(text, what=_("“%(text)s”") % {"text": text[:40]}, limit=1_000)
    return facts


def fingerprint(facts: dict[str, Any], previous: int) -> str:
    """Names what the officer saw. `previous` counts earlier certificates: a POST replayed after a revocation names another preview."""
    return digest({"facts": {key: value for key, value in facts.items() if key not in VOLATILE}, "previous": previous})


def freeze(facts: dict[str, Any], *, serial: str, token: str, at: datetime) -> dict[str, Any]:
    """The payload whole. The salt keeps its hash from being guessed once it has been erased."""
    return facts | {
        "serial": serial,
        "address": f"{settings.SITE_URL}/v/{token}",
        "issued": timezone.localtime(at).isoformat(timespec="seconds"),
        "salt": secrets.token_hex(16),
    }


def _modules(achievement: Achievement) -> list[dict[str, Any]]:
    pages = {page.slug: page for page in ModulePage.objects.filter(slug__in=achievement.modules)}
    absent = [slug for slug in achievement.modules if slug not in pages]
    if absent or not achievement.modules:
        raise WrongState(_("This certificate covers a module that does not exist."), code="unknown_module", modules=absent)
    return [
        {
            "slug": slug,
            "number": pages[slug].number,
            "title": pages[slug].title,
            "minutes": pages[slug].minutes,
            "sheet_minutes": pages[slug].sheet_minutes,
        }
        for slug in achievement.modules
    ]


def _contribution(enrolment: Enrolment, outcome: Outcome) -> list[dict[str, Any]]:
    """In each worksheet that the rule names, what this person wrote, counted from the revisions that the server keeps; never a text."""
    return [_share(enrolment, submission) for submission in _submissions(outcome.leaves())]


def _submissions(leaves: Iterable[Outcome]) -> list[Submission]:
    ids = [one.removeprefix("submission:") for leaf in leaves for one in leaf.evidence if one.startswith("submission:")]
    return list(Submission.objects.filter(public_id__in=ids).select_related("worksheet").order_by("pk"))


def _share(enrolment: Enrolment, submission: Submission) -> dict[str, Any]:
    worksheet = submission.worksheet
    count = elements_written(enrolment.person, submission)
    words = {"count": count, "sheet": worksheet.spec.title, "number": submission.number}
    if not worksheet.spec.to_validate:
        return _share_of_sent(submission, words)
    if submission.decided_at is None:
        raise Invalid(_("The worksheet is not validated."))
    words["day"] = written(submission.decided_at)
    sentence = ngettext(
        "Wrote %(count)d element of the worksheet “%(sheet)s”, validated on %(day)s, version %(number)d.",
        "Wrote %(count)d elements of the worksheet “%(sheet)s”, validated on %(day)s, version %(number)d.",
        count,
    )
    if not count:
        sentence = _(
            "Took part in the organisation whose worksheet “%(sheet)s” was validated on %(day)s, version %(number)d, without writing in it."
        )
    return {
        "worksheet": str(worksheet.spec.title),
        "elements": count,
        "validated": timezone.localdate(submission.decided_at).isoformat(),
        "number": submission.number,
        "sentence": sentence % words,
    }


def _share_of_sent(submission: Submission, words: dict[str, Any]) -> dict[str, Any]:
    """Of a worksheet that nobody validates: it was sent, and read or not."""
    words = words | {"day": written(submission.submitted_at)}
    sentence = ngettext(
        "Wrote %(count)d element of the worksheet “%(sheet)s”, sent on %(day)s.",
        "Wrote %(count)d elements of the worksheet “%(sheet)s”, sent on %(day)s.",
        words["count"],
    )
    if not words["count"]:
        sentence = _("Worksheet “%(sheet)s” of the organisation, sent on %(day)s, without writing in it.")
    return {
        "worksheet": str(words["sheet"]),
        "elements": words["count"],
        "sent": timezone.localdate(submission.submitted_at).isoformat(),
        "number": submission.number,
        "sentence": sentence % words,
    }
