"""Publications take place one after the other, on PostgreSQL as on SQLite.

A publication also writes rows that belong to other stories: which stories are related, how much was printed in a month,
the other stories of a bundle. Two at once would each wait for rows that the other has locked, and the database would
end one of them with an error.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

_TURN = 0x52_49_4C_49_53  # any number that nothing else in this database locks


def take(now: datetime | None = None) -> datetime:
    """Wait for a turn, keep it until the end of the transaction, and return the time. Call it before locking any row.

    The time is taken after waiting, so publications begin in the order in which they are committed: whoever has the
    turn sees everything that began earlier (websub.py). `now` is returned as it is.

    One query. On SQLite, none: every transaction there has taken its turn when it begins (newsroom/settings.py).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    return now or timezone.now()
