"""The lists of the desk: bounded, read from an index, and without counting."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import dates, workflow
from articles.models import Article, Edition, Section
from newsroom import desk_lists
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
LISTS = ["article", "edition", "photo", "journalist", "section", "step", "topic"]
FILTERS = ["", "?pembaca=tayang", "?pembaca=terjadwal", "?pembaca=dicabut", "?pembaca=belum", "?milik=saya"]
FILTERS += ["?status__exact=draft", "?berbayar=ya", "?q=beras", "?p=2"]


@pytest.fixture
def archive() -> list[Article]:
    """Sixty stories, changed a minute apart."""
    rina, section = cast.rina(), cast.section()
    now = timezone.now()
    stories = [Article(headline=f"Harga Beras {number}", reporter=rina, section=section) for number in range(60)]
    made = Article.objects.bulk_create(stories)
    for number, story in enumerate(made):
        story.changed_at = now - timedelta(minutes=number)
    Article.objects.bulk_update(made, ["changed_at"])
    return made


def asked(client: Any, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("name", LISTS)
def test_no_list_counts_its_table(archive: list[Article], name: str) -> None:
    statements = asked(desk.browser(cast.sari()), f"/admin/articles/{name}/")
    counts = [sql for sql in statements if "COUNT(" in sql and "articles_notice" not in sql]
    assert counts == []
    assert len(statements) <= 25


def plan_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"), ())
        return " ".join(str(step[-1]) for step in cursor.fetchall())


def test_what_is_not_published_yet_is_read_from_an_index(archive: list[Article]) -> None:
    """On SQLite, whose plan shows that the texts are not read."""
    if connection.vendor != "sqlite":
        assert {index.name for index in Article._meta.indexes} >= {"article_by_change_named", "article_by_status"}
        return
    statements = asked(desk.browser(cast.sari()), f"{desk.LIST}?pembaca=belum")
    plan = plan_of(next(sql for sql in statements if sql.startswith('SELECT "articles_article"."id"')))
    assert "(status=?)" in plan, plan
    assert "SCAN" not in plan, plan


def test_a_search_among_all_editions_finds_the_latest_first() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    made = [
        cast.published(rina, bagus, headline=f"Harga {what} Naik Lagi") for what in ("Beras", "Gula", "beras Ketan")
    ]
    client, url = desk.browser(cast.sari()), "/admin/articles/edition/?q=BERAS"
    assert [row.pk for row in client.get(url).context["cl"].result_list] == [made[2].pk, made[0].pk]


@pytest.mark.parametrize("name", ["accounts/user", "accounts/consent", "duties/policy"])
def test_nor_do_the_lists_of_people_and_what_they_agreed_to(name: str) -> None:
    client = desk.browser(desk.root())
    for query in ("", "?q=rina"):
        statements = asked(client, f"/admin/{name}/{query}")
        counts = [
            sql for sql in statements if re.search(r"COUNT\(|MIN\(|DISTINCT", sql) and "articles_notice" not in sql
        ]
        assert counts == []
        assert len(statements) <= 14


@pytest.mark.parametrize("query", FILTERS)
def test_the_list_of_stories_takes_the_same_few_queries_however_filtered(archive: list[Article], query: str) -> None:
    statements = asked(desk.browser(cast.sari()), desk.LIST + query)
    assert len(statements) <= (17 if "q=" in query else 12)  # PostgreSQL searches up to five slices of time
    assert all("COUNT(" not in sql for sql in statements if "articles_notice" not in sql)
    rows = [sql for sql in statements if '"articles_article"."headline"' in sql]
    assert all("LIMIT" in sql or '"id" IN (' in sql for sql in rows), "a list without an end"


def test_a_long_list_ends_and_says_so(archive: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_lists, "MOST_LISTED", 55)
    client = desk.browser(cast.sari())
    page = client.get(desk.LIST).content.decode()
    assert "Masih ada lagi." in page
    assert len(re.findall("Harga Beras", client.get(f"{desk.LIST}?p=2").content.decode())) == 5
    assert "Masih ada lagi." not in client.get(f"{desk.LIST}?q=Beras+59").content.decode()


def test_the_pages_of_a_list_follow_each_other_without_a_gap(archive: list[Article]) -> None:
    client = desk.browser(cast.sari())
    found = []
    for number in (1, 2):
        found += re.findall(r">(Harga Beras \d+)<", client.get(f"{desk.LIST}?p={number}").content.decode())
    assert found == [story.headline for story in archive]


def test_no_address_sorts_by_what_has_no_index(archive: list[Article]) -> None:
    client = desk.browser(cast.sari())
    for column in range(7):
        statements = asked(client, f"{desk.LIST}?o={column}")
        assert not any(
            re.search(r'ORDER BY "articles_article"\."(headline|section|reporter)', sql) for sql in statements
        )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?status__exact=draft",
        "?status__exact=submitted",
        "?milik=saya",
        "?pembaca=tayang",
        "?berbayar=ya",
        "?section__id__exact={}",
    ],
)
def test_the_list_of_stories_is_read_by_an_index_in_its_order(archive: list[Article], query: str) -> None:
    statements = asked(desk.browser(cast.sari()), desk.LIST + query.format(Section.objects.get().pk))
    ids = next(sql for sql in statements if "articles_article" in sql and "LIMIT 1001" in sql)
    if connection.vendor != "sqlite":
        return  # PostgreSQL scans a table of sixty rows, whatever index there is
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {ids}")
        plan = " / ".join(row[3] for row in cursor.fetchall())
    assert re.search(r"articles_article USING (COVERING )?INDEX article_", plan), plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_what_is_rare_is_found_however_old_it_is(archive: list[Article]) -> None:
    rina, bagus, sari = Article.objects.first().reporter, cast.bagus(), cast.sari()  # type: ignore[union-attr]
    gone = cast.published(rina, bagus, headline="Sudah Dicabut").article
    workflow.retract(gone, by=sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    Article.objects.filter(pk=gone.pk).update(changed_at=timezone.now() - timedelta(days=900))
    page = desk.browser(sari).get(f"{desk.LIST}?pembaca=dicabut").content.decode()
    assert re.findall(r"field-headline_shown.*?>([^<]+)</a>", page) == ["Sudah Dicabut"]


def test_a_list_that_finds_nothing_says_what_was_asked_and_offers_the_ways_out(archive: list[Article]) -> None:
    page = desk.browser(cast.sari()).get(f"{desk.LIST}?q=mangrove&status__exact=draft&milik=saya").content.decode()
    assert "Tidak ada yang cocok dengan “mangrove”." in page
    assert "status: <strong>draf</strong>" in page
    assert 'href="?q=mangrove&amp;status__exact=draft">tanpa filter ini' in page
    assert 'href="?milik=saya&amp;status__exact=draft">Hapus pencarian' in page
    assert 'href="?">Tampilkan semua' in page


def test_a_list_that_is_still_empty_says_so() -> None:
    page = desk.browser(cast.sari()).get(desk.LIST).content.decode()
    assert "Belum ada isinya." in page
    assert "Tampilkan semua" not in page


def test_a_list_that_nothing_narrows_offers_no_way_to_see_all_of_it(archive: list[Article]) -> None:
    client = desk.browser(cast.sari())
    assert "Tampilkan semua" not in client.get(desk.LIST).content.decode()
    page = client.get(f"{desk.LIST}?q=beras").content.decode()
    assert "60 hasil" in page
    assert "Tampilkan semua" in page


def test_an_impossible_filter_leads_back_to_the_list() -> None:
    browser = desk.browser(cast.bagus())
    reply = browser.get("/admin/articles/topic/?ids=1", follow=True)
    assert reply.status_code == 200
    assert browser.get("/admin/articles/topic/?e=1&ids=1")["Location"] == "/admin/articles/topic/"


def test_whoever_waits_for_an_editor_is_listed_in_turn_and_since_when() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    now = timezone.now()
    for hours in (1, 3, 2):
        story = cast.draft(rina, headline=f"Menunggu {hours} jam")
        workflow.submit(story, by=rina, now=now - timedelta(hours=hours))
    page = desk.browser(bagus).get(f"{desk.LIST}?status__exact=submitted").content.decode()
    assert re.findall(r">(Menunggu \d jam)<", page) == ["Menunggu 3 jam", "Menunggu 2 jam", "Menunggu 1 jam"]
    assert f"sejak {dates.print_short(now - timedelta(hours=3))}" in page
    assert "sejak" not in desk.browser(bagus).get(f"{desk.LIST}?status__exact=draft").content.decode()


def test_the_log_leads_to_the_story() -> None:
    article = cast.draft(cast.rina(), headline="Harga Beras Naik Lagi")
    page = desk.browser(cast.bagus()).get("/admin/articles/step/").content.decode()
    assert f'<a href="{desk.change_url(article)}">Harga Beras Naik Lagi</a>' in page
