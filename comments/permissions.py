"""Who may moderate and change comments. Who may post one is decided in phases.py."""

from datetime import datetime
from typing import TYPE_CHECKING

from articles.permissions import may_edit_others, may_manage
from comments import limits

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from comments.models import Comment
    from newsroom.accounts.models import User


def can_moderate(user: "User | AnonymousUser") -> bool:
    """Moderators and managing editors, by the permission of their group."""
    return user.has_perm("comments.moderate_comment")


def can_judge(user: "User | AnonymousUser", comment: "Comment") -> bool:
    """Whether this person may hide or restore this comment. Nobody may judge their own."""
    return can_moderate(user) and comment.author_id != user.pk


def is_author(user: "User | AnonymousUser", comment: "Comment") -> bool:
    return user.is_authenticated and comment.author_id == user.pk


def can_still_edit(comment: "Comment", *, at: datetime) -> bool:
    """Whether its author may still edit a comment: only shortly after sending, and before anybody has replied."""
    is_there = comment.is_public or comment.is_held
    return is_there and not comment.replies and at < comment.created_at + limits.EDIT_WINDOW


def can_sanction(user: "User | AnonymousUser", reader: "User") -> bool:
    """Whether this person may sanction that reader. Members of staff answer to the managing editor instead."""
    return can_moderate(user) and not reader.is_staff and reader.pk != user.pk


def can_release(user: "User") -> bool:
    """Managing editors, who are responsible for the evidence."""
    return can_moderate(user) and may_manage(user)


def can_pick(user: "User") -> bool:
    """Moderators and editors. No query for readers."""
    return user.is_staff and (can_moderate(user) or may_edit_others(user))


def can_pin(user: "User", reply: "Comment") -> bool:
    """Whether this person may show a newsroom reply first: its author, and everybody who may pick."""
    return reply.voice != reply.Voice.READER and (is_author(user, reply) or can_pick(user))


def can_keep_terms(user: "User | AnonymousUser") -> bool:
    """Who may change the word list: moderators and managing editors."""
    return user.has_perm("comments.keep_terms")


def can_rule(user: "User | AnonymousUser") -> bool:
    """Who may decide whether a story takes comments: moderators, editors and managing editors."""
    return user.has_perm("comments.rule_thread")


def can_watch(user: "User | AnonymousUser") -> bool:
    """Who may put stories and readers on the watch list: whoever reads its queue."""
    return can_moderate(user)
