"""Answers graded a second by one core, over every exercise that comes with the course: half of them right, half wrong."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.measure import Effort, Figure, say

if TYPE_CHECKING:
    from tests.bench.site import Site

LEAST = 20_000


def measure(site: Site, effort: Effort) -> list[Figure]:
    from modules.exercises.grading import grade
    from modules.exercises.kinds import rules_of
    from modules.exercises.models import Exercise

    contents = [exercise.content() for exercise in Exercise.objects.all()]
    answers = [(one, rules_of(one.kind).example(one, right=right)) for one in contents for right in (True, False)]
    best, slowest = 0.0, ("", 0.0)
    for _ in range(effort.rounds):
        graded, began = 0, time.process_time()
        while time.process_time() - began < effort.seconds:
            for content, response in answers:
                grade(content, response)
            graded += len(answers)
        best = max(best, graded / (time.process_time() - began))
    for content, response in answers:
        began = time.process_time()
        for _ in range(200):
            grade(content, response)
        slowest = max(slowest, (content.code, (time.process_time() - began) / 200), key=lambda one: one[1])
    say(f"grading: {len(contents)} exercises; the slowest, {slowest[0]}, takes {slowest[1] * 1e6:.0f} µs")
    return [Figure("grading_rate", round(best), "answers/s", None, None, f"≥ {LEAST} answers/s", best >= LEAST)]
