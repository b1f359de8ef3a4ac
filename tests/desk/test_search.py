"""The search in the list of stories: results, order, and that it reads no more than it shows."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import headline_index, headlines, workflow
from articles.models import Article, Edition
from newsroom import desk_lists
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
EDITIONS = "/admin/articles/edition/"


def found(client: Client, question: str, url: str = desk.LIST, **filters: str) -> list[str]:
    """The listed headlines, in order."""
    response = client.get(url, {"q": question, **filters})
    assert response.status_code == 200
    return [row.headline for row in response.context["cl"].result_list]


def stories(*headlines: str, since: datetime | None = None, apart: timedelta = timedelta(minutes=1)) -> list[Article]:
    """Create stories with these headlines; the first is the last changed."""
    rina, section, since = cast.rina(), cast.section(), since or timezone.now()
    made = Article.objects.bulk_create(Article(headline=line, reporter=rina, section=section) for line in headlines)
    for number, story in enumerate(made):
        story.changed_at = since - number * apart
    Article.objects.bulk_update(made, ["changed_at"])
    return made


SOME = [
    "Warga Kebanjiran di Demak, Sekolah Libur",
    "Sekolah Libur karena Warga Mengungsi",
    "Harga Beras Naik 12 Persen",
    "“Beras Kami Habis,” Kata Pedagang",
    "Rapat DPR Ditunda",
    "Covid-19 Kembali di Kudus",
    "Karya Perupa Élan Dipamerkan",
]


FINDS = {
    "banj": [0],  # from the middle of a word
    "BERAS": [2, 3],
    "libur sekolah": [0, 1],  # in any order
    '"sekolah libur karena"': [1],  # and in this one
    "'sekolah libur' demak": [0],
    "pr": [],  # two letters match the beginning of a word …
    "dp": [4],
    "di": [0, 4, 5, 6],
    "beras k": [3],  # … and so does one letter beside other words …
    "warga s": [0, 1],
    "k w": [],
    "h": [2],  # … but alone, it matches the beginning of the headline
    "k": [6],
    "12": [2],
    "k 12": [],
    "covid-19": [5],
    "-19": [5],
    "“beras": [3],
    "perupa élan": [6],
    "ekspor": [],
    "harga ekspor": [],
    "?": [0, 1, 2, 3, 4, 5, 6],
}


def test_what_is_typed_finds_parts_of_headlines() -> None:
    stories(*SOME)
    client = desk.browser(cast.sari())
    assert {question: found(client, question) for question in FINDS} == {
        question: [SOME[number] for number in numbers] for question, numbers in FINDS.items()
    }


STRANGE = [
    '"', '"beras" OR "x', "beras*", "NEAR(a b)", "headline:beras", "beras AND", "(", "{}", "%", "___", "\\",
    "beras\x00", "日本語", "🙂🙂🙂", "–", "a" * 5_000, "a b " * 2_000, "12345678901234567890", "-1", "²",
    "http://[", "//", "/admin/articles/article/999999999999999999/",
]  # fmt: skip


def test_whatever_is_typed_is_answered() -> None:
    stories(*SOME, "Naik 100%_\\ Lagi", "Kantor 日本語 Dibuka")
    client, section = desk.browser(desk.root()), str(cast.section().pk)
    for question in STRANGE:
        for url, filters in ((desk.LIST, {}), (EDITIONS, {}), (desk.LIST, {"section__id__exact": section})):
            assert client.get(url, {"q": question, **filters}, follow=True).status_code == 200, question
    assert found(client, "100%_\\") == ["Naik 100%_\\ Lagi"]
    assert found(client, "日本") == ["Kantor 日本語 Dibuka"]


def test_a_story_is_found_by_its_number_and_by_any_of_its_addresses() -> None:
    client, rina, bagus = desk.browser(cast.sari()), cast.rina(), cast.bagus()
    first = cast.published(rina, bagus, headline="Panen Raya di Demak")
    article = Article.objects.get(pk=first.article_id)
    workflow.revise(article, by=rina)
    article.slug = "panen-raya-2"
    workflow.save(article, by=rina, version=article.version)
    cast.published(rina, bagus, headline="Yang Lain")
    asked = [
        str(article.pk), f" {article.pk} ", first.path, f"https://namamedia.test{first.path}?utm=a#b",
        f"{first.path}lite/", first.path.replace(first.article.slug, "panen-raya-2"), desk.change_url(article),
    ]  # fmt: skip
    for question in asked:
        assert found(client, question) == ["Panen Raya di Demak"], question
    assert found(client, first.path, EDITIONS) == found(client, str(article.pk), EDITIONS) == ["Panen Raya di Demak"]
    assert found(client, "/nasional/2026/01/01/tidak-ada/") == []
    assert found(desk.browser(cast.journalist_person("Tono", "Reporter")), first.path) == [], "it is not Tono's"


def test_the_index_follows_the_story_in_the_transaction_that_changes_it() -> None:
    client, rina = desk.browser(cast.sari()), cast.rina()
    article = workflow.start(Article(headline="Hujan Lebat", section=cast.section(), body=cast.BODY), by=rina)
    other = workflow.start(Article(headline="Hujan Reda", section=article.section, body=cast.BODY), by=rina)
    assert found(client, "hujan") == ["Hujan Reda", "Hujan Lebat"]

    article.headline = "Hujan Lebat Lagi"
    workflow.save(article, by=rina, version=article.version, now=timezone.now() + timedelta(minutes=1))
    assert found(client, "hujan") == ["Hujan Lebat Lagi", "Hujan Reda"]
    other.headline = "Kemarau"
    workflow.save(other, by=rina, version=other.version)
    assert found(client, "hujan") == ["Hujan Lebat Lagi"]
    assert found(client, "marau") == ["Kemarau"]

    Article.objects.filter(pk=other.pk).update(headline="Hujan")
    written = Article.objects.create(headline="Hujan Es", reporter=rina)
    assert found(client, "hujan") == ["Hujan Lebat Lagi", "Hujan Es", "Hujan"]
    written.delete()
    assert found(client, "hujan") == ["Hujan Lebat Lagi", "Hujan"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM articles_article_headlines")
            assert cursor.fetchone() == (Article.objects.count(),)


@pytest.mark.parametrize("order", ["", "4"])
@pytest.mark.parametrize("most", [55, 1_000])
def test_an_archive_of_decades_is_found_in_its_order(monkeypatch: pytest.MonkeyPatch, most: int, order: str) -> None:
    """Of any age and frequency: the list ends after the first rows, and leaves none of these out."""
    monkeypatch.setattr(desk_lists, "MOST_FOUND", most)
    lines = [f"Harga {'Beras' if number % 2 else 'Gula'} {number}" for number in range(120)]
    stories(*lines, apart=timedelta(days=90))
    client = desk.browser(cast.sari())
    for question, wanted in (("harga", lines), ("beras", lines[1::2]), ("'gula 8'", [lines[8], *lines[80:90:2]])):
        listed = (wanted[::-1] if order else wanted)[:most]
        asked = {"o": order} if order else {}
        assert found(client, question, **asked) == listed[:50]
        if listed[50:]:
            assert found(client, question, p="2", **asked) == listed[50:100]
        more = "Masih ada lagi." in client.get(desk.LIST, {"q": question, **asked}).content.decode()
        assert more == (len(wanted) > most)


@pytest.mark.parametrize("most_looked", [2, 8, 10_000])
def test_a_filter_leaves_out_nothing_however_common_the_word_is(
    monkeypatch: pytest.MonkeyPatch, most_looked: int
) -> None:
    monkeypatch.setattr(headlines, "MOST_LOOKED", most_looked)
    monkeypatch.setattr(desk_lists, "MOST_FOUND", 1)
    made = stories(*(f"Harga {number}" for number in range(30)))
    Article.objects.filter(pk__in=[made[20].pk, made[25].pk]).update(status="submitted")
    Article.objects.filter(pk=made[10].pk).update(section=cast.section("Ekonomi"))
    client = desk.browser(cast.sari())

    assert found(client, "harga", status__exact="submitted") == ["Harga 20"]
    assert found(client, "harga", status__exact="submitted", o="4") == ["Harga 25"]
    assert found(client, "harga", section__id__exact=str(cast.section("Ekonomi").pk)) == ["Harga 10"]
    assert found(client, "harga 25", status__exact="submitted") == ["Harga 25"]
    assert found(client, "h", status__exact="draft") == ["Harga 0"]


def test_a_reporter_finds_no_story_of_others() -> None:
    stories("Harga Beras")
    tono = cast.journalist_person("Tono", "Reporter")
    workflow.start(Article(headline="Beras Tono", section=cast.section(), body=cast.BODY), by=tono)
    assert found(desk.browser(tono), "beras") == ["Beras Tono"]


# -- What the database does for it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [desk.LIST, EDITIONS, desk.READ_ALSO])
@pytest.mark.parametrize("question", ["h", "harga beras", "tidak ada"])
def test_a_search_reads_the_index_and_the_rows_that_it_shows(of_a_million: None, url: str, question: str) -> None:
    cast.published(cast.rina(), cast.bagus(), headline="Harga Beras Naik di Pasar")
    client = desk.browser(cast.sari())
    table = "articles_article" if url == desk.LIST else "articles_edition"
    read = []
    for sql, plan in plans(client, url, question):
        read += [line for line in plan if f"{table}_headlines" in line]
        assert not [
            line
            for line in plan
            if re.search(
                r"Seq Scan on articles_|SCAN (articles_(article|edition)|U\d)\b(?! USING INDEX edition_latest)", line
            )
        ], sql
        assert " ".join(plan).count("TEMP B-TREE") <= 1, plan  # for the rows of the list itself
    assert read, [plan for _sql, plan in plans(client, url, question)]


def plans(client: Client, url: str, question: str) -> list[tuple[str, list[str]]]:
    """The plan of each query on stories or editions."""
    client.get(url, {"q": question})
    with CaptureQueriesContext(connection) as queries:
        client.get(url, {"q": question})
    told = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With so few rows, it would scan the table or use the smallest index.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL random_page_cost = 0; SET LOCAL seq_page_cost = 0"
            )
        for sql in (query["sql"] for query in queries):
            if "articles_article" not in sql and "articles_edition" not in sql:
                continue
            explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
            cursor.execute(explain + sql.replace("%", "%%"), ())
            lines: list[Any] = cursor.fetchall()
            told.append((sql, [str(line[-1]) for line in lines]))
    return told


def test_the_index_made_anew_holds_what_is_there() -> None:
    """For migrations that rebuild the table, which drops the triggers on SQLite."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps its index, which it builds outside of transactions
    stories(*SOME)
    cast.published(Article.objects.latest("pk").reporter, cast.bagus())
    with connection.cursor() as cursor:
        for table in headline_index.MOMENTS:
            for statement in headline_index.drop_sql("sqlite", table):
                cursor.execute(statement)
        Article.objects.filter(headline=SOME[0]).update(headline="Lain Sama Sekali")
        for table in headline_index.MOMENTS:
            for statement in headline_index.create_sql("sqlite", table):
                cursor.execute(statement, ())
    client = desk.browser(cast.sari())
    assert found(client, "lain sama") == ["Lain Sama Sekali"]
    assert found(client, "banj") == []
    assert len(found(client, "", EDITIONS)) == Edition.objects.count()
