"""The lists of complaints, appeals and held comments on the front page of the desk."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from comments import appeals, permissions
from comments.admin.queue import PARAMETER, Queue
from comments.models import Appeal, Comment, Complaint, Sanction
from comments.models.complaint import WITHHELD_AFTER
from comments.text import excerpt
from newsroom.accounts.models import User
from newsroom.desk_front import MOST_ROWS, Part, Row

SHOWN = 100  # characters of a text: two lines
HELD_TOO_LONG = timedelta(hours=2)  # shown in red: who waits longer for a first comment rarely writes a second one


def parts(user: User, now: datetime) -> list[Part]:
    """The lists of comments for this person. Three queries for a moderator, none for others."""
    if not permissions.can_moderate(user):
        return []
    return [_complaints(now), _appeals(user), _held(now)]


def _complaints(now: datetime) -> Part:
    """Undecided complaints, earliest deadline first."""
    waiting = Complaint.objects.waiting_since(now).select_related("comment")
    rows = [
        Row(
            excerpt(complaint.quoted, SHOWN),
            _change_url(complaint.comment_id, Queue.REPORTED),
            [complaint.number, complaint.get_reason_display()],
            clock=complaint.due_at,
            clock_label=_("until it is due") if complaint.due_at > now else _("overdue"),
            is_late=now - complaint.received_at > WITHHELD_AFTER / 2,
        )
        for complaint in waiting[:MOST_ROWS]
    ]
    title, more_url = _("Complaints about comments"), _queue_url(Queue.REPORTED)
    return Part("complaints", title, rows, order=12, is_urgent=True, more_url=more_url)


def _appeals(user: User) -> Part:
    """Open appeals against decisions of other moderators, oldest first."""
    waiting = Appeal.objects.filter(outcome="").exclude(Q(decision__by=user) | Q(sanction__by=user))
    joined = waiting.select_related("decision__comment__author", "sanction__user").order_by("at", "pk")
    rows = [
        Row(
            excerpt(appeal.words, SHOWN),
            _sanction_url(against.pk)
            if isinstance(against, Sanction)
            else _change_url(against.comment_id, Queue.APPEALED),
            [str(appeals.person_of(against))],
            clock=appeal.at,
            clock_label=_("waiting"),
        )
        for appeal in joined[:MOST_ROWS]
        for against in [appeal.against]
    ]
    return Part("appeals", _("Appeals that you may decide"), rows, order=20)


def _held(now: datetime) -> Part:
    """Held comments, longest wait first."""
    held: QuerySet[Any] = Comment.objects.for_desk().filter(state=Comment.State.HELD).order_by("created_at", "pk")
    rows = [
        Row(
            str(comment),
            _change_url(comment.pk, Queue.HELD),
            [str(comment.author), comment.headline or _("a story that readers do not see")],
            clock=comment.created_at,
            clock_label=_("waiting"),
            is_late=comment.created_at < now - HELD_TOO_LONG,
        )
        for comment in held[:MOST_ROWS]
    ]
    nothing = _("No comment is waiting for you.")
    more_url = _queue_url(Queue.HELD)
    return Part("held", _("Comments that wait"), rows, order=25, nothing=nothing, more_url=more_url)


def _sanction_url(pk: int) -> str:
    return reverse("admin:comments_sanction_change", args=[pk])


def _change_url(pk: int, queue: Queue) -> str:
    """The URL of a comment within a queue, so that a decision leads on to the next one."""
    return f"{reverse('admin:comments_comment_change', args=[pk])}?{PARAMETER}={queue}"


def _queue_url(queue: Queue) -> str:
    return f"{reverse('admin:comments_comment_changelist')}?{PARAMETER}={queue}"
