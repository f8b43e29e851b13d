from __future__ import annotations

import logging
from typing import Any

from coursesite.core.documents import RenderError
from coursesite.core.kept_files import FULL
from coursesite.core.outbox import Outage, handles
from step_guides.worksheets.actions.papers import PAPER
from step_guides.worksheets.models import Paper
from step_guides.worksheets.papers.making import give_up, make

logger = logging.getLogger(__name__)


@handles(PAPER)
def make_paper(payload: dict[str, Any], *, key: str) -> None:
    """Makes a document, once. A full disk is an outage; a document that cannot be made is said to whoever asked, and not tried again."""
    wanted = Paper.objects.select_related(
        "organisation", "cohort", "worksheet__organisation", "submission__worksheet__organisation"
    )
    paper = wanted.filter(pk=payload["paper"], asks=payload["ask"]).first()
    if paper is None or not paper.is_running:
        return
    try:
        make(paper)
    except OSError as error:
        if error.errno in FULL:
            raise Outage(type(error).__name__) from error
        give_up(paper)
        raise
    except RenderError as error:
        logger.warning("worksheets.paper_failed", extra={"paper": str(paper.public_id), "reason": str(error)[:200]})
        give_up(paper)
    except Exception:
        give_up(paper)
        raise
