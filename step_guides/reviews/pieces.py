"""What those who answer together have prepared, piece by piece: an agreement, or a signature, names the text it saw.

A page carries a mark of each piece it shows. When a piece has moved since, the act is refused, and what moved is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from coursesite.core.errors import WrongState
from step_guides.reviews.models import Comment

if TYPE_CHECKING:
    from step_guides.reviews.models import Review

MOST = 400  # pieces that a page may name


@dataclass(frozen=True)
class Piece:
    """`text`: what it says now; none once it was taken away."""

    key: str
    name: str
    text: str

    @property
    def mark(self) -> str:
        return f"{self.key}={hashlib.sha256(self.text.encode()).hexdigest()[:20]}"


def pieces_of(parts: Iterable[Review], drafts: Iterable[Comment] | None = None) -> list[Piece]:
    """Of these drafts, with their scores and criteria at hand: letters, next steps, levels, remarks. One query, none when the remarks that
    have not left (`drafts`, whosesoever) are at hand too."""
    parts, found = list(parts), []
    for part in parts:
        who = part.trainer.first_name_only
        found.append(Piece(f"letter:{part.pk}", _("Letter of %(name)s") % {"name": who}, part.letter))
        found.append(Piece(f"next:{part.pk}", _("Next step of %(name)s") % {"name": who}, part.next_step))
        for score in part.scores.all():
            said = {"criterion": score.criterion.name, "name": who}
            text = " – ".join(str(word) for word in (score.level, score.comment) if word)
            found.append(Piece(f"score:{part.pk}:{score.criterion_id}", _("%(criterion)s, by %(name)s") % said, text))
    authors, versions = {part.trainer_id for part in parts}, {part.submission_id for part in parts}
    if drafts is None:
        unsent = Comment.objects.filter(thread__submission__in=versions, author__in=authors, sent_at=None)
        drafts = unsent.select_related("author", "thread").order_by("pk")
    for remark in drafts:
        if remark.author_id not in authors:
            continue
        name = _("Remark of %(name)s") % {"name": remark.author.first_name_only}
        found.append(Piece(f"remark:{remark.pk}", name, f"{remark.thread.get_kind_display()} – {remark.text}"))
    return found


def marks(pieces: Iterable[Piece]) -> str:
    return ",".join(piece.mark for piece in pieces)


def moved_since(seen: str, pieces: list[Piece]) -> list[Piece]:
    """What reads otherwise than on the page that was seen: new, reworded, or taken away."""
    marked = {mark for mark in seen.split(",")[:MOST] if "=" in mark}
    was, now = {mark.partition("=")[0] for mark in marked}, {piece.key for piece in pieces}
    gone = [Piece(key, _("What was taken away"), "") for key in sorted(was - now)]
    return [piece for piece in pieces if piece.mark not in marked] + gone


def require_seen(seen: str, pieces: list[Piece]) -> None:
    moved = moved_since(seen, pieces)
    if moved:
        message = _("This answer has changed since you read it. Here is what changed: read it, then say it again.")
        raise WrongState(message, code="changed", moved=[{"name": one.name, "text": one.text} for one in moved])
