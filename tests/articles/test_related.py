"""Related stories: by topics, words and date, and only live ones."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import related
from articles.models import Edition, Likeness
from tests import cast
from tests.pages import press
from tests.pages.press import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def offered(edition: Edition, limit: int = 6) -> list[str]:
    return [other.headline for other in related.related(edition, limit=limit)]


def test_a_story_about_the_same_thing_stands_before_the_newest_of_the_section(desk: Desk) -> None:
    desk.publish("Gunung Semeru Erupsi, Warga Lumajang Mengungsi", deck="Abu turun hari ini.", now=press.ago(days=3))
    desk.publish("Jembatan Musi Ditutup Sementara", deck="Perbaikan hari ini.", now=press.ago(hours=1))
    edition = desk.publish("Erupsi Semeru Mereda, Pengungsi Lumajang Pulang", deck="Jalan dibuka hari ini.")

    assert offered(edition)[0].startswith("Gunung Semeru")


def test_the_editors_topic_says_more_than_a_word_in_the_headline(desk: Desk) -> None:
    desk.publish("Harga Tiket Konser Naik", deck="Promotor hari ini.", now=press.ago(hours=1))
    topical = {"topics": [cast.topic("Pangan")], "section": cast.section("Ekonomi")}
    desk.publish("Panen Raya di Demak", deck="Petani hari ini.", now=press.ago(hours=2), **topical)
    edition = desk.publish("Harga Beras Bertahan", deck="Pedagang hari ini.", topics=[cast.topic("Pangan")])

    assert offered(edition)[0] == "Panen Raya di Demak"


def test_an_older_story_is_told_of_a_newer_one_without_being_touched(desk: Desk) -> None:
    older = desk.publish("Kapal Perintis Tual Terlambat", deck="Ombak hari ini.", now=press.ago(days=1))
    desk.publish("Kapal Perintis Tual Berlayar Lagi", deck="Ombak reda hari ini.")

    assert offered(older) == ["Kapal Perintis Tual Berlayar Lagi"]


def test_the_nearer_in_time_of_two_equals_comes_first(desk: Desk) -> None:
    for days in (300, 10):
        desk.publish(f"Kapal Perintis Tual Terlambat ({days})", deck="Ombak hari ini.", now=press.ago(days=days))
    edition = desk.publish("Kapal Perintis Tual Terlambat (0)", deck="Ombak hari ini.")

    assert [headline[-4:-1].strip("(") for headline in offered(edition)] == ["10", "300"]


def test_stories_of_before_are_compared_by_a_command(desk: Desk) -> None:
    older = desk.publish("Kapal Perintis Tual Terlambat", deck="Ombak hari ini.", now=press.ago(days=2))
    desk.publish("Jembatan Musi Ditutup Sementara", deck="Perbaikan hari ini.", now=press.ago(hours=1))
    newer = desk.publish("Kapal Perintis Tual Berlayar Lagi", deck="Ombak reda hari ini.", now=press.ago(days=1))
    before = set(Likeness.objects.values_list("article", "other", "score"))
    Likeness.objects.all().delete()

    call_command("relate_stories", stdout=io.StringIO())

    assert set(Likeness.objects.values_list("article", "other", "score")) == before
    assert offered(newer)[0] == older.headline
    for _again in range(2):
        assert related.catch_up() <= 1  # a story without similar ones is compared again, without effect


def test_what_is_not_live_is_compared_but_never_offered(desk: Desk) -> None:
    edition = desk.publish("Kapal Perintis Tual Terlambat", deck="Ombak hari ini.", now=press.ago(hours=3))
    desk.schedule("Kapal Perintis Tual Rahasia Esok", live_from=press.ago(days=-1))
    gone = desk.publish("Kapal Perintis Tual Keliru", now=press.ago(hours=2))
    desk.retract(gone)

    assert Likeness.objects.filter(article=edition.article_id).count() == 2
    assert offered(edition) == []


def test_an_update_is_compared_anew(desk: Desk) -> None:
    desk.publish(
        "Kapal Perintis Tual Terlambat", deck="Ombak hari ini.", section=cast.section("Ekonomi"), now=press.ago(days=1)
    )
    edition = desk.publish("Pasar Senen Ramai", deck="Beras hari ini.", now=press.ago(hours=3), topics=[cast.topic()])
    assert offered(edition) == []

    desk.publish("Lain", section=cast.section("Ekonomi"), topics=[cast.topic()])
    assert offered(desk.update(edition, headline="Pasar Senen Sepi")) == ["Lain"]


@pytest.mark.parametrize("headline", ["123 456", "— ? !", "Ada Apa Ini", "名古屋", "a" * 140])
def test_a_headline_without_a_word_to_compare_breaks_nothing(desk: Desk, headline: str) -> None:
    desk.publish("Lain", now=press.ago(hours=1))

    assert offered(desk.publish(headline, deck="Apa itu? Ya.", slug="aneh")) == ["Lain"]


def test_comparing_costs_the_same_with_more_stories(desk: Desk) -> None:
    topics, costs = [cast.topic(name) for name in ("Pangan", "Cuaca")], []
    for lot in range(2):
        for number in range(6):
            edition = desk.publish(f"Harga Beras {lot} {number}", topics=topics)
        with CaptureQueriesContext(connection) as queries:
            related.remember(edition)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4
    assert Likeness.objects.filter(article=edition.article_id).count() <= 2 * related.KEPT
