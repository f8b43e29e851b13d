"""Addresses of the site. Upper floors are named as strings only: this file imports no room but `core`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from coursesite.core import offline
from coursesite.core import views as core

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("robots.txt", core.robots, name="robots"),
    path("hors-connexion.js", offline.worker, name="offline_worker"),
    path("cms/login/", core.one_door, name="wagtailadmin_login"),
    path("cms/", include(wagtailadmin_urls)),
    path("media/", include("coursesite.pages.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", core.styleguide, name="styleguide")]
if settings.DEMO:
    urlpatterns += [path("demo/", include("coursesite.notifications.demo_urls"))]

urlpatterns += i18n_patterns(
    path("compte/", include("coursesite.accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("mon-espace/", include("coursesite.dashboards.urls")),
    path("messages/", include("coursesite.notifications.urls")),
    path("structures/", include("coursesite.organisations.urls")),
    path("promotions/", include("coursesite.cohorts.urls")),
    path("traces/", include("coursesite.tracking.urls")),
    path("effets/", include("coursesite.core.urls")),
    path("hors-connexion/", offline.page, name="offline"),
    path("recherche/", include("coursesite.search.urls")),
    path("glossaire/", include("modules.glossary.urls")),
    path("outils/", include("step_guides.guide.urls")),
    path("parcours/", include("modules.progress.urls")),
    path("avis/", include("modules.advice.urls")),
    path("enquete/", include("modules.surveys.urls")),
    path("formation/", include("modules.training.urls")),
    path("fiches/", include("step_guides.worksheets.urls")),
    path("relectures/", include("step_guides.reviews.urls")),
    path("lecture/", include("step_guides.reviews.reading_urls")),
    path("certificats/", include("certification.certificates.urls")),
    path("preuves/", include("certification.evidence.urls")),
    path("v/", include("certification.certificates.verification_urls")),
    path("", include("modules.catalogue.urls")),
    path("_util/login/", core.one_door, name="wagtailcore_login"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "coursesite.core.views.bad_request"
handler403 = "coursesite.core.views.forbidden"
handler429 = "coursesite.accounts.adapter.too_many"
handler404 = "coursesite.core.views.not_found"
handler500 = "coursesite.core.views.server_error"
