"""What seems to name a person in what people write to one another: shown to its writer, before it leaves. It never blocks, and is never logged."""

from __future__ import annotations

from step_guides.worksheets.guard import LABELS, places


def named(*texts: str) -> list[tuple[str, str]]:
    """(what it seems to be, the words), in reading order."""
    return [(str(LABELS[place.kind]), text[place.start : place.end]) for text in texts for place in places(text)]
