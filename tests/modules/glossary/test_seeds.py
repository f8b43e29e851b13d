from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.models import Revision

from modules.glossary.models import Term
from modules.glossary.seeds import HERE, seed

LINK = re.compile(r"\[\[([a-z0-9-]+)\||/glossaire/([a-z0-9-]+)/")


@pytest.fixture(scope="module")
def kept(kept_rows: Callable[[Callable[[], object]], None]) -> None:
    kept_rows(lambda: seed(demo=False, out=lambda line: None))


@pytest.fixture
def seeded(kept: None, db: None) -> None:
    """The terms, once for all the tests of this page."""


def test_every_term_is_whole_published_and_no_orphan(seeded: None) -> None:
    """A term is reached from another one, and leads to others."""
    terms = list(Term.objects.prefetch_related("related"))
    pointed = {other.slug for term in terms for other in term.related.all()}
    assert len(terms) >= 40
    for term in terms:
        term.full_clean()
        assert term.live and term.definition and term.plain and term.not_confused
        assert term.slug in pointed and term.related.count()


def test_every_link_of_the_starter_content_finds_its_term() -> None:
    known = {row["slug"] for row in tomllib.loads((HERE / "terms.toml").read_text(encoding="utf-8"))["term"]}
    folders = Path(settings.BASE_DIR).glob("*/*/seeds")
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in {".md", ".toml"}]
    pairs = [(file.name, pair) for file in files for pair in LINK.findall(file.read_text(encoding="utf-8"))]
    found = {(name, slug) for name, pair in pairs for slug in pair if slug}
    assert found and [(name, slug) for name, slug in sorted(found) if slug not in known] == []


def test_twice_changes_nothing_and_an_editors_work_stays(seeded: None) -> None:
    term = Term.objects.get(slug="effet")
    term.definition = "Notre définition."
    term.save_revision().publish()
    count, revisions = Term.objects.count(), Revision.objects.count()
    seed(demo=False, out=lambda line: None)
    assert (Term.objects.count(), Revision.objects.count()) == (count, revisions)
    assert Term.objects.get(slug="effet").definition == "Notre définition."
