"""Who has begun a module keeps its lessons as they stood, until she has completed it or takes the new version.

Text and exercises alike: an exercise that has had another version since is asked as it was. One that has left the lesson is no longer shown,
and a new one comes with the new version.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache as cache_once
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from coursesite.core.prepared import Prepared, Slot
from coursesite.core.public_cache import content_version
from modules.catalogue.outline import SECONDS, ModuleOutline, UnitOutline, outline
from modules.exercises.content import Content
from modules.exercises.queries import contents_at
from modules.progress.models import ModuleCompletion, ModuleStart

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

    from coursesite.cohorts.models import Enrolment
    from modules.catalogue.models import UnitPage


def kept_revision(enrolment: int, module: ModuleOutline, unit: UnitOutline) -> int | None:
    """The revision that this person goes on reading, None for the one that is published. One query, two when the lesson changed since."""
    if unit.published_at is None:
        return None
    begun = _begun_before().one(enrolment=enrolment, module=module.pk, published_at=unit.published_at)
    if begun is None:
        return None
    since = begun[0]
    published = PageLogEntry.objects.filter(page=unit.pk, action="wagtail.publish", timestamp__lte=since).exclude(revision=None)
    # The log goes on naming a revision that `purge_revisions` has removed: what is there no more cannot be read as it stood.
    still = Exists(Revision.objects.filter(pk=OuterRef("revision")))
    last, is_there = published.order_by("-timestamp").values_list("revision", still).first() or (None, False)
    return last if is_there and last != unit.revision else None


def kept_exercises(enrolment: int, module: ModuleOutline, unit: UnitOutline) -> dict[int, Content]:
    """The exercises of the lesson that this person goes on answering in a former version. No query unless one of them has had another
    version, one then, two for whoever had begun before."""
    if unit.renewed_at is None:
        return {}
    begun = _begun_before().one(enrolment=enrolment, module=module.pk, published_at=unit.renewed_at)
    return contents_at(unit.exercises, begun[0]) if begun else {}


@cache_once
def _begun_before() -> Prepared:
    """When she began a module that she has not completed. Asked by every page of a lesson."""

    def build() -> QuerySet:
        done = ModuleCompletion.objects.filter(enrolment=OuterRef("enrolment"), module=OuterRef("module"))
        before: Any = Slot("published_at", DateTimeField())
        hers = {"enrolment": Slot("enrolment", BigIntegerField()), "module": Slot("module", BigIntegerField())}
        return ModuleStart.objects.filter(~Exists(done), version_at__lt=before, **hers).values_list("version_at")

    return Prepared(build)


def as_it_stood(revision: int, unit: UnitOutline) -> UnitPage:
    """The lesson of a revision, without the exercises that are no longer in it. Kept until something is published."""
    key = f"kept:{content_version()}:{revision}"
    page: UnitPage | None = cache.get(key)
    if page is None:
        page = Revision.objects.get(pk=revision).as_object()
        body = page.body
        shown = [one for one in body.raw_data if one["type"] != "exercise" or one["value"] in unit.exercises]
        page.body = StreamValue(body.stream_block, shown, is_lazy=True)
        page.kept_revision = revision
        cache.set(key, page, SECONDS)
    return page


def kept_with(picture: AbstractImage, enrolment: int) -> Iterator[UnitPage]:
    """Lessons that this person goes on reading in a version where the picture stands. A few queries for each one that changed."""
    begun = dict(ModuleStart.objects.filter(enrolment=enrolment).values_list("module", "version_at"))
    for module in outline():
        since = begun.get(module.pk)
        for unit in module.units:
            if since is None or unit.published_at is None or unit.published_at <= since:
                continue
            revision = kept_revision(enrolment, module, unit)
            if revision is not None and _shows(as_it_stood(revision, unit), picture):
                yield as_it_stood(revision, unit)


def _shows(page: UnitPage, picture: AbstractImage) -> bool:
    references = ReferenceIndex._extract_references_from_object(
        page
    )  # as the index itself is made, of a page that it does not hold
    wanted = (ContentType.objects.get_for_model(picture).pk, str(picture.pk))
    return any((kind, to) == wanted for kind, to, *_place in references)


@transaction.atomic
def take_new_version(enrolment: Enrolment, module: ModuleOutline) -> None:
    """All lessons of the module as they are published now. Of a module not begun, or completed, there is nothing to change."""
    ModuleStart.objects.filter(enrolment=enrolment, module=module.pk).update(version_at=timezone.now())
