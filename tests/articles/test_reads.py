"""Counting reads: nothing is written per view, only live stories count, and floods and made-up ids do no harm."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import dates, reads
from articles.models import Edition, Reads
from tests.pages import press
from tests.pages.press import Desk

TODAY = dates.today


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    reads.forget()
    yield
    reads.forget()


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def read(edition: Edition | int, *, times: int = 1, address: str = "10.0.0.1") -> None:
    article = edition if isinstance(edition, int) else edition.article_id
    for number in range(times):
        reads.count(article, address=address, reader=f"Peramban {number}")


def counted(edition: Edition) -> int:
    return reads.reads_of([edition.article_id], since=TODAY())[edition.article_id]


def ranking(days: int = 1) -> list[str]:
    cache.clear()
    return [edition.headline for edition in reads.most_read(days, 10).stories]


def test_a_read_costs_no_query_and_is_stored_with_the_others(desk: Desk) -> None:
    edition = desk.publish("Berita")

    with CaptureQueriesContext(connection) as queries:
        read(edition, times=25)
    assert len(queries) == 0
    assert counted(edition) == 0

    reads.store()
    assert counted(edition) == 25


def test_what_is_stored_later_is_added_in_two_queries(desk: Desk) -> None:
    edition, other = desk.publish("Berita"), desk.publish("Lainnya")
    read(edition, times=3)
    reads.store()
    reads.forget()
    read(edition, times=4)
    read(other, times=2)

    with CaptureQueriesContext(connection) as queries:
        reads.store()

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 3
    assert (counted(edition), counted(other)) == (7, 2)
    assert Reads.objects.count() == 2


def test_the_same_reader_counts_once(desk: Desk) -> None:
    edition, other = desk.publish("Berita"), desk.publish("Lainnya")
    for _again in range(5):
        read(edition)
        read(other)
    read(edition, address="10.0.0.2")
    reads.store()

    assert (counted(edition), counted(other)) == (2, 1)


def test_one_address_counts_no_more_than_a_network_would(desk: Desk) -> None:
    edition = desk.publish("Berita")
    read(edition, times=reads.PER_ADDRESS + 200)
    reads.store()

    assert counted(edition) == reads.PER_ADDRESS


def test_a_flood_of_made_up_ids_fills_neither_memory_nor_database(desk: Desk) -> None:
    edition = desk.publish("Berita")
    for number in range(3 * reads.MOST_HELD):
        reads.count(10**9 + number, address=f"10.1.{number // 250}.{number % 250}", reader="x")
        assert len(reads._buffer._counts) <= reads.MOST_HELD + 1
    for hostile in (0, -1, 2**63, 10**40):
        read(hostile)
    read(edition)
    reads.store()

    assert counted(edition) == 1
    assert Reads.objects.count() == 1


def test_only_stories_that_readers_can_see_are_counted(desk: Desk) -> None:
    retracted = desk.publish("Dicabut", now=press.ago(hours=1))
    desk.retract(retracted)
    tomorrow = desk.schedule("Esok", live_from=timezone.now() + timedelta(days=1))
    read(retracted)
    read(tomorrow)
    reads.store()

    assert not Reads.objects.exists()


def test_counts_wait_while_the_database_refuses(desk: Desk) -> None:
    edition = desk.publish("Berita")
    read(edition, times=3)
    with connection.execute_wrapper(_refuse):
        reads.store()
    assert counted(edition) == 0

    reads.store()
    assert counted(edition) == 3


def _refuse(execute: Any, sql: str, *call: Any) -> Any:
    if sql.startswith("INSERT"):
        raise OperationalError("the disk is full")
    return execute(sql, *call)


def test_the_most_read_stands_first_and_a_retracted_story_leaves_at_once(desk: Desk) -> None:
    few, many, gone = desk.publish("Sedikit"), desk.publish("Banyak"), desk.publish("Dicabut")
    desk.publish("Tak Dibaca")
    read(few, times=2)
    read(many, times=5)
    read(gone, times=9)
    reads.store()
    assert ranking() == ["Dicabut", "Banyak", "Sedikit"]

    desk.retract(gone)
    assert [edition.headline for edition in reads.most_read(1, 10).stories] == ["Banyak", "Sedikit"]


def test_a_day_and_a_week_rank_apart(desk: Desk) -> None:
    today, before, old = (desk.publish(name, now=press.ago(days=9)) for name in ("Hari Ini", "Pekan Ini", "Lama"))
    reads.add(
        {
            (today.article_id, TODAY()): 5,
            (before.article_id, TODAY() - timedelta(days=3)): 50,
            (old.article_id, TODAY() - timedelta(days=8)): 500,
        }
    )

    assert ranking(1) == ["Hari Ini"]
    assert ranking(7) == ["Pekan Ini", "Hari Ini"]


def test_at_midnight_the_list_of_the_day_is_still_that_of_yesterday(desk: Desk) -> None:
    yesterday, today = desk.publish("Kemarin"), desk.publish("Hari Ini")
    midnight = timezone.now().astimezone(dates.WIB).replace(hour=0, minute=1)
    day = midnight.date()
    reads.add({(yesterday.article_id, day - timedelta(days=1)): 100, (today.article_id, day): 99})

    assert list(reads._ranked(1, midnight)) == [yesterday.article_id, today.article_id]
    assert list(reads._ranked(1, midnight.replace(hour=23))) == [today.article_id, yesterday.article_id]


def test_the_ranking_costs_two_queries_and_then_one(desk: Desk) -> None:
    for number in range(8):
        read(desk.publish(f"Berita {number}"), times=number + 1)
    reads.store()
    cache.clear()

    for most in (2, 1):
        with CaptureQueriesContext(connection) as queries:
            assert len(reads.most_read(1, 5).stories) == 5
        assert len(queries) == most


@pytest.mark.parametrize("days", [0, 8, -1])
def test_a_span_that_is_not_kept_is_refused(days: int, db: None) -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        reads.most_read(days, 5)
