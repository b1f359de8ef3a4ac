"""Lets public pages read from a database replica, so that readers do not slow down the desk. Off without REPLICA_URL.

Only public pages for anonymous visitors read the replica; the desk, comments and all writes use the primary. A replica
that is down or more than MAX_LAG behind is skipped in favour of the primary.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

ALIAS = "replica"
MAX_LAG = timedelta(seconds=1)  # with the three seconds in front of Django still within five
LOOK_EACH = 1.0  # seconds between two checks of the replica, made by whichever request comes first
AVOID = 2.0  # seconds during which it is not used after a failure

# An idle standby has replayed all it received. A standby that has lost its primary has no row in the view.
_LOOK = """
SELECT NOT pg_is_in_recovery() OR (
    EXISTS (SELECT 1 FROM pg_stat_wal_receiver)
    AND (
        pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
        OR now() - pg_last_xact_replay_timestamp() < make_interval(secs => %s)
    )
)
"""

_reading: ContextVar[bool] = ContextVar("reading_replica", default=False)


class Router:
    """Sends reads inside `reading()` to the replica, and everything else to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return ALIAS if _reading.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # both are the same database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class _Health:
    """Whether the replica can be used. One request checks it each second; the others use the last result."""

    def __init__(self) -> None:
        self.is_good = False
        self._look_at = 0.0
        self._lock = threading.Lock()

    def ask(self) -> bool:
        if time.monotonic() >= self._look_at and self._lock.acquire(blocking=False):
            try:
                self._look_at = time.monotonic() + LOOK_EACH
                self.is_good = _looks_good()
            finally:
                self._lock.release()
        return self.is_good

    def failed(self) -> None:
        self.is_good = False
        self._look_at = time.monotonic() + AVOID


def _looks_good() -> bool:
    try:
        with connections[ALIAS].cursor() as cursor:
            if connections[ALIAS].vendor != "postgresql":
                return True
            cursor.execute(_LOOK, [MAX_LAG.total_seconds()])
            return bool(cursor.fetchone()[0])
    except (OperationalError, InterfaceError) as away:
        log.warning("The replica does not answer; public pages read the primary. %s", away)
        connections[ALIAS].close()
        return False


_health = _Health()


def read(view: Callable[[], Answer]) -> Answer:
    """Call `view` on the replica if it is up and fresh, otherwise on the primary."""
    if not settings.REPLICA_URL:
        return view()
    roads: list[AbstractContextManager[None]] = [reading(), nullcontext()]
    if not _health.ask():
        roads.reverse()  # if the primary is down too, an old page is better than none
    for road in roads[:-1]:
        try:
            with road:
                return view()
        except (OperationalError, InterfaceError) as broken:
            log.warning("One of two databases failed; this page reads the other one. %s", broken)
            _health.failed()
            connections[ALIAS].close()
    with roads[-1]:
        return view()


@contextmanager
def reading() -> Iterator[None]:
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)
