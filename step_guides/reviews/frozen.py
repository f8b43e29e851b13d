"""An answer, once it is sent, and what was said in a thread: the database refuses to change them."""

from coursesite.core.frozen import freeze
from step_guides.reviews.models import Comment, Review, Score, Thread

freeze(Review, "submission", "trainer", "rubric", "letter", "next_step", "override_reason", "decision", "sent_at", once="sent_at")
freeze(Score, "review", "criterion", "level", "comment", once="sent_at", of="review")
freeze(Comment, "thread", "trace_id", "author", "text", "at", "sent_at", once="sent_at")
freeze(Thread, "public_id", "worksheet", "enrolment", "submission", "opened_by", "opened_at")
