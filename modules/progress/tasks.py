from celery import shared_task


@shared_task(name="progress.nudge")
def nudge() -> None:
    from modules.progress.nudging import nudge

    nudge()
