from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "coursesite.core"
    label = "core"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished

        from coursesite.core import checks  # noqa: F401  (registers the system checks)
        from coursesite.core.frozen import freeze_all, thaw_all
        from coursesite.core.public_cache import content_changed

        pre_migrate.connect(thaw_all, sender=self, dispatch_uid="frozen-rows")
        post_migrate.connect(freeze_all, sender=self, dispatch_uid="frozen-rows")
        for signal in (page_published, page_unpublished, post_page_move, published, unpublished):
            signal.connect(content_changed, dispatch_uid="public-pages")
        # Closing a page to some people publishes nothing.
        for signal in (post_save, post_delete):
            signal.connect(content_changed, sender=PageViewRestriction, dispatch_uid="public-pages-restrictions")
