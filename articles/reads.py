"""Counts how often stories are read, and ranks the most read.

A page view writes nothing: reads are counted in memory and stored every few seconds, and when the process ends. A
killed process loses only what it has counted since. Nothing is stored about readers: to recognize reloads, who read
what is remembered in memory for half an hour, as a hash with a secret of this process.
"""

import atexit
import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection, models
from django.db.models import Case, F, QuerySet, Sum, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from articles import dates
from articles.models import Edition, Reads

log = logging.getLogger(__name__)

HELD = 5  # seconds that a killed process can lose, and until a count is visible
MOST_HELD = 2_000  # stories; beyond this, counts are stored at once, so that made-up ids cannot fill the memory
SAME_READ = 1_800  # seconds; the same story again within half an hour counts as a reload, as in audience research
PER_ADDRESS = 600  # reads per SAME_READ; mobile networks have hundreds of readers per address, scripts make thousands
MOST_REMEMBERED = 100_000  # (reader, story) pairs, about 10 MB; beyond this, the oldest are forgotten early
LARGEST_ID = 2**63 - 1

RANKING_KEPT = 60  # seconds; the ranking shows when it was counted
SPARE = 20  # stories ranked in reserve, for those that are retracted meanwhile
LONGEST = 7  # days


@dataclass(frozen=True)
class MostRead:
    """The most read stories of the last `days` days, most read first, as counted at `counted_at`."""

    days: int
    stories: list[Edition]
    counted_at: datetime


class _Buffer:
    """Counts that are not stored yet, and who has read what in the last half hour. One per process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._storing = threading.Lock()
        self._secret = secrets.token_bytes(16)
        self._forget()
        self._counts: Counter[tuple[int, date]] = Counter()
        self._stored_at = time.monotonic()

    def _forget(self) -> None:
        self._seen: set[int] = set()
        self._seen_before: set[int] = set()
        self._addresses: Counter[int] = Counter()
        self._begun = time.monotonic()

    def take(self, article: int, address: str, reader: str, day: date) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._begun > SAME_READ or len(self._seen) > MOST_REMEMBERED:
                self._seen_before, self._seen = self._seen, set()
                self._addresses.clear()
                self._begun = now
            key = hash((self._secret, address, reader, article))
            whence = hash((self._secret, address))
            if key in self._seen or key in self._seen_before or self._addresses[whence] >= PER_ADDRESS:
                return
            self._seen.add(key)
            self._addresses[whence] += 1
            self._counts[article, day] += 1

    def is_due(self) -> bool:
        return bool(self._counts) and (time.monotonic() - self._stored_at > HELD or len(self._counts) > MOST_HELD)

    def store(self) -> None:
        """Store the waiting counts, one thread at a time. If the database fails, they keep waiting."""
        if not self._storing.acquire(blocking=False):
            return
        try:
            with self._lock:
                waiting, self._counts = self._counts, Counter()
                self._stored_at = time.monotonic()
            try:
                add(waiting)
            except DatabaseError:
                log.exception("reads: not stored, tried again later")
                with self._lock:
                    if len(self._counts) + len(waiting) <= 2 * MOST_HELD:
                        self._counts.update(waiting)
        finally:
            self._storing.release()

    def empty(self) -> None:
        with self._lock:
            self._counts.clear()
            self._stored_at = time.monotonic()
            self._forget()


_buffer = _Buffer()


def count(article: int, *, address: str, reader: str) -> None:
    """Count a read of a story. `reader` tells apart readers who share a network `address`. Usually no query.

    The same reader counts once per story and half an hour, and an address at most as often as a network would.
    """
    if 0 < article <= LARGEST_ID:
        _buffer.take(article, address, reader, dates.today())
    if _buffer.is_due():
        _buffer.store()


def store() -> None:
    """Store the waiting counts now. Two statements if there are any."""
    _buffer.store()


def forget() -> None:
    """Drop the waiting counts and the memory of who has read what."""
    _buffer.empty()


atexit.register(store)


def add(counts: Mapping[tuple[int, date], int]) -> None:
    """Add these counts to the stored ones, for stories that readers can see; other ids are ignored."""
    if not counts:
        return
    public = Edition.objects.live().standing().filter(article__in={article for article, _day in counts})
    known = set(public.values_list("article", flat=True))
    rows = sorted((article, day.isoformat(), number) for (article, day), number in counts.items() if article in known)
    if not rows:
        return
    table = Reads._meta.db_table
    with connection.cursor() as cursor:  # sorted, so that two processes storing at once cannot deadlock
        cursor.executemany(
            f"INSERT INTO {table} (article_id, day, count) VALUES (%s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (article_id, day) DO UPDATE SET count = {table}.count + excluded.count",
            rows,
        )


def reads_of(article_ids: Iterable[int], since: date) -> dict[int, int]:
    """How often each of these stories was read since that day; 0 if never. One query."""
    wanted = set(article_ids)
    rows = Reads.objects.filter(article__in=wanted, day__gte=since).values_list("article").annotate(Sum("count"))
    return dict.fromkeys(wanted, 0) | dict(rows)


def most_read(days: int, limit: int) -> MostRead:
    """The most read stories of the last `days` days. One query, two if the ranking is older than a minute."""
    return most_read_in([days], limit)[0]


def most_read_in(spans: list[int], limit: int) -> list[MostRead]:
    """`most_read` for several periods, with a single query for all stories."""
    rankings = [ranking(days) for days in spans]
    wanted = {article for ids, _at in rankings for article in ids[: limit + SPARE]}
    stories = {}
    if wanted:
        live = Edition.objects.live().standing().news().filter(article__in=wanted).cards().order_by()
        stories = {edition.article_id: edition for edition in live}
    return [
        MostRead(days, [stories[article] for article in ids if article in stories][:limit], counted_at)
        for days, (ids, counted_at) in zip(spans, rankings, strict=True)
    ]


def ranking(days: int) -> tuple[list[int], datetime]:
    """The ids of the most read stories, and when they were counted."""
    key = f"reads:{days}"
    kept: tuple[list[int], datetime] | None = cache.get(key)
    if kept is None:
        now = timezone.now()
        kept = (list(_ranked(days, now)[: 50 + SPARE]), now)
        cache.set(key, kept, RANKING_KEPT)
    return kept


def _ranked(days: int, now: datetime) -> QuerySet[Any, int]:
    """Rank the last `days` times 24 hours. The day in which they begin counts in proportion.

    So the list is not empty at midnight, and stories fade out instead of dropping out.
    """
    if not 1 <= days <= LONGEST:
        raise ValueError(f"Ask for 1 to {LONGEST} days.")
    here = now.astimezone(dates.WIB)
    first = here.date() - timedelta(days=days)
    left = 1 - (here.hour * 60 + here.minute) / (24 * 60)
    read = Cast("count", models.FloatField())
    weighted = Case(When(day=first, then=read * Value(left)), default=read)
    found = Reads.objects.filter(day__gte=first, day__lte=here.date()).values("article")
    ranked = found.annotate(total=Sum(weighted)).order_by(F("total").desc(), "-article")
    return ranked.values_list("article", flat=True)
