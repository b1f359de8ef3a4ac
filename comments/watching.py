"""The watch list: stories and readers whose comments the moderators want to see soon. The only verbs that change it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments import limits, permissions
from comments import text as texts
from comments.models import Comment, Watch
from comments.refusals import Conflict
from newsroom.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def watch(watched: Article | User, *, by: User, why: str, now: datetime | None = None) -> Watch:
    """Put a story or reader on the list. Raises Conflict if it is there already. Up to four queries."""
    if not permissions.can_watch(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    why = texts.clean(why)
    if texts.is_blank(why):
        raise ValidationError({"why": _("Say what the others should look for.")})
    if len(why) > limits.MAX_NOTE_LENGTH:
        sentence = _("Shorten the note to at most %(most)s characters.") % {"most": limits.MAX_NOTE_LENGTH}
        raise ValidationError({"why": sentence})
    article, reader = (None, watched) if isinstance(watched, User) else (watched, None)
    try:
        with transaction.atomic():
            return Watch.objects.create(article=article, reader=reader, why=why, by=by, at=now or timezone.now())
    except IntegrityError:
        raise Conflict(_("This is on the watch list already.")) from None


def end(row: Watch, *, by: User, now: datetime | None = None) -> None:
    """Take a story or reader off the list. The row stays and records who ended it."""
    if not permissions.can_watch(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    open_row = Watch.objects.filter(pk=row.pk, ended_at__isnull=True)
    if not open_row.update(ended_at=now or timezone.now(), ended_by=by):
        raise Conflict(_("This has been taken off the watch list already."))


def watched(comments: "QuerySet[Comment]", now: datetime) -> "QuerySet[Comment]":
    """Those of these comments that are on a watched story or by a watched reader."""
    rows = Watch.objects.in_force(now)
    stories = rows.filter(article__isnull=False).values("article")
    readers = rows.filter(reader__isnull=False).values("reader")
    return comments.filter(Q(article__in=stories) | Q(author__in=readers))


def is_watched(now: datetime) -> Exists:
    """Annotate whether a comment is watched, for its story or its author."""
    return Exists(Watch.objects.in_force(now).filter(Q(article=OuterRef("article")) | Q(reader=OuterRef("author"))))


def over(comment: Comment, *, now: datetime) -> dict[str, Watch]:
    """The watches on this comment: "story", "reader", both or none. One query."""
    rows = Watch.objects.in_force(now).filter(Q(article=comment.article_id) | Q(reader=comment.author_id))
    return {"story" if row.article_id else "reader": row for row in rows.select_related("by")}
