"""The models of the comments. Imports go one way: comment < history, reader, decision < sanction, complaint, record."""

from comments.models.appeal import Appeal
from comments.models.comment import Comment, Thread
from comments.models.commenter import Commenter
from comments.models.complaint import Case, Complaint
from comments.models.decision import Decision
from comments.models.desk import Hold, Remark
from comments.models.history import Highlight, Revision, Verdict
from comments.models.month import Month
from comments.models.reader import Mute, Reaction, Tiding
from comments.models.record import ChainHead, Record
from comments.models.ruling import Ruling, Watch
from comments.models.sanction import Sanction
from comments.models.term import Term, TermChange

__all__ = [
    "Appeal",
    "Case",
    "ChainHead",
    "Comment",
    "Commenter",
    "Complaint",
    "Decision",
    "Highlight",
    "Hold",
    "Month",
    "Mute",
    "Reaction",
    "Record",
    "Remark",
    "Revision",
    "Ruling",
    "Sanction",
    "Term",
    "TermChange",
    "Thread",
    "Tiding",
    "Verdict",
    "Watch",
]
