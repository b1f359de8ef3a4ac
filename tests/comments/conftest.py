from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from comments.models import Comment
from tests import cast
from tests.comments import thread

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def desk_by_password(settings: Settings) -> None:
    """Who enters the desk with how many factors is tried elsewhere (tests/accounts/test_desk_door.py)."""
    settings.STAFF_NEEDS_TWO_FACTOR = False


@pytest.fixture
def at_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[AtOnce]:
    """Runs acts at the same moment, in threads, and gives back what each returned or raised.

    The whole test works on a copy of the database and commits for real: frozen rows refuse to be tidied up afterwards,
    so the copy is thrown away.
    """
    original = connections["default"]
    with django_db_blocker.unblock():
        name = _copy(original, tmp_path)

        def work_on_copy() -> None:
            mine = original.copy()
            mine.settings_dict = {**original.settings_dict, "NAME": name, "OPTIONS": _without_pool(original)}
            connections["default"] = mine  # for this thread and no other

        def run(*acts: Callable[[], Any]) -> list[Any]:
            barrier = Barrier(len(acts))

            def work(act: Callable[[], Any]) -> Any:
                work_on_copy()
                barrier.wait(timeout=10)
                try:
                    return act()
                except Exception as error:
                    return error
                finally:
                    connection.close()

            with ThreadPoolExecutor(len(acts)) as pool:
                return list(pool.map(work, acts))

        work_on_copy()
        try:
            yield run
        finally:
            connection.close()
            connections["default"] = original
            if original.vendor == "postgresql":
                _run(original, f'DROP DATABASE "{name}"')


@pytest.fixture
def comments(db: None) -> list[Comment]:
    return thread.comments(thread.commenter(), thread.story(), 6)


@pytest.fixture
def desk(db: None) -> Client:
    return thread.logged_in(cast.made())


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
