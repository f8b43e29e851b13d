from __future__ import annotations

from typing import Any

from coursesite.core.outbox import Lane, handles
from modules.progress.models import Regrading
from modules.progress.regrading import REGRADE, regrade


@handles(REGRADE, lane=Lane.DOCUMENTS)  # a minute for thousands of answers: no mail waits behind it
def grade_again(payload: dict[str, Any], *, key: str) -> None:
    asked = Regrading.objects.select_related("by").filter(pk=payload["regrading"], done_at=None).first()
    if asked is not None:
        regrade(asked)
