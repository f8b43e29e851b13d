"""What a process keeps by itself is what the store would have said, and never outlives a publication."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from coursesite.core import kept_here as module
from coursesite.core.kept_here import MOST, as_published, kept_here
from coursesite.core.public_cache import content_changed


@pytest.fixture(autouse=True)
def nothing_here() -> None:
    module._here.clear()


def asked(key: str, values: list[str], *, seconds: int = 60) -> str:
    return kept_here(key, lambda: values.pop(0), seconds=seconds)


def test_made_once_and_kept_in_the_store_too() -> None:
    made = ["one", "two"]
    assert [asked("digest:a", made), asked("digest:a", made)] == ["one", "one"]
    module._here.clear()  # another process
    assert asked("digest:a", made) == "one"
    cache.clear()
    assert asked("digest:a", made) == "one", "a store that is lost changes nothing here"


def test_a_publication_is_seen_at_once(db: None) -> None:
    content_changed()
    made = ["before", "after"]
    assert asked(as_published("outline"), made) == asked(as_published("outline"), made) == "before"
    content_changed()
    assert asked(as_published("outline"), made) == "after"


def test_without_a_version_the_process_keeps_nothing() -> None:
    made = ["before", "after"]
    assert asked(as_published("outline"), made) == "before"
    cache.clear()
    assert asked(as_published("outline"), made) == "after"


def test_it_ends_and_does_not_grow() -> None:
    made = ["one", "two"]
    assert asked("digest:a", made, seconds=0) == "one"
    cache.clear()
    assert asked("digest:a", made) == "two"
    for number in range(2 * MOST):
        asked(f"digest:{number}", ["x"])
    assert len(module._here) == MOST
