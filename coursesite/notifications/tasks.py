from celery import shared_task


@shared_task(name="notifications.digest")
def digest() -> None:
    from coursesite.notifications.digest import forget_old, send_digests

    send_digests()
    forget_old()
