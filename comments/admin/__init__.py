"""The moderation desk in the Django admin. Comments are only changed through comments.moderation."""

from comments.admin.comment import CommentAdmin
from comments.admin.decision import DecisionAdmin
from comments.admin.logs import ComplaintAdmin
from comments.admin.sanction import SanctionAdmin
from comments.admin.term import TermAdmin
from comments.admin.thread import ThreadAdmin
from comments.admin.watch import WatchAdmin

__all__ = [
    "CommentAdmin",
    "ComplaintAdmin",
    "DecisionAdmin",
    "SanctionAdmin",
    "TermAdmin",
    "ThreadAdmin",
    "WatchAdmin",
]
