from celery import shared_task


@shared_task(name="worksheets.remove_old_papers")
def remove_old_papers() -> None:
    from step_guides.worksheets.papers.sweeping import sweep

    sweep()
