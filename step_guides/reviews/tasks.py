from celery import shared_task


@shared_task(name="reviews.remind")
def remind() -> None:
    from step_guides.reviews.actions import remind

    remind()


@shared_task(name="reviews.pair_peers")
def pair_peers() -> None:
    from step_guides.reviews.actions import keep_paired
    from step_guides.reviews.models import PeerRound

    for one in PeerRound.objects.running():
        keep_paired(one)
