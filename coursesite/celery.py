"""The workers. No work is trusted to their queues: the truth is a leased row, a task only wakes somebody up.

Two queues: `prompt` for mail alone, `slow` for all the rest (documents, traces, sweeps), so that nothing slow ever delays the code of a
sign-in. `manage.py serve` gives each a worker; a worker that is told no queue serves both.
"""

import os

from celery import Celery
from kombu import Queue

PROMPT, SLOW = "prompt", "slow"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coursesite.settings")

app = Celery("jalons")
app.config_from_object("django.conf:settings", namespace="CELERY")  # read when first needed, not here
app.conf.task_queues = [Queue(PROMPT), Queue(SLOW)]
app.conf.task_default_queue = SLOW
app.conf.task_routes = {"core.drain_outbox": {"queue": PROMPT}}


def rooms() -> list[str]:
    from django.conf import settings

    return settings.ROOMS


app.autodiscover_tasks(rooms)
