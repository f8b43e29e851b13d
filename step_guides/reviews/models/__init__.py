from step_guides.reviews.models.bank import BankRemark
from step_guides.reviews.models.peers import PeerReading, PeerRefusal, PeerRound, PeerScore
from step_guides.reviews.models.reading import ReaderComment, ReadingLink
from step_guides.reviews.models.reminder import Reminder
from step_guides.reviews.models.review import PrivateNote, Review, Score
from step_guides.reviews.models.rubric import Criterion, Rubric
from step_guides.reviews.models.team import CoReader
from step_guides.reviews.models.thread import Comment, Thread, ThreadQuerySet

__all__ = [
    "BankRemark",
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
    "Score",
    "Thread",
    "ThreadQuerySet",
]
