"""Rubrics are versioned: a review keeps the one it was written with, and no version ever changes."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib import admin
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from coursesite.core.dates import written
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import spec_of


class RubricQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """Of each kind, the version that answers take from now on."""
        later = Rubric.objects.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later)).order_by("kind")


class Rubric(models.Model):
    kind = models.CharField(_("worksheet"), max_length=30, choices=Kind.choices)
    version = models.PositiveIntegerField(_("version"))
    level_names = models.JSONField(default=list)  # of the four levels, first to last
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # none: it came with the site
    published_at = models.DateTimeField(null=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="reviews_one_rubric_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="reviews_rubric_version_from_1"),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None) | Q(published_by__isnull=False, published_at__isnull=False),
                name="reviews_rubric_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"

    @property
    def origin(self) -> str:
        """Who published it, and when."""
        if self.published_at is None:
            return str(_("it came with the site"))
        day = written(self.published_at)
        return _("published by %(name)s on %(day)s") % {"name": self.published_by, "day": day}


class Criterion(models.Model):
    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=4)  # of the method: never shown
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=120)
    question = models.TextField(_("question"), blank=True)
    starred = models.BooleanField(_("essential"), default=False)
    levels = models.JSONField(default=list)  # four texts, level 1 to 4
    remarks = models.JSONField(default=list, blank=True)  # ready to be used at the desk: [{kind, text}]

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["rubric", "position"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="reviews_one_criterion_a_code")]

    def __str__(self) -> str:
        return self.name


class RubricWording(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Where editors prepare the next version of the rubric of a kind. `texts`: see `rubric_texts`; a criterion that is not in it reads as in the
    newest version. One row a rubric, made with the site: nobody adds or deletes any."""

    kind = models.CharField(_("worksheet"), max_length=30, choices=Kind.choices, editable=False)
    texts = models.JSONField(_("words"), default=dict, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("review rubric")
        verbose_name_plural = _("review rubrics")
        constraints = [models.UniqueConstraint(fields=["kind"], name="reviews_one_wording_a_rubric")]

    def __str__(self) -> str:
        return str(spec_of(self.kind).title)

    def newest(self) -> Rubric:
        return Rubric.objects.newest().select_related("published_by").get(kind=self.kind)

    @admin.display(description=_("Use"))
    def use(self) -> str:
        return str(_("to validate") if spec_of(self.kind).to_validate else _("advice for a worksheet that is only read"))

    @admin.display(description=_("Version in use"))
    def in_use(self) -> str:
        found = self.newest()
        return _("Version %(number)s: %(origin)s") % {"number": found.version, "origin": found.origin}

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """The next version and the publication of the editing space, together or not at all."""
        from step_guides.reviews.actions.rubrics import publish_rubric  # actions write models

        with transaction.atomic():
            publish_rubric(self.kind, revision.as_object().texts, by=user or revision.user)
            super().publish(revision, user=user, **options)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        versions = Rubric.objects.filter(kind=self.kind).values_list("version", flat=True)
        return [("", _("What you are writing")), *((str(one), _("Version %(number)s") % {"number": one}) for one in versions)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from step_guides.reviews.trying import preview  # presenters read models

        return preview(request, self, mode_name)
