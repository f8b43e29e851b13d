"""An answer, once it is sent, what was said in a thread, and the rubrics: the database refuses to change them."""

from coursesite.core.frozen import freeze
from step_guides.reviews.models import Comment, Criterion, PeerReading, PeerScore, ReaderComment, Review, Rubric, Score, Thread

WRITTEN = ("submission", "trainer", "rubric", "letter", "next_step")
freeze(Review, *WRITTEN, "override_reason", "pair_reason", "signed_by", "decision", "sent_at", once="sent_at")
freeze(Review, *WRITTEN, "joined_to", once="joined_to_id")  # a part, once it has left with a letter
for left in ("sent_at", "joined_to_id"):
    freeze(Score, "review", "criterion", "level", "comment", once=left, of="review")
freeze(Comment, "thread", "trace_id", "author", "text", "at", "sent_at", once="sent_at")
freeze(Thread, "public_id", "worksheet", "enrolment", "submission", "opened_by", "opened_at")
freeze(PeerReading, "round", "reader", "submission", "strength", "suggestion", "sent_at", once="sent_at")
freeze(PeerScore, "reading", "criterion", "level", "comment", once="sent_at", of="reading")
freeze(ReaderComment, "link", "anchor", "last_text", "at")
freeze(Rubric, "kind", "version", "level_names", "published_by", "published_at")
freeze(Criterion, "rubric", "code", "position", "name", "question", "starred", "levels", "remarks")
