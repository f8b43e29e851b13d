from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from step_guides.worksheets.models import Submission
from step_guides.worksheets.snapshots import digest


class Command(BaseCommand):
    help = "Says whether the text of each version that was sent still matches its hash. Reads only; fails when one does not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = Submission.objects.order_by("pk").values_list("public_id", "snapshot", "sha256")
        checked, wrong = 0, []
        for public_id, snapshot, sha256 in found.iterator(chunk_size=200):
            checked += 1
            if digest(snapshot) != sha256:
                wrong.append(str(public_id))
        if wrong:
            raise CommandError(f"{len(wrong)} of {checked} no longer match: {' '.join(wrong)}")
        self.stdout.write(f"{checked} match.")
