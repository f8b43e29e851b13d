from __future__ import annotations

from typing import Any

from coursesite.core.file_requests import answer
from coursesite.core.outbox import Lane, handles
from step_guides.worksheets.actions.papers import PAPER
from step_guides.worksheets.models import Paper
from step_guides.worksheets.papers.making import make


@handles(PAPER, lane=Lane.DOCUMENTS)
def make_paper(payload: dict[str, Any], *, key: str) -> None:
    wanted = Paper.objects.select_related(
        "organisation", "cohort", "worksheet__organisation", "submission__worksheet__organisation"
    )
    answer(wanted.filter(pk=payload["paper"], asks=payload["ask"]).first(), make)
