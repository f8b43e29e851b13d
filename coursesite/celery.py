"""The worker. No work is trusted to its queue: the truth is a leased row, a task only wakes somebody up."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coursesite.settings")

app = Celery("jalons")
app.config_from_object("django.conf:settings", namespace="CELERY")  # read when first needed, not here


def rooms() -> list[str]:
    from django.conf import settings

    return settings.ROOMS


app.autodiscover_tasks(rooms)
