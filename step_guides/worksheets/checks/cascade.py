"""One cause, one remark: where several say the same thing, the one that explains most stays."""

from __future__ import annotations

from step_guides.worksheets.checks.remarks import Remark

HIDES = {
    "T01": {"T02", "T03", "T20", "T27"},  # an element without any link also has nothing before or after it
    "T06": {"T07"},  # a long jump without assumption lacks steps first, then words
    "T09": {"T30"},  # a link that goes back in the chain mostly goes back in time
}


def merged(found: list[Remark]) -> list[Remark]:
    hidden = {(code, remark.anchor) for remark in found for code in HIDES.get(remark.code, ())}
    return [remark for remark in found if (remark.code, remark.anchor) not in hidden]
