"""Words without accents or capitals, so that « evaluation » finds « Évaluation »."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
