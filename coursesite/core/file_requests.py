"""Files that somebody asks for, that the worker makes, and that do not stay: what they hold lives elsewhere, and is read again.

A room makes its own model of `FileRequest`, promises the work in its action, and hands it to `answer` in its `outbox.py`. Each request has a
number: a worker that comes late with an older one changes nothing.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from coursesite.core.documents import RenderError
from coursesite.core.kept_files import FULL
from coursesite.core.leasing import Outage

logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)  # then the files are removed; whoever still wants them asks again
BEING_WRITTEN = 3600  # seconds: a file younger than this may be one whose row is about to say so
EVERY = 0.5  # seconds between two writes of how far it is


class FileState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("document", "waiting")
    MAKING = "making", pgettext_lazy("document", "being made")
    READY = "ready", pgettext_lazy("document", "ready")
    FAILED = "failed", pgettext_lazy("document", "failed")


RUNNING = (FileState.ASKED, FileState.MAKING)
READY_HAS_FILE = Q(state=FileState.READY, made_at__isnull=False) & ~Q(sha256="") | (
    ~Q(state=FileState.READY) & Q(made_at=None, sha256="")
)


class FileRequestQuerySet(models.QuerySet):
    def of(self, request: FileRequest) -> Self:
        """This request as long as it is to be answered: nothing, once it was answered or asked anew."""
        return self.filter(pk=request.pk, asks=request.asks, state__in=RUNNING)


class FileRequest(models.Model):
    """One row for one thing and whoever may share it: asked again, it is made anew, and what was made is forgotten."""

    kept_in: ClassVar[str]  # the folder of its files, under PRIVATE_ROOT
    NOT_MADE: ClassVar[dict[str, Any]] = {"pages": 0, "sha256": "", "size": 0, "made_at": None}  # what each request starts from

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asks = models.PositiveIntegerField(default=1, editable=False)  # which request is being answered
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.ASKED, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)  # set so far
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)  # bytes
    made_at = models.DateTimeField(
        null=True, editable=False
    )  # when what it holds began to be read: it says nothing of what came after

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def kept(self, extension: str) -> Path:
        """Where a file of it is kept: an internal name, never an access key."""
        return folder(type(self)) / f"{self.public_id}.{extension}"

    def ask_anew(self, *, unless: dict[str, Any] | None = None, **changes: Any) -> bool:
        """False when it is being made already (and, with `unless`, of that): it is then the same request."""
        again = {"state": FileState.ASKED, "asks": F("asks") + 1, "asked_at": timezone.now(), **self.NOT_MADE}
        here = type(self)._default_manager.filter(pk=self.pk)
        if not here.exclude(state__in=RUNNING, **(unless or {})).update(**changes, **again):
            return False
        self.refresh_from_db()
        return True


class Progress:
    """How far it is, written now and then."""

    def __init__(self, request: Any) -> None:
        self.request, self.said, self.furthest = type(request).objects.of(request), 0.0, 0

    def page(self, number: int) -> None:
        """A second pass, for the numbers of the table of contents, starts from the first page again: nobody needs to know."""
        self.furthest = max(self.furthest, number)
        self.say(pages=self.furthest)

    def say(self, *, now: bool = False, **how_far: Any) -> None:
        if now or time.monotonic() - self.said > EVERY:
            self.request.update(**how_far)
            self.said = time.monotonic()


@contextmanager
def a_full_disk_waits() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Outage(type(error).__name__) from error
        raise


R = TypeVar("R", bound=FileRequest)


def answer(request: R | None, make: Callable[[R], None]) -> None:
    """Makes what was asked, once. A full disk is an outage; what cannot be made is said to whoever asked, and not tried again."""
    if request is None or not request.is_running:
        return
    try:
        with a_full_disk_waits():
            make(request)
    except Outage:
        raise
    except RenderError as error:
        what = {"request": f"{request._meta.label}:{request.public_id}", "reason": str(error)[:200]}
        logger.warning("file_request.failed", extra=what)
        _give_up(request)
    except Exception:
        _give_up(request)
        raise


def _give_up(request: Any) -> None:
    """Its page says so, and it can be asked again."""
    type(request).objects.of(request).update(state=FileState.FAILED, **request.NOT_MADE)


def folder(model: type[FileRequest]) -> Path:
    return Path(settings.PRIVATE_ROOT) / model.kept_in


def sweep() -> int:
    """Of every room: removes what was made or failed too long ago, and every file that no request claims. Returns how many files went."""
    return sum(_sweep(model) for model in apps.get_models() if issubclass(model, FileRequest))


def _sweep(model: Any) -> int:
    limit = timezone.now() - KEPT
    ended = Q(state=FileState.READY, made_at__lt=limit) | Q(state=FileState.FAILED, asked_at__lt=limit)
    model.objects.filter(ended).delete()
    claimed = {str(public_id) for public_id in model.objects.values_list("public_id", flat=True)}
    removed = 0
    for file in folder(model).glob("*") if folder(model).exists() else []:
        if file.stem not in claimed and file.stat().st_mtime < time.time() - BEING_WRITTEN:
            file.unlink(missing_ok=True)
            removed += 1
    return removed
