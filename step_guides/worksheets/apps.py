from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksheetsConfig(AppConfig):
    name = "step_guides.worksheets"
    label = "worksheets"
    verbose_name = _("worksheets")

    def ready(self) -> None:
        from celery.signals import task_prerun
        from django.core.signals import request_started
        from wagtail.signals import published, unpublished

        from step_guides.worksheets.models import Wording
        from step_guides.worksheets.publishing import refresh, words_changed

        request_started.connect(refresh, dispatch_uid="worksheets-words")
        task_prerun.connect(refresh, dispatch_uid="worksheets-words")
        for signal in (published, unpublished):
            signal.connect(words_changed, sender=Wording, dispatch_uid="worksheets-words")
