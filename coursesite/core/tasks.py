from celery import shared_task


@shared_task(name="core.drain_outbox")
def drain_outbox() -> None:
    from coursesite.core.outbox import drain

    while drain(limit=50).done:
        pass
