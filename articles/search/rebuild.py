"""Rebuilds the whole search index beside the old one and then swaps them: after an import, with a new version of the
stemmer, or if the index was lost. Everything in the index comes from the editions."""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Edition
from articles.search import engines, index

BATCH = 500  # editions per transaction: half a second, so that editors do not wait long for SQLite's write lock
_NEW = f"{engines.TABLE}_new"


def rebuild(*, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Index every edition that readers see or will see, and return how many. About 1,000 per second and core.

    Stories published meanwhile go into the old index, and into the new one in the last transaction.
    """
    done = last = 0
    _run(f"DROP TABLE IF EXISTS {_NEW}", *engines.create_sql(connection.vendor, _NEW))
    while batch := _next(last):
        with transaction.atomic():
            index.put_all(batch, _NEW)
        done, last = done + len(batch), batch[-1].pk
        if done % (20 * BATCH) == 0:
            progress(done)
    _run(*engines.index_sql(connection.vendor, _NEW))
    with transaction.atomic():
        if engines.is_postgresql():
            _run(f"LOCK TABLE {engines.TABLE} IN EXCLUSIVE MODE")  # blocks publishing, not searching
        while batch := _next(last):
            index.put_all(batch, _NEW)
            done, last = done + len(batch), batch[-1].pk
        _run(f"DROP TABLE {engines.TABLE}", *engines.rename_sql(connection.vendor, _NEW, engines.TABLE))
    return done


def _next(last: int) -> list[Edition]:
    now = timezone.now()
    wanted = Edition.objects.standing().not_cancelled().filter(Q(live_until=None) | Q(live_until__gt=now), pk__gt=last)
    return list(wanted.defer("html", "notes").order_by("pk")[:BATCH])


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
