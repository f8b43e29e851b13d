"""The worker. No work is trusted to its queue: the truth is a leased row, a task only wakes somebody up."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coursesite.settings")

from django.conf import settings  # noqa: E402  (the settings module must be named first)

app = Celery("jalons")
app.conf.update(
    broker_url=settings.BROKER_URL,
    result_backend=None,
    task_ignore_result=True,
    accept_content=["json"],
    task_serializer="json",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    task_time_limit=settings.TASK_TIME_LIMIT,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone="Europe/Paris",
    beat_schedule_filename=str(settings.DATA_DIR / "beat-schedule"),
    beat_schedule={
        "drain-outbox": {"task": "core.drain_outbox", "schedule": 30.0, "options": {"expires": 25}},
        "deliver-traces": {"task": "tracking.deliver", "schedule": 60.0, "options": {"expires": 55}},
    },
)
if settings.BROKER_URL.startswith("filesystem"):
    for name in ("messages", "processed", "control"):
        (settings.DATA_DIR / "broker" / name).mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(settings.DATA_DIR / "broker" / "messages"),
        "data_folder_out": str(settings.DATA_DIR / "broker" / "messages"),
        "processed_folder": str(settings.DATA_DIR / "broker" / "processed"),
        "control_folder": str(settings.DATA_DIR / "broker" / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
else:
    app.conf.broker_transport_options = {"visibility_timeout": 600, "socket_timeout": 1, "socket_connect_timeout": 1}

app.autodiscover_tasks(settings.ROOMS)
