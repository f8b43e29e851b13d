from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "step_guides.guide"
    label = "guide"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from coursesite.core.public_cache import content_changed

        # Wagtail says when a tool is published or withdrawn, not when it is deleted.
        post_delete.connect(content_changed, sender=self.get_model("Tool"), dispatch_uid="public-pages-tools")
