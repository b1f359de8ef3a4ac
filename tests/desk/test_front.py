"""The front page of the desk: each role sees what waits for it, most urgent first."""

import re
from datetime import UTC, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import presence, reads, workflow
from articles.models import Article, Edition
from newsroom.accounts.models import User
from newsroom.desk_front import Part, parts_for
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db


def parts(user: User) -> dict[str, Part]:
    return {part.name: part for part in parts_for(user)}


def titles(user: User, name: str) -> list[str]:
    part = parts(user).get(name)
    return [row.title for row in part.rows] if part else []


class Newsroom:
    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()

    def submitted(self, headline: str, *, minutes_ago: int = 0, **fields: Any) -> Article:
        article = cast.draft(self.rina, headline=headline, **fields)
        moment = timezone.now() - timedelta(minutes=minutes_ago)
        workflow.submit(article, by=self.rina, now=moment)
        return article


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def test_the_reporter_sees_first_what_came_back_and_why(newsroom: Newsroom) -> None:
    article = newsroom.submitted("Panen Raya")
    workflow.send_back(article, by=newsroom.bagus, note="Siapa sumbernya?")
    cast.draft(newsroom.rina, headline="Draf Saya")
    newsroom.submitted("Di Meja Editor")
    cast.published(newsroom.rina, newsroom.bagus, headline="Sudah Tayang")
    found = parts_for(newsroom.rina)
    assert [part.name for part in found] == ["returned", "drafts", "with-editors", "read"]
    row = found[0].rows[0]
    assert (row.title, row.note, row.note_by) == ("Panen Raya", "Siapa sumbernya?", "Bagus")


def test_a_reporter_sees_nobody_elses_work(newsroom: Newsroom) -> None:
    other = cast.journalist_person("Adi", "Reporter")
    newsroom.submitted("Milik Rina")
    cast.draft(newsroom.rina, headline="Draf Rina")
    assert [part.name for part in parts_for(other) if part.rows] == []
    assert "Rina" not in re.sub(r"<head>.*?</head>", "", desk.browser(other).get("/admin/").content.decode())


def test_the_reporter_reads_how_often_her_stories_are_read(newsroom: Newsroom) -> None:
    edition = cast.published(newsroom.rina, newsroom.bagus)
    reads.add({(edition.article_id, timezone.localdate()): 1234})
    row = parts(newsroom.rina)["read"].rows[0]
    assert (row.title, row.figure) == (edition.headline, "1.234")


def test_the_week_of_a_reporter_begins_by_the_calendar_of_jakarta(newsroom: Newsroom) -> None:
    edition = cast.published(newsroom.rina, newsroom.bagus)
    at_two = timezone.localtime().replace(hour=2) + timedelta(days=1)  # yesterday in UTC
    day = at_two.date() - timedelta(days=7)
    reads.add({(edition.article_id, day): 10, (edition.article_id, day - timedelta(days=1)): 500})
    (row,) = next(part for part in parts_for(newsroom.rina, now=at_two.astimezone(UTC)) if part.name == "read").rows
    assert row.figure == "10"


def test_the_queue_has_the_longest_wait_first_and_says_what_to_beware_of(newsroom: Newsroom) -> None:
    newsroom.submitted("Baru Saja", minutes_ago=1)
    old = newsroom.submitted("Sudah Lama", minutes_ago=300)
    Article.objects.filter(pk=old.pk).update(harms_party=True, legal=Article.Legal.NEEDED)
    rows = parts(newsroom.bagus)["queue"].rows
    assert [(row.title, row.is_late) for row in rows] == [("Sudah Lama", True), ("Baru Saja", False)]
    assert [words for _look, words in rows[0].badges] == ["perlu cek hukum", "belum ada konfirmasi"]
    assert rows[0].details[-1] == "22 kata"
    assert rows[1].badges == []


def test_nobody_is_asked_to_approve_her_own_story(newsroom: Newsroom) -> None:
    article = cast.draft(newsroom.bagus, headline="Tulisan Bagus")
    workflow.submit(article, by=newsroom.bagus)
    assert titles(newsroom.bagus, "queue") == []
    assert titles(newsroom.sari, "queue") == ["Tulisan Bagus"]


