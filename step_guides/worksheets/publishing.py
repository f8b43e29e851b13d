"""Brings the words that editors published to `words`, where every page, export and remark reads them.

Each process holds them; a version that rises at each publication tells it to read them again, in one query. It is looked at when a
request or a task begins, once a second at most: a page costs no query more.
"""

from __future__ import annotations

import logging
import time

from django.core.cache import cache
from django.db import DatabaseError, transaction

from step_guides.worksheets import words
from step_guides.worksheets.models import Wording
from step_guides.worksheets.slots import accepted

VERSION = "worksheets-words-version"
PAUSE = 1.0  # seconds
UNREAD = object()
logger = logging.getLogger(__name__)

_seen: object = UNREAD
_looked = float("-inf")


def refresh(**kwargs: object) -> None:
    """A site whose database is away goes on with the words it has."""
    global _looked
    if time.monotonic() - _looked < PAUSE:
        return
    _looked = time.monotonic()
    version = cache.get(VERSION)
    if version == _seen:
        return
    try:
        found = published()
    except DatabaseError as error:
        logger.warning("words.unread", extra={"reason": type(error).__name__})
    else:
        take(version, found)


def published() -> words.Changes:
    """One query."""
    found = Wording.objects.published().values_list("kind", "sector", "texts")
    return {(kind, sector): said for kind, sector, texts in found if (said := accepted(kind, sector, texts))}


def take(version: object, found: words.Changes) -> None:
    global _seen
    _seen = version
    words.say_with(found)


def words_changed(**kwargs: object) -> None:
    """Connected to the publications of the editing space. Raised again once the change is committed: until then another process may have
    read the words of before anew."""
    _raise_version()
    transaction.on_commit(_raise_version)


def _raise_version() -> None:
    global _looked
    cache.set(VERSION, time.time_ns(), None)
    _looked = float("-inf")
