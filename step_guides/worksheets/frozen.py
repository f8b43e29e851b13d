"""What was sent, decided and saved: the database refuses to change it."""

from coursesite.core.frozen import freeze
from step_guides.worksheets.models import Move, Revision, Submission

freeze(
    Submission,
    *("public_id", "worksheet", "number", "cohort", "enrolment", "submitted_by", "snapshot", "sha256", "submitted_at"),
)
freeze(Submission, "decision", "decided_by", "decided_at", once="decided_at")
freeze(Submission, "withdrawn_at", once="withdrawn_at")
freeze(Move, "worksheet", "submission", "from_state", "to_state", "by", "reason", "revision_count", "at")
freeze(Revision, "worksheet", "number", "by", "op_id", "anchor", "changes", "at")
