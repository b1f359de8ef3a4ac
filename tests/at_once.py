"""A copy of the database to commit to for real, and threads that act on it at the same moment.

Frozen rows refuse to be tidied up after a test, so the whole copy is thrown away.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

AtOnce = Callable[..., list[Any]]
Connect = Callable[[], None]


@contextmanager
def copied(folder: Path) -> Iterator[Connect]:
    """Inside, this thread works on the copy, and so does every other thread that calls what is given."""
    original = connections["default"]
    name = _copy(original, folder)

    def connect() -> None:
        mine = original.copy()
        mine.settings_dict = {**original.settings_dict, "NAME": name, "OPTIONS": _without_pool(original)}
        connections["default"] = mine  # for this thread and no other

    connect()
    try:
        yield connect
    finally:
        connection.close()
        connections["default"] = original
        if original.vendor == "postgresql":
            _run(original, f'DROP DATABASE "{name}"')


def run_at_once(connect: Connect, acts: tuple[Callable[[], Any], ...]) -> list[Any]:
    """What each act returned or raised."""
    barrier = Barrier(len(acts))

    def work(act: Callable[[], Any]) -> Any:
        connect()
        barrier.wait(timeout=10)
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(work, acts))


def _copy(original: BaseDatabaseWrapper, folder: Path) -> str:
    """The name of a new database like this one. On PostgreSQL nobody may be connected to it at that moment."""
    original.ensure_connection()
    if original.vendor == "sqlite":
        file = folder / "copy.sqlite3"
        file.write_bytes(original.connection.serialize())
        return str(file)
    source = original.settings_dict["NAME"]
    original.close()
    original.close_pool()
    _run(original, f'CREATE DATABASE "{source}_copy" TEMPLATE "{source}"')
    return f"{source}_copy"


def _run(original: BaseDatabaseWrapper, statement: str) -> None:
    with original._nodb_cursor() as cursor:
        cursor.execute(statement)


def _without_pool(original: BaseDatabaseWrapper) -> dict[str, Any]:
    return {key: value for key, value in original.settings_dict["OPTIONS"].items() if key != "pool"}
