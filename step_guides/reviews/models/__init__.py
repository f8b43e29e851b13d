from step_guides.reviews.models.peers import PeerReading, PeerRefusal, PeerRound, PeerScore
from step_guides.reviews.models.reading import ReaderComment, ReadingLink
from step_guides.reviews.models.reminder import Reminder
from step_guides.reviews.models.review import PrivateNote, Review, Score
from step_guides.reviews.models.rubric import Criterion, Rubric, RubricWording
from step_guides.reviews.models.team import CoReader
from step_guides.reviews.models.thread import Comment, Thread, ThreadQuerySet

__all__ = [
    "CoReader",
    "Comment",
    "Criterion",
    "PeerReading",
    "PeerRefusal",
    "PeerRound",
    "PeerScore",
    "PrivateNote",
    "ReaderComment",
    "ReadingLink",
    "Reminder",
    "Review",
    "Rubric",
    "RubricWording",
    "Score",
    "Thread",
    "ThreadQuerySet",
]
