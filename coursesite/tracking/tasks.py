from celery import shared_task


@shared_task(name="tracking.deliver")
def deliver() -> None:
    from coursesite.tracking.sending import deliver_all

    deliver_all()
