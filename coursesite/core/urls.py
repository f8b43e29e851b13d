from django.urls import path

from coursesite.core import outbox_views

app_name = "core"
urlpatterns = [
    path("", outbox_views.outbox, name="outbox"),
    path("reessayer/", outbox_views.retry, name="outbox_retry"),
]
