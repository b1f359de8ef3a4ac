"""Publications take place one after the other, on PostgreSQL as on SQLite.

A publication also writes rows that belong to other stories: which stories are related, how much was printed in a month,
the other stories of a bundle. Two at once would each wait for rows that the other has locked, and the database would
end one of them with an error.
"""

from django.db import connection

_TURN = 0x52_49_4C_49_53  # any number that nothing else in this database locks


def take() -> None:
    """Wait for one's turn, and keep it until the end of the transaction. Call it before locking any row.

    One query. On SQLite, none: every transaction there has taken its turn when it begins (newsroom/settings.py).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