def test_the_editor_sees_what_is_scheduled_in_work_and_just_published(newsroom: Newsroom) -> None:
    for hours in (5, 2):
        article = newsroom.submitted(f"Terjadwal {hours}")
        later = timezone.now() + timedelta(hours=hours)
        workflow.approve(article, by=newsroom.bagus, version=article.version, live_from=later)
    cast.draft(newsroom.rina, headline="Sedang Ditulis")
    cast.published(newsroom.rina, newsroom.bagus, headline="Baru Tayang")
    cancelled = newsroom.submitted("Batal")
    soon = timezone.now() + timedelta(hours=1)
    workflow.approve(cancelled, by=newsroom.bagus, version=cancelled.version, live_from=soon)
    workflow.unschedule(cancelled, by=newsroom.bagus)
    assert titles(newsroom.bagus, "scheduled") == ["Terjadwal 2", "Terjadwal 5"]
    assert titles(newsroom.bagus, "in-work") == ["Batal", "Sedang Ditulis"]
    assert titles(newsroom.bagus, "published") == ["Baru Tayang"]


def test_what_went_out_in_an_emergency_waits_on_the_front_page_until_it_is_read(newsroom: Newsroom) -> None:
    article = cast.draft(newsroom.rina, headline="Gempa")
    workflow.publish_in_emergency(article, version=article.version, by=newsroom.sari, reason="Peringatan tsunami.")
    assert titles(newsroom.bagus, "unread") == ["Gempa"]
    workflow.second_read(article, by=newsroom.bagus)
    assert titles(newsroom.bagus, "unread") == []


