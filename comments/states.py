"""Moves a comment to its next state, with everything that follows: place, counts, and the version of the thread.

There are no permissions or rules here. The verbs (pipeline, moderation, own) decide, holding a lock on the comment.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from comments import limits, tidings
from comments.heat import heat
from comments.models import Comment, Commenter, Thread
from newsroom.prepared import Prepared, PreparedUpdate


def lock(comments: "QuerySet[Comment]", *, authors: Iterable[int]) -> None:
    """Lock all that moving these comments of these authors will write, in the order in which all verbs do.

    The order is author, comment, what it answers, thread: the comments from the newest on. Whoever moves several in one
    transaction calls this first, or would wait for a reader who waits for the thread of the one before. Three queries;
    on SQLite none, where every transaction has locked everything when it begins.
    """
    if connection.vendor != "postgresql":
        return
    list(Commenter.objects.select_for_update().filter(pk__in=authors).order_by("pk"))
    moved = comments.order_by()
    answered = Q(pk__in=moved.values("root")) | Q(pk__in=moved.values("parent"))
    list(Comment.objects.select_for_update(no_key=True).filter(Q(pk__in=moved.values("pk")) | answered).order_by("-pk"))
    threads = Thread.objects.filter(article__in=moved.values("article")).order_by("pk")
    list(threads.select_for_update(no_key=True))


def place(comment: Comment, *, is_trusted: bool = False) -> None:
    """Update the counts for a new comment, unless it is held. Two queries; three to five more for a reply.

    Pass `is_trusted` if the author is known to have full trust already: it saves a query.
    """
    if comment.is_public:
        _appears(comment, is_trusted)
        _count(comment, +1)


def move(comment: Comment, *, to: Comment.State, **fields: Any) -> None:
    """Store the new state and the other given fields. The comment must be locked and unmodified.

    A comment that becomes visible for the first time gets its place in the thread, and then keeps it for good, if only
    to show why it is gone. One query; one or two more if readers see a difference, and three more for a reply.
    """
    was_public, was_nowhere = comment.is_public, not comment.place
    for name, value in {"state": to, **fields}.items():
        setattr(comment, name, value)
    if comment.is_public and was_nowhere:
        comment.place = Comment.Place.REPLY if comment.root_id else Comment.Place.ROOT
    comment.save(update_fields=["state", "place", *fields])
    if comment.is_public and was_nowhere:
        _appears(comment)
    if comment.place:
        _count(comment, comment.is_public - was_public)


def touch(article_id: int, change: int = 0) -> None:
    """Record that readers see something else under this story, and `change` more comments than before."""
    if not _move_thread(article=article_id, change=change):
        Thread.objects.get_or_create(article_id=article_id)
        _move_thread(article=article_id, change=change)


@PreparedUpdate
def _move_thread(article: int, change: int) -> tuple[QuerySet[Thread], dict[str, Any]]:
    return Thread.objects.filter(article_id=article), {"shown": F("shown") + change, "version": F("version") + 1}


def warm(comment_id: int, *, agreed: int = 0, replies: int = 0) -> None:
    """Change the counts of a comment, and its heat. Two queries; the first locks the row."""
    ((created_at, had_agreed, had_replies),) = _counts(pk=comment_id)
    agreed, replies = had_agreed + agreed, had_replies + replies
    _set_counts(pk=comment_id, agreed=agreed, replies=replies, heat=heat(created_at, agreed=agreed, replies=replies))


@Prepared
def _counts(pk: int) -> QuerySet[Comment, tuple[datetime, int, int]]:
    row = Comment.objects.select_for_update(no_key=True).filter(pk=pk)
    return row.values_list("created_at", "agreed", "replies")


@PreparedUpdate
def _set_counts(pk: int, agreed: int, replies: int, heat: int) -> tuple[QuerySet[Comment], dict[str, Any]]:
    return Comment.objects.filter(pk=pk), {"agreed": agreed, "replies": replies, "heat": heat}


def _appears(comment: Comment, is_trusted: bool = False) -> None:
    """The author earns trust, because readers now see one more of their comments."""
    if not is_trusted:
        known = Commenter.objects.filter(user_id=comment.author_id, passed__lt=limits.TRUSTED)
        known.update(passed=F("passed") + 1)
    tidings.note_reply(comment)


def _count(comment: Comment, change: int) -> None:
    if change and comment.root_id and comment.parent_id:
        for answered in sorted({comment.root_id, comment.parent_id}, reverse=True):  # the order of `lock`
            warm(answered, replies=change)
    touch(comment.article_id, change)
