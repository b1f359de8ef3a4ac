"""How much was published in which month, updated with each edition, so that no sitemap has to scan the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Greatest, TruncMonth

from articles import dates
from articles.models import Edition, PrintedMonth
from articles.querysets import EditionQuerySet
from newsroom.prepared import Prepared


@dataclass(frozen=True)
class Month:
    """A month with stories. `changed_at` is when its stories last changed for readers."""

    first: date
    stories: int
    changed_at: datetime


def note(edition: Edition, *, is_first: bool) -> None:
    """Count a new edition in its month. One statement, and two more for the first of a month."""
    month, first = month_of(edition.published_at), int(is_first)
    newer = {"stories": F("stories") + first, "changed_at": Greatest("changed_at", edition.live_from)}
    if not PrintedMonth.objects.filter(month=month).update(**newer):
        begun = {"stories": first, "changed_at": edition.live_from}
        _row, is_new = PrintedMonth.objects.get_or_create(month=month, defaults=begun)
        if not is_new:  # another story of this month was faster
            PrintedMonth.objects.filter(month=month).update(**newer)


def recount(month: date) -> None:
    """Recompute a month from its editions, after one was cancelled. Scans only this month."""
    counted = _in_month(month).not_cancelled().aggregate(stories=Count("article", distinct=True), at=Max("live_from"))
    if counted["at"] is None:
        PrintedMonth.objects.filter(month=month).delete()
        return
    PrintedMonth.objects.update_or_create(
        month=month, defaults={"stories": counted["stories"], "changed_at": counted["at"]}
    )


def rebuild() -> int:
    """Recompute all months from all editions, and return how many there are. For imported archives."""
    counted = (
        Edition.objects.not_cancelled()
        .order_by()
        .annotate(month=TruncMonth("published_at", tzinfo=dates.WIB))
        .values_list("month")
        .annotate(stories=Count("article", distinct=True), last=Max("live_from"))
    )
    rows = [PrintedMonth(month=month.date(), stories=stories, changed_at=at) for month, stories, at in counted]
    PrintedMonth.objects.all().delete()
    PrintedMonth.objects.bulk_create(rows)
    return len(rows)


def months(now: datetime) -> list[Month]:
    """Every month with stories that readers have seen, newest first. At most two queries, whatever the archive size.

    If a month has scheduled editions, its last change is looked up in the editions; usually only a few months do.
    """
    last = month_of(now)
    rows = [row for row in _all() if row[0] <= last]
    seen = _last_changes([month for month, _stories, changed_at in rows if changed_at > now], now)
    found = [Month(month, stories, seen.get(month, changed_at)) for month, stories, changed_at in rows]
    return [month for month in found if month.changed_at <= now]


@Prepared
def _all() -> QuerySet[Any, Any]:
    """Including future months, of which there are few."""
    return PrintedMonth.objects.values_list("month", "stories", "changed_at")


def stories_of(month: date) -> int:
    """An upper bound of the stories first published in a month. One row by its primary key."""
    return PrintedMonth.objects.filter(month=month).values_list("stories", flat=True).first() or 0


def month_of(moment: datetime) -> date:
    return moment.astimezone(dates.WIB).date().replace(day=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """Start and end of a month in Jakarta."""
    begin = datetime(month.year, month.month, 1, tzinfo=dates.WIB)
    return begin, (begin + timedelta(days=32)).replace(day=1)


def _last_changes(asked: Iterable[date], now: datetime) -> dict[date, datetime]:
    names = {f"m{month:%Y%m}": month for month in asked}
    if not names:
        return {}
    spans = {name: _within(month) for name, month in names.items()}
    some = Q()
    for span in spans.values():
        some |= span
    seen = Edition.objects.begun(now).filter(some).order_by()
    latest = seen.aggregate(**{name: Max("live_from", filter=span) for name, span in spans.items()})
    return {names[name]: at for name, at in latest.items() if at}


def _within(month: date) -> Q:
    begin, end = bounds(month)
    return Q(published_at__gte=begin, published_at__lt=end)


def _in_month(month: date) -> EditionQuerySet:
    return Edition.objects.filter(_within(month)).order_by()
