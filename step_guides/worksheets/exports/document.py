"""What every format is made of: the snapshot of a sheet, and what a file must say of itself once it has left the site."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from coursesite.core.dates import written
from step_guides.worksheets.enums import State
from step_guides.worksheets.kinds import KindSpec, spec_of
from step_guides.worksheets.snapshots import Snapshot

FINAL = (State.VALIDATED, State.READ)


@dataclass(frozen=True)
class Document:
    """`organisation` is its name; `state` is that of the sheet, of which all but `FINAL` make a draft."""

    snapshot: Snapshot
    organisation: str
    organisation_id: uuid.UUID
    state: str
    on: date

    @property
    def spec(self) -> KindSpec:
        return spec_of(self.snapshot["kind"])

    @property
    def draft(self) -> bool:
        return self.state not in FINAL

    @property
    def standing(self) -> str:
        """« brouillon », « validée », « lue »."""
        return str(State(State.DRAFT if self.draft else self.state).label)

    @property
    def day(self) -> str:
        return written(self.on)

    @property
    def about(self) -> str:
        """« Théorie du changement, Passerelle, brouillon, 22 novembre 2026 »."""
        return ", ".join([str(self.spec.title), self.organisation, self.standing, self.day])

    @property
    def file_name(self) -> str:
        """Without its extension: letters, digits and hyphens, whatever the organisation is called."""
        parts = [self.spec.slug, slugify(self.organisation)[:60], "brouillon" * self.draft, self.on.isoformat()]
        return "-".join(filter(None, parts))
