"""Who has a story open for writing right now. It locks nobody out: whose save counts is decided by the version."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Presence
from newsroom.accounts.models import User

PING = timedelta(seconds=10)  # how often an open form reports
SILENT = 3 * PING  # a window that has been silent for so long is closed, asleep or offline
LONGEST_PAUSE = timedelta(hours=12)  # after that, somebody who has not typed is not counted


def arrive(
    article: Article, *, by: User, sheet: UUID, idle: timedelta | None = None, now: datetime | None = None
) -> None:
    """Record that this window is open; `idle` is the time since something was typed in it. At most three queries.

    The first report of a window deletes expired rows, so that the table stays small.
    """
    now = now or timezone.now()
    seen = {"seen_at": now, "typed_at": now - idle if idle is not None and idle < LONGEST_PAUSE else None}
    row = {"article": article, "user": by, "sheet": sheet}
    if not Presence.objects.filter(**row).update(**seen):
        Presence.objects.filter(seen_at__lt=now - 10 * SILENT).delete()
        Presence.objects.bulk_create([Presence(**row, **seen)], ignore_conflicts=True)


def leave(article: Article, *, by: User, sheet: UUID) -> None:
    Presence.objects.filter(article=article, user=by, sheet=sheet).delete()


def others(article: Article, *, user: User, sheet: UUID | None = None, now: datetime | None = None) -> list[str]:
    """A sentence for each other window in which this story is open, including one's own. One query."""
    now = now or timezone.now()
    rows = _fresh(now).filter(article=article)
    return _sentences((row for row in rows if row.sheet != sheet or row.user_id != user.pk), user, now)


def in_list(articles: Iterable[Article], *, user: User, now: datetime | None = None) -> dict[int, list[str]]:
    """The same for several stories, by id. One query."""
    now = now or timezone.now()
    by_article = defaultdict(list)
    for row in _fresh(now).filter(article__in=[article.pk for article in articles]):
        by_article[row.article_id].append(row)
    return {pk: _sentences(rows, user, now) for pk, rows in by_article.items()}


def open_now(*, without: User, now: datetime | None = None, limit: int) -> list[int]:
    """The stories that others have open, the most recently edited first. One query."""
    rows = _fresh(now or timezone.now()).exclude(user=without)
    newest_first = rows.order_by(F("typed_at").desc(nulls_last=True), "-seen_at", "-pk")
    return list(dict.fromkeys(newest_first.values_list("article_id", flat=True)))[:limit]


def _fresh(now: datetime) -> "QuerySet[Presence]":
    return Presence.objects.filter(seen_at__gt=now - SILENT).select_related("user").order_by("-typed_at", "-seen_at")


def _sentences(rows: Iterable[Presence], user: User, now: datetime) -> list[str]:
    """One for each person: the window in which they typed last."""
    newest: dict[int, Presence] = {}
    for row in sorted(rows, key=lambda row: (row.typed_at is not None, row.typed_at or row.seen_at), reverse=True):
        newest.setdefault(row.user_id, row)
    return [_sentence(row, user, now) for row in newest.values()]


def _sentence(row: Presence, user: User, now: datetime) -> str:
    who = row.user.display_name
    if row.typed_at is None:
        if row.user_id == user.pk:
            return _("You have this story open in another window too.")
        return _("%(who)s has this story open.") % {"who": who}
    ago = _ago(now - row.typed_at)
    if row.user_id == user.pk:
        return _("You are editing this story in another window, %(ago)s.") % {"ago": ago}
    return _("%(who)s is editing, %(ago)s.") % {"who": who, "ago": ago}


def _ago(since: timedelta) -> str:
    seconds = max(int(since.total_seconds()), 0)
    if seconds < 60:
        return ngettext("%(count)d second ago", "%(count)d seconds ago", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
