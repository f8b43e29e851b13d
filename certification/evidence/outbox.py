from __future__ import annotations

from typing import Any

from certification.evidence.actions import DOSSIER
from certification.evidence.making import make
from certification.evidence.models import Dossier
from coursesite.core.file_requests import answer
from coursesite.core.outbox import Lane, handles


@handles(DOSSIER, lane=Lane.DOCUMENTS)
def make_dossier(payload: dict[str, Any], *, key: str) -> None:
    wanted = Dossier.objects.select_related("organisation__network", "enrolment__cohort")
    answer(wanted.filter(pk=payload["dossier"], asks=payload["ask"]).first(), make)
