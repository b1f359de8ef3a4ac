"""What readers do with their own comments besides writing them, and with those of others.

Each verb is one transaction. It raises PermissionDenied (wrong person), Conflict (wrong state) or one of the pipeline's
Refused errors (whoever may not write may not do this either), each with a sentence, and then changes nothing.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import permissions, refusals, sanctions, states
from comments.models import Comment, Mute, Reaction
from comments.refusals import Conflict
from newsroom.accounts.models import User


@transaction.atomic
def delete(comment: Comment, *, by: User) -> None:
    """Delete one's own comment. A note stays in its place, and the text on record until its retention ends.

    Sanctioned readers may do this too. Deleting twice changes nothing.
    """
    stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not permissions.is_author(by, stored):
        raise PermissionDenied(_("Only its author may delete a comment."))
    if stored.is_deleted:
        return
    if stored.is_hidden:
        raise Conflict(_("A moderator has hidden this comment: nobody sees it any more."))
    states.move(stored, to=Comment.State.DELETED, picked_at=None)


@transaction.atomic
def agree(comment: Comment, *, by: User, now: datetime | None = None) -> bool:
    """Agree with a comment, once, and not with one's own. Returns whether it counted. Up to ten queries.

    Possible wherever readers see the comment, also in closed threads, because it makes no work for moderators. Not on
    hidden comments, nor on stories that show no comments.
    """
    now = now or timezone.now()
    _may_react(by, now)
    stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if stored.author_id == by.pk:
        raise Conflict(_("This comment is your own."))
    if not stored.is_shown or not Comment.objects.on_show(now).filter(pk=stored.pk).exists():
        raise Conflict(_("This comment is no longer there."))
    try:
        with transaction.atomic():
            Reaction.objects.create(comment=stored, reader=by, at=now)
    except IntegrityError:
        return False
    _count(stored, +1)
    return True


@transaction.atomic
def disagree(comment: Comment, *, by: User) -> bool:
    """Withdraw one's agreement. Returns whether there was any."""
    stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    gone, _each = Reaction.objects.filter(comment=stored, reader=by).delete()
    if gone:
        _count(stored, -1)
    return bool(gone)


def mute(author: User, *, by: User, now: datetime | None = None) -> None:
    """Collapse this person's comments for one reader. Nobody is told. Muting twice changes nothing."""
    if author.pk == by.pk:
        raise Conflict(_("You cannot mute yourself."))
    Mute.objects.get_or_create(reader=by, muted=author, defaults={"at": now or timezone.now()})


def unmute(author: User, *, by: User) -> None:
    Mute.objects.filter(reader=by, muted=author).delete()


def _may_react(by: User | AnonymousUser, now: datetime) -> None:
    """Readers who may not write may not react either. Two queries."""
    if isinstance(by, AnonymousUser):
        raise refusals.NotLoggedIn
    reader = User.objects.only("is_active").get(pk=by.pk)
    if not reader.is_active:
        raise refusals.Inactive
    barred = sanctions.refusal(sanctions.in_force(reader, now=now))
    if barred:
        raise barred


def _count(comment: Comment, change: int) -> None:
    states.warm(comment.pk, agreed=change)
    states.touch(comment.article_id)
