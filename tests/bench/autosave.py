"""Six processes saving at once by the action, beside the same SQL sent bare by six processes. Each has an organisation and a sheet
of its own: on SQLite all of them wait for one lock in any case."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.measure import Effort, Figure, say

if TYPE_CHECKING:
    from tests.bench.site import Site

PROCESSES = 6
LEAST = 0.5
ROOT = Path(__file__).resolve().parents[2]
WIDE = 1_000_000  # locks and revisions start there, so that the texts that hold them keep one length


def measure(site: Site, effort: Effort) -> list[Figure]:
    rates: dict[str, float] = {"bare": 0.0, "action": 0.0}
    errors = lost = 0
    workers = [start(*one_sheet(site, number)) for number in range(PROCESSES)]
    try:
        for worker in workers:
            if hear(worker).strip() != "ready":
                raise RuntimeError("a worker did not start")
        for _ in range(effort.rounds):
            for mode in rates:
                answers = together(workers, mode, effort.seconds)
                rate = sum(one["saves"] / one["seconds"] for one in answers)
                rates[mode] = max(rates[mode], rate)
                errors += sum(one["errors"] for one in answers)
                lost += sum(one["lost"] for one in answers)
                say(f"{mode}: {rate:.0f} saves/s, the longest {max(one['longest'] for one in answers) * 1000:.0f} ms")
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(10)
    if errors or lost:
        say(f"autosave: {errors} errors, {lost} lost writes")
    ratio = rates["action"] / rates["bare"]
    holds = ratio >= LEAST and not errors and not lost
    target = f"≥ {LEAST} × floor, no error, no lost write"
    return [
        Figure("autosave_rate", round(rates["action"], 1), "saves/s", round(rates["bare"], 1), round(ratio, 3), target, holds)
    ]


def start(sheet: int, person: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.bench.autosave_worker", str(sheet), str(person)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.__stderr__, text=True)


def hear(worker: subprocess.Popen) -> str:
    assert worker.stdout is not None
    return worker.stdout.readline()


def together(workers: list[subprocess.Popen], mode: str, seconds: float) -> list[dict[str, Any]]:
    order = json.dumps({"mode": mode, "at": time.monotonic() + 0.5, "seconds": seconds})
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(f"{order}\n")
        worker.stdin.flush()
    return [json.loads(hear(worker)) for worker in workers]


def one_sheet(site: Site, number: int) -> tuple[int, int]:
    """A participant of the demo promotion, her organisation, and its sheet with one element."""
    from coursesite.accounts.models import User
    from coursesite.cohorts.actions import enrol
    from coursesite.cohorts.models import Cohort, Participation
    from coursesite.organisations.models import Membership, Organisation
    from step_guides.worksheets import actions as worksheets
    from step_guides.worksheets.enums import Kind
    from step_guides.worksheets.models import Node, Worksheet

    cohort = Cohort.objects.filter(trainer_assignments__person=site.person("luc")).select_related("programme__network").get()
    person = User.objects.create(email=f"ecrit-{number}@demo.example", full_name=f"Personne qui écrit {number}", password="!")
    organisation = Organisation.objects.create(
        network=cohort.programme.network, name=f"Structure qui écrit {number}", is_fictional=True
    )
    Membership.objects.create(organisation=organisation, person=person, role="lead", starts_on=cohort.starts_on)
    Participation.objects.create(cohort=cohort, organisation=organisation)
    enrol(cohort, person=person, organisation=organisation)
    sheet = worksheets.open_sheet(organisation, Kind.THEORY_OF_CHANGE, by=person)
    worksheets.add_node(sheet, "activity", {"label": "À écrire"}, by=person)
    Node.objects.filter(worksheet=sheet.pk).update(lock=WIDE)
    Worksheet.plain.filter(pk=sheet.pk).update(revision_count=WIDE)
    return sheet.pk, person.pk
