from celery import shared_task


@shared_task(name="reviews.remind")
def remind() -> None:
    from step_guides.reviews.actions import remind

    remind()
