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
    """A moderator or the managing editor, by their group's permission."""
    return user.has_perm("comments.moderate_comment")


def can_judge(user: "User | AnonymousUser", comment: "Comment") -> bool:
    """Whether this person may hide or restore this comment. Nobody judges a comment of their own."""
    return can_moderate(user) and comment.author_id != user.pk


def is_author(user: "User | AnonymousUser", comment: "Comment") -> bool:
    return user.is_authenticated and comment.author_id == user.pk


def can_still_edit(comment: "Comment", *, at: datetime) -> bool:
    """Whether its author may still change a comment: soon after it was sent, and not once somebody has answered."""
    is_there = comment.is_public or comment.is_held
    return is_there and not comment.replies and at < comment.created_at + limits.EDIT_WINDOW


def can_sanction(user: "User | AnonymousUser", reader: "User") -> bool:
    """Whether this person may warn or bar that reader. Members of staff answer to the managing editor, not here."""
    return can_moderate(user) and not reader.is_staff and reader.pk != user.pk


def can_release(user: "User") -> bool:
    """The managing editor, who answers for what the medium can still prove."""
    return can_moderate(user) and may_manage(user)


def can_pick(user: "User") -> bool:
    """A moderator or an editor: whoever answers for what the newsroom lifts up. No query for a reader."""
    return user.is_staff and (can_moderate(user) or may_edit_others(user))


def can_pin(user: "User", reply: "Comment") -> bool:
    """Whether this person may show a reply first: one of the newsroom, by whoever wrote it or may pick."""
    return reply.voice != reply.Voice.READER and (is_author(user, reply) or can_pick(user))


def can_keep_terms(user: "User | AnonymousUser") -> bool:
    """Who may change what the pipeline looks for: moderators and managing editors."""
    return user.has_perm("comments.keep_terms")


def can_rule(user: "User | AnonymousUser") -> bool:
    """Who may decide whether a story takes comments: moderators, editors and managing editors."""
    return user.has_perm("comments.rule_thread")


def can_watch(user: "User | AnonymousUser") -> bool:
    """Who may put stories and readers on the watch list: whoever reads its queue."""
    return can_moderate(user)