def test_a_live_story_that_refers_to_a_retracted_one_is_flagged_until_it_is_mended(newsroom: Newsroom) -> None:
    target = cast.published(newsroom.rina, newsroom.bagus, headline="Yang Dicabut").article
    body = f'<p>Satu.</p><aside data-read-also="{target.pk}"></aside>'
    referring = cast.published(newsroom.rina, newsroom.bagus, headline="Yang Merujuk", body=body).article
    assert titles(newsroom.bagus, "references") == []
    workflow.retract(target, by=newsroom.sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    rows = parts(newsroom.bagus)["references"].rows
    assert [(row.title, row.url) for row in rows] == [("Yang Merujuk", desk.change_url(referring))]
    assert "Yang Dicabut" in rows[0].details[-1]
    referring.refresh_from_db()
    workflow.revise(referring, by=newsroom.rina)
    referring.body = "<p>Satu.</p>"
    workflow.save(referring, by=newsroom.rina, version=referring.version)
    workflow.submit(referring, by=newsroom.rina)
    workflow.approve(referring, by=newsroom.bagus, version=referring.version)
    assert titles(newsroom.bagus, "references") == []


def test_every_row_leads_to_a_page_that_its_reader_may_open(newsroom: Newsroom) -> None:
    newsroom.submitted("Menunggu")
    cast.published(newsroom.rina, newsroom.bagus)
    for person in (newsroom.rina, newsroom.bagus, newsroom.sari, cast.made()):
        client = desk.browser(person)
        page = client.get("/admin/").content.decode()
        links = re.findall(r'class="front__(?:story|more)" href="([^"]+)"', page)
        for link in links:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_moderator_finds_the_comments_and_no_story(newsroom: Newsroom) -> None:
    newsroom.submitted("Rahasia Meja")
    found = parts(cast.made())
    assert set(found) == {"held"}
    assert "Rahasia Meja" not in desk.browser(User.objects.get(display_name="Made")).get("/admin/").content.decode()


def test_an_editor_sees_what_went_out_unverified_the_oldest_first(newsroom: Newsroom) -> None:
    for headline, hours in (("Baru", 2), ("Lama", 30)):
        cast.published(
            newsroom.rina,
            newsroom.bagus,
            now=timezone.now() - timedelta(hours=hours),
            headline=headline,
            unverified="Pemerintah belum menjawab pertanyaan kami.",
            sources="Warga, Siti",
        )
    rows = parts(newsroom.bagus)["unverified"].rows
    assert [(row.title, row.is_late) for row in rows] == [("Lama", True), ("Baru", False)]
    assert "unverified" not in parts(newsroom.rina)


@pytest.mark.parametrize(("person", "most"), [(cast.rina, 14), (cast.bagus, 20), (cast.sari, 22), (cast.made, 12)])
def test_the_front_page_opens_in_few_queries(
    newsroom: Newsroom, person: Any, most: int, django_assert_max_num_queries: Any
) -> None:
    user = User.objects.filter(display_name=person.__name__.title()).first() or person()
    newsroom.submitted("Menunggu")
    cast.published(newsroom.rina, newsroom.bagus)
    client = desk.browser(user)
    client.get("/admin/")
    with django_assert_max_num_queries(most):
        assert client.get("/admin/").status_code == 200


def test_what_somebody_has_open_now_stands_first_and_says_who_is_at_it(newsroom: Newsroom) -> None:
    now = timezone.now()
    old = cast.draft(newsroom.rina, headline="Terbuka Sekarang")
    Article.objects.filter(pk=old.pk).update(changed_at=now - timedelta(days=9))
    cast.draft(newsroom.rina, headline="Baru Disimpan")
    waiting = newsroom.submitted("Sedang Dibaca")
    presence.arrive(old, by=newsroom.rina, sheet=uuid4(), idle=timedelta(seconds=20), now=now)
    presence.arrive(waiting, by=newsroom.sari, sheet=uuid4(), now=now)
    presence.arrive(waiting, by=newsroom.bagus, sheet=uuid4(), now=now)
    rows = next(part for part in parts_for(newsroom.bagus, now=now) if part.name == "in-work").rows
    assert [row.title for row in rows] == ["Terbuka Sekarang", "Sedang Dibaca", "Baru Disimpan"]
    assert rows[0].details[-1] == "Rina sedang menyunting, 20 detik lalu."
    assert [words for _look, words in rows[0].badges] == ["dibuka sekarang"]
    assert rows[2].badges == []


def test_a_window_that_has_gone_silent_is_not_at_work(newsroom: Newsroom) -> None:
    article = cast.draft(newsroom.rina, headline="Ditinggalkan")
    presence.arrive(article, by=newsroom.rina, sheet=uuid4(), now=timezone.now() - timedelta(minutes=5))
    assert [row.badges for row in parts(newsroom.bagus)["in-work"].rows] == [[]]


def test_what_is_in_work_is_found_without_what_was_published_meanwhile(newsroom: Newsroom, of_a_million: None) -> None:
    cast.draft(newsroom.rina, headline="Baru Disimpan")
    with CaptureQueriesContext(connection) as queries:
        assert titles(newsroom.bagus, "in-work") == ["Baru Disimpan"]
    recent = next(query["sql"] for query in queries if "IN ('draft', 'returned')" in query["sql"])
    if connection.vendor != "sqlite":
        return  # PostgreSQL scans a table of one row, whatever index there is
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + recent.replace("%", "%%"), ())
        plan = " ".join(str(step[-1]) for step in cursor.fetchall())
    assert "article_by_status" in plan, plan
    assert "article_by_change" not in plan, plan


def test_the_rooms_stand_in_the_order_of_a_days_work(newsroom: Newsroom) -> None:
    for person, first in (
        (newsroom.bagus, ["Artikel", "Halaman depan", "Foto"]),
        (cast.made(), ["Komentar", "Laporan"]),
    ):
        page = desk.browser(person).get("/admin/").content.decode()
        rooms = re.findall(r"<li><a href[^>]*>([^<]+)</a></li>", page.split('class="rooms"')[1].split("</nav>")[0])
        assert rooms[: len(first)] == first


def test_a_dropped_story_leaves_the_desks_of_all() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina, headline="Tidak Jadi Ditulis")
    for person in (rina, bagus):
        assert "Tidak Jadi Ditulis" in desk.browser(person).get("/admin/").content.decode()
    workflow.drop(article, by=rina)
    for person in (rina, bagus):
        assert "Tidak Jadi Ditulis" not in desk.browser(person).get("/admin/").content.decode()
    found = desk.browser(rina).get(f"{desk.LIST}?status__exact=dropped").content.decode()
    assert '<span class="badge badge--dropped">batal</span>' in found
    assert "Tidak Jadi Ditulis" not in desk.browser(bagus).get(f"{desk.LIST}?pembaca=belum").content.decode()
