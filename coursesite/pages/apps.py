from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "coursesite.pages"
    label = "pages"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from coursesite.core.public_cache import content_changed

        # Wagtail says nothing when settings are saved.
        post_save.connect(content_changed, sender=self.get_model("SiteSettings"), dispatch_uid="public-pages-settings")
