from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import Settings

from newsroom.accounts.models import User
from tests import cast


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False  # tested in test_desk_door.py


@pytest.fixture
def of_a_million(db: None) -> Iterator[None]:
    """SQLite's statistics of an archive of a million stories."""
    if connection.vendor != "sqlite":
        yield
        return
    noted = {
        "articles_article": {
            "article_by_change_named": "1000000 1 1 1",
            "article_by_status": "1000000 250000 1 1",
            "article_in_section": "1000000 125000 1 1",
        },
        "articles_edition": {"edition_named": "1049828 1 1", "edition_latest": "1049828 1 1"},
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        rows = [(table, index, stat) for table, indexes in noted.items() for index, stat in indexes.items()]
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_schema")
        yield
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


@pytest.fixture
def rina(db: None) -> User:
    return cast.rina()


@pytest.fixture
def bagus(db: None) -> User:
    return cast.bagus()
