from __future__ import annotations

import time

from celery import shared_task

RUN = 60.0  # seconds: with the few mails that were begun, below the time limit of tasks (120 s)


@shared_task(name="core.drain_outbox")
def drain_outbox() -> None:
    """Mail. A code that is asked for meanwhile waits behind ten mails at most."""
    from coursesite.core.outbox import Lane, drain

    until = time.monotonic() + RUN
    while time.monotonic() < until:
        if not drain(Lane.AT_ONCE, limit=10).done + drain(Lane.MAIL, limit=10).done:
            return
    drain_outbox.apply_async(retry=False, expires=60)


@shared_task(name="core.make_documents")
def make_documents() -> None:
    """One document, then whatever else this worker was asked for, then the next: each within the time limit of a task."""
    from coursesite.core.outbox import Lane, drain

    if drain(Lane.DOCUMENTS, limit=1).done:
        make_documents.apply_async(retry=False, expires=60)


@shared_task(name="core.remove_files")
def remove_files() -> None:
    from coursesite.core.file_requests import sweep

    sweep()
