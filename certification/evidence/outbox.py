from __future__ import annotations

import logging
from typing import Any

from certification.evidence.actions import DOSSIER
from certification.evidence.making import give_up, make
from certification.evidence.models import Dossier
from coursesite.core.documents import RenderError
from coursesite.core.kept_files import FULL
from coursesite.core.outbox import Outage, handles

logger = logging.getLogger(__name__)


@handles(DOSSIER)
def make_dossier(payload: dict[str, Any], *, key: str) -> None:
    """Makes a file of evidence, once. A full disk is an outage; what cannot be made is said to whoever asked, and not tried again."""
    wanted = Dossier.objects.select_related("organisation__network", "enrolment__cohort")
    dossier = wanted.filter(pk=payload["dossier"], asks=payload["ask"]).first()
    if dossier is None or not dossier.is_running:
        return
    try:
        make(dossier)
    except OSError as error:
        if error.errno in FULL:
            raise Outage(type(error).__name__) from error
        give_up(dossier)
        raise
    except RenderError as error:
        logger.warning("evidence.dossier_failed", extra={"dossier": str(dossier.public_id), "reason": str(error)[:200]})
        give_up(dossier)
    except Exception:
        give_up(dossier)
        raise
