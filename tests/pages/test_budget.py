"""The queries of each page with empty caches, and that more stories do not change them."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import dates
from articles.models import Step
from tests import cast, memory
from tests.pages import press
from tests.pages.press import Desk

BUDGETS = {
    "/": 5,
    "/nasional/": 5,
    "/topik/pangan/": 5,
    "/penulis/rina/": 5,
    "/indeks/": 5,
    "/ralat/": 5,
    "/pencabutan/": 5,
    "/indeks/?kanal=nasional": 5,
    "/terpopuler/": 5,
    "/cari/?q=berita": 5,
    "/cari/?q=berita+lagi&kanal=nasional&urut=baru": 5,
    "/rss/": 5,
    "/atom/": 5,
    "/feed.json": 5,
    "/nasional/rss/": 5,
    "/nasional/atom/": 5,
    "/nasional/feed.json": 5,
    "/topik/pangan/rss/": 5,
    "/topik/pangan/atom/": 5,
    "/topik/pangan/feed.json": 5,
    "/penulis/rina/rss/": 5,
    "/penulis/rina/atom/": 5,
    "/penulis/rina/feed.json": 5,
    "/sitemap.xml": 5,
    "/sitemap-kanal.xml": 5,
    "/sitemap-news.xml": 5,
    f"/sitemap-{dates.today():%Y-%m}.xml": 5,
}
ARTICLE = 6


def cost(client: Client, address: str) -> int:
    memory.forget()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(desk: Desk, stories: int) -> str:
    """Publish this many stories, and return the path of one that has everything a story can have."""
    photo = press.photo(desk.rina)
    sections = [cast.section(name) for name in ("Nasional", "Ekonomi", "Olahraga")]
    topics = [cast.topic(name) for name in ("Pangan", "Pertanian", "Perdagangan", "Cuaca")]
    editions = [
        desk.publish(
            f"Berita {number}",
            now=press.ago(minutes=stories - number),
            section=sections[number % 3],
            topics=topics,
            lead_photo=photo,
        )
        for number in range(stories)
    ]
    body = "<p>Teks.</p>" + "".join(press.read_also(edition) for edition in editions[:3])
    return desk.publish("Berita Lengkap", body=body, topics=topics, lead_photo=photo).path


def test_no_page_costs_more_than_its_budget_and_more_stories_cost_nothing(client: Client, desk: Desk) -> None:
    article = fill(desk, 10)
    few = {address: cost(client, address) for address in (article, *BUDGETS)}
    assert {address: spent for address, spent in few.items() if spent > BUDGETS.get(address, ARTICLE)} == {}

    for number in range(30):
        desk.publish(f"Lagi {number}", topics=[cast.topic()])

    many = {address: cost(client, address) for address in few}
    assert {address: spent for address, spent in many.items() if spent > few[address]} == {}


# -- What the database does for it ---------------------------------------------------------------------------------

# The tables that grow. If one is scanned or sorted as a whole, a page gets slower every day, and the number of queries
# does not show it.
GROWING = "articles_(?:article|edition|editionbyline|editiontopic|editionphoto|likeness|readalso|reads|searchentry)"


def plans(client: Client, address: str) -> dict[str, list[str]]:
    """The plans of all queries of a page, for large tables."""
    memory.forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    told = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in dict.fromkeys(query["sql"] for query in queries if query["sql"].startswith("SELECT")):
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + _literal(sql))
            told[sql] = [str(row[-1]) for row in cursor.fetchall()]
    return told


def _literal(sql: str) -> str:
    return sql.replace("%", "%%")


def whole_reads(plan: list[str]) -> list[str]:
    """The lines of a plan that scan a growing table or a whole index."""
    through = re.compile(rf"SCAN (?:{GROWING}|[A-Z]\d+)\b(?! USING)|Seq Scan on {GROWING}\b|\(ANY\(")
    return [line for line in plan if through.search(line)]


def test_no_page_reads_through_the_archive(client: Client, desk: Desk) -> None:
    article = fill(desk, 10)
    older = re.findall(r"/nasional/\?sebelum=[^\"]+", client.get("/nasional/").content.decode())

    found = {
        address: [*whole_reads(plan), sql]
        for address in (article, f"{article}lite/", *older, *BUDGETS)
        for sql, plan in plans(client, address).items()
        if whole_reads(plan)
    }
    assert found == {}


# SQLite's statistics of an archive of a million stories: rows of an index, and how many share its first columns.
OF_A_MILLION = {
    "articles_edition": {
        "edition_latest": "1049828 1 1",
        "edition_in_section": "1049828 131229 1 1",
        "edition_by_kind": "1049828 349943 1",
        "one_open_edition_per_article": "1000000 1",
    },
    "articles_step": {"step_of_article": "1049828 1 1 1", "step_by_verb": "1049828 1049828 1"},
}


@pytest.fixture
def of_a_million(db: None) -> Iterator[None]:
    if connection.vendor != "sqlite":  # PostgreSQL's statistics cannot be set; `plans` tests it in another way
        yield
        return
    rows = [(table, index, noted) for table, indexes in OF_A_MILLION.items() for index, noted in indexes.items()]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_schema")
        yield
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.parametrize("address", ["/indeks/", "/", "/nasional/"])
def test_a_planner_that_knows_the_archive_is_large_is_not_misled(
    client: Client, of_a_million: None, address: str
) -> None:
    cast.section("Nasional")

    found = {sql: whole_reads(plan) for sql, plan in plans(client, address).items()}
    assert {sql: lines for sql, lines in found.items() if lines} == {}


def test_emergencies_are_found_without_the_steps_of_everything_else(of_a_million: None) -> None:
    emergencies = Step.objects.filter(verb=Step.Verb.EMERGENCY).order_by().values("article_id")

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert re.search("step_emergency|step_by_verb", emergencies.explain())
