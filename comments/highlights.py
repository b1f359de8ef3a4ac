"""What the newsroom highlights: Pilihan Redaksi, and its own replies shown first. Each act is logged."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import permissions, states, tidings
from comments.models import Comment, Highlight, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User

Act = Highlight.Act


@transaction.atomic
def pick(comment: Comment, *, by: User, now: datetime | None = None) -> None:
    """Pick a comment as worth reading. Not one's own, and none with an open complaint."""
    stored = _begin(comment, by, allowed=permissions.can_pick(by))
    if stored.author_id == by.pk:
        raise PermissionDenied(_("This comment is your own. Somebody else must pick it."))
    if stored.picked_at:
        raise Conflict(_("This comment has been picked already."))
    if stored.complaints.open().exists():
        raise Conflict(_("Somebody has complained about this comment. Decide about that first."))
    _store(stored, Act.PICK, by, now, picked_at=now or timezone.now())
    Thread.objects.filter(pk=stored.article_id).update(picks=F("picks") + 1)
    tidings.note_pick(stored, now=now or timezone.now())


@transaction.atomic
def unpick(comment: Comment, *, by: User, now: datetime | None = None) -> None:
    stored = _begin(comment, by, allowed=permissions.can_pick(by))
    if not stored.picked_at:
        raise Conflict(_("This comment is not picked."))
    _store(stored, Act.UNPICK, by, now, picked_at=None)


@transaction.atomic
def pin(reply: Comment, *, by: User, now: datetime | None = None) -> None:
    """Show a reply of the newsroom first below its comment, replacing another if there is one."""
    stored = _begin(reply, by, allowed=permissions.can_pin(by, reply))
    if stored.root_id is None:
        raise Conflict(_("Only a reply can be shown first."))
    Comment.objects.filter(pk=stored.root_id).update(answer=stored)
    _store(stored, Act.PIN, by, now)


@transaction.atomic
def unpin(reply: Comment, *, by: User, now: datetime | None = None) -> None:
    stored = _begin(reply, by, allowed=permissions.can_pin(by, reply))
    if not Comment.objects.filter(answer=stored).update(answer=None):
        raise Conflict(_("This reply is not shown first."))
    _store(stored, Act.UNPIN, by, now)


def _begin(comment: Comment, by: User, *, allowed: bool) -> Comment:
    """Lock the comment. Raises unless this person may highlight it and readers see it."""
    if not allowed:
        raise PermissionDenied(_("Only moderators and editors may do that."))
    stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not stored.is_shown:
        raise Conflict(_("Readers do not see this comment now."))
    return stored


def _store(comment: Comment, act: Highlight.Act, by: User, now: datetime | None, **fields: datetime | None) -> None:
    Highlight.objects.create(comment=comment, act=act, by=by, at=now or timezone.now())
    if fields:
        Comment.objects.filter(pk=comment.pk).update(**fields)
    states.touch(comment.article_id)
