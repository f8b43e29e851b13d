"""One of the processes that save at once: it writes one element of its own sheet, by the action or by its bare SQL.

    python -m tests.bench.autosave_worker <sheet> <person>

It says "ready", then reads orders, one JSON object a line, {"mode", "at", "seconds"} (`at` by the monotonic clock, the same for all
processes), and answers each with one.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from typing import Any

from tests.bench.measure import say
from tests.bench.replay import Step, learn, watched


class Worker:
    def __init__(self, sheet: int, person: int) -> None:
        from coursesite.accounts.models import User
        from step_guides.worksheets.models import Node, Worksheet

        self.sheet = Worksheet.objects.select_related("organisation").get(pk=sheet)
        self.person = User.objects.get(pk=person)
        self.node = Node.objects.get(worksheet=sheet)
        self.first_lock = self.node.lock
        self.saves = 0  # all of them, each way
        self.watched_from = 0
        self.save()  # the first of a session writes traces
        self.save()
        self.steps = self._learnt()

    def _learnt(self) -> list[Step]:
        self.watched_from, seen = self.saves, []
        for _ in range(3):
            with watched() as statements:
                self.save()
            seen.append(statements)
        return learn(*seen)

    def text(self, number: int) -> str:
        return f"Passage {number:07d}"

    def save(self) -> None:
        from step_guides.worksheets.actions import edit_row

        lock, text = self.first_lock + self.saves, self.text(self.saves)
        saved = edit_row(self.sheet, self.node.anchor, {"label": text}, lock=lock, by=self.person, op_id=uuid.uuid4())
        self.saves += 1
        if saved.lock != lock + 1 or saved.values.get("label") != text or saved.repeated:
            raise RuntimeError(f"not what was saved: {saved}")

    def replay(self) -> None:
        """The same, bare: the connection of Django, nothing else of it."""
        from django.db import connection

        cursor, number = connection.connection.cursor(), self.saves - self.watched_from
        for step in self.steps:
            if not step.send(cursor, number):
                connection.connection.rollback()
                raise RuntimeError(f"changed nothing: {step.sql[:80]}")
        self.saves += 1

    def work(self, mode: str, at: float, seconds: float) -> dict[str, Any]:
        one_more = {"action": self.save, "bare": self.replay}[mode]
        start, errors, longest = self.saves, 0, 0.0
        time.sleep(max(0.0, at - time.monotonic()))
        began = now = time.monotonic()
        while now - began < seconds:
            try:
                one_more()
            except Exception as error:
                errors += 1
                say(f"{mode}: {type(error).__name__}: {str(error)[:300]}")
                if errors > 20:
                    break
            before, now = now, time.monotonic()
            longest = max(longest, now - before)
        return {
            "saves": self.saves - start,
            "seconds": now - began,
            "errors": errors,
            "lost": self.lost(start),
            "longest": longest,
        }

    def lost(self, start: int) -> int:
        """Saves that were acknowledged since `start` and are not in the database."""
        from step_guides.worksheets.models import Node, Revision, Worksheet

        node, sheet = Node.objects.get(pk=self.node.pk), Worksheet.plain.get(pk=self.sheet.pk)
        kept = Revision.objects.filter(
            worksheet=sheet.pk, anchor=self.node.anchor, number__gt=sheet.revision_count - (self.saves - start)
        )
        missing = (self.saves - start) - kept.count()
        last = node.label == self.text(self.saves - 1) and node.lock == self.first_lock + self.saves
        return missing + (0 if last else 1)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.OUTBOX_POKE = False
    worker = Worker(int(sys.argv[1]), int(sys.argv[2]))
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(worker.work(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
