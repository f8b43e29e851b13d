"""What a document that was asked for is called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models import Paper


def name_of(paper: Paper) -> str:
    """« Théorie du changement », « Cadrage, version 2 », « Dossier d’évaluation »."""
    if paper.submission is not None:
        return _("%(name)s, version %(number)d") % {
            "name": spec_of(paper.submission.worksheet.kind).title,
            "number": paper.submission.number,
        }
    return str(spec_of(paper.worksheet.kind).title) if paper.worksheet is not None else _("Evaluation dossier")
