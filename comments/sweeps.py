"""Bans that also remove a reader's recent comments, and the way back. The only verbs that act on many comments.

Each comment gets its own decision, recorded in the chain, that names the ban it belongs to.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comments import ledger, limits, moderation, sanctions, states
from comments.models import Comment, Sanction
from newsroom.accounts.models import User


@transaction.atomic
def ban_and_hide(
    user: User,
    *,
    days: int,
    by: User,
    reason: str,
    note: str = "",
    comment: Comment | None = None,
    now: datetime | None = None,
) -> Sanction:
    """Ban a reader and hide their comments of the last `days`, newest first, with a single mail.

    A dozen queries for each comment, at most limits.MOST_SWEPT of them. Comments that are already hidden keep their own
    decision.
    """
    if not 1 <= days <= limits.SWEEP_DAYS:
        raise ValidationError({"days": _("Choose from 1 to %(most)s days.") % {"most": limits.SWEEP_DAYS}})
    now = ledger.take_turn(now)
    shown = [*Comment.PUBLIC, Comment.State.HELD]
    sent = Comment.objects.by(user).filter(state__in=shown, created_at__gt=now - timedelta(days=days))
    _lock(user, sent)
    found = list(sent.order_by("-created_at", "-pk")[: limits.MOST_SWEPT])
    ban = sanctions.impose(
        user, kind=Sanction.Kind.BAN, by=by, reason=reason, note=note, comment=comment, swept=len(found), now=now
    )
    for one in found:
        moderation.hide(one, by=by, reason=reason, part_of=ban, now=now)
    return ban


@transaction.atomic
def take_back(ban: Sanction, *, by: User, note: str = "", now: datetime | None = None) -> int:
    """Lift a ban, and show the comments hidden with it unless there are later decisions. Returns how many."""
    now = ledger.take_turn(now)
    _lock(ban.user, still_hidden(ban))
    found = list(still_hidden(ban))
    row = sanctions.lift(ban, by=by, note=note, swept=len(found), now=now)
    for one in found:
        moderation.restore(one, by=by, part_of=row, now=now)
    return len(found)


def _lock(user: User, comments: "QuerySet[Comment]") -> None:
    """Lock everything before anything is written: what is found afterwards, nobody else decides about meanwhile."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    states.lock(comments, authors=[user.pk])


def still_hidden(ban: Sanction) -> "QuerySet[Comment]":
    """The comments that were hidden with this ban and still are."""
    return Comment.objects.filter(decision__sanction=ban, state=Comment.State.HIDDEN).order_by("pk")
