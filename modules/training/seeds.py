"""The track of trainers as it starts. What exists is left as editors made it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coursesite.core.markdown import load_document
from coursesite.pages.models import HomePage
from coursesite.pages.rich_text import from_markdown
from modules.catalogue.seeds import block_of, exercises_in, publish_under
from modules.exercises.models import Exercise
from modules.training.models import TrainerLessonPage, TrainerTrackPage

FOLDER = Path(__file__).parent / "seeds"


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    track = TrainerTrackPage.objects.first() or _track()
    if track is None:
        return
    exercises = {exercise.code: exercise for exercise in Exercise.objects.all()}
    documents = {path: load_document(path) for path in sorted((FOLDER / "lessons").glob("*.md"))}
    if not exercises_in(documents.values()) <= exercises.keys():
        out("training: lessons wait for exercises")
        return
    known = set(TrainerLessonPage.objects.child_of(track).values_list("slug", flat=True))
    for path, document in documents.items():
        meta = document.meta
        if meta["slug"] not in known:
            body = [block_of(block, path, exercises) for block in document.blocks]
            fields = {name: meta[name] for name in ("title", "slug", "minutes", "intro")}
            publish_under(track, TrainerLessonPage(**fields, body=body))
            out(f"training: {meta['slug']}")


def _track() -> TrainerTrackPage | None:
    """Under the home page: without one, nothing is read yet."""
    home = HomePage.objects.first()
    if home is None:
        return None
    document = load_document(FOLDER / "track.md")
    fields = {name: document.meta[name] for name in ("title", "slug", "intro")}
    return publish_under(
        home, TrainerTrackPage(**fields, search_description=fields["intro"], proofs=from_markdown(document.body))
    )
