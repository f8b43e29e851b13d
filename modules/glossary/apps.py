from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "modules.glossary"
    label = "glossary"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from coursesite.core.public_cache import content_changed

        # Wagtail says when a term is published or withdrawn, not when it is deleted.
        post_delete.connect(content_changed, sender=self.get_model("Term"), dispatch_uid="public-pages-terms")
