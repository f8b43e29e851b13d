"""What must be said of a sheet wherever it is read: data that are invented, or a way of looking that colours what one sees."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models.analysis import Data
from step_guides.worksheets.models.collection import Design
from step_guides.worksheets.snapshots import Snapshot

_BY_CHOICE: dict[tuple[str, str], dict[str, Promise]] = {
    (Kind.ANALYSIS, "data"): {
        Data.DRY_RUN: _("Dry run: all or part of the data is invented. None of these figures may be quoted."),
        Data.PILOT: _("Pilot test: few people answered, to try the method. These figures say nothing of the others."),
        Data.RETROSPECTIVE: _("Retrospective survey: people looked back, and memory changes the past. To be read with care."),
        Data.EXISTING: _("Existing data: they were gathered for something else, and perhaps of other people."),
    },
    (Kind.COLLECTION, "design"): {
        Design.BEFORE_AFTER: _("Before and after: answers of two moments are paired, or compared as groups only."),
        Design.RETROSPECTIVE: _(
            "Retrospective: one moment, and the same idea of what is asked; but asking for “before” may by itself improve the answers about "
            "“now”. To be read with care."
        ),
        Design.COMPARISON: _("Comparison: only with a group that is truly comparable; say how it was chosen."),
        Design.INTERVIEWS: _("Interviews: they say what things mean and how they come about, not how often."),
    },
}


def cautions_of(snapshot: Snapshot) -> list[str]:
    """In the order of the choices; nothing for most sheets. Invented figures stay so in what is decided and told from them."""
    entries = snapshot.get("entries", {})
    own = [
        str(said)
        for (kind, key), by_choice in _BY_CHOICE.items()
        if kind == snapshot["kind"]
        for choice, said in by_choice.items()
        if choice in entries.get(key, "").split(",")
    ]
    upstream = ",".join(one["label"] for one in snapshot.get("upstream", {}).get("data", []))
    invented = Data.DRY_RUN in upstream.split(",")
    return own + [str(_BY_CHOICE[Kind.ANALYSIS, "data"][Data.DRY_RUN])] * invented
