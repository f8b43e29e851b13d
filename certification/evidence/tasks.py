from celery import shared_task


@shared_task(name="evidence.remove_files")
def remove_files() -> None:
    from certification.evidence.sweeping import sweep

    sweep()
