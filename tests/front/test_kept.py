"""Cached fragments are always what would be rendered now."""

import threading

import pytest
from django.template import Context, Template
from django.test import Client

from articles import clippings, furniture
from articles.models import Edition, Section
from newsroom.accounts.models import User
from newsroom.kept import Kept
from tests import cast
from tests.pages import press
from tests.pages.conftest import desk  # noqa: F401  (a fixture)
from tests.pages.press import Desk

TEMPLATE = Template('{% load kept %}{% kept "count" name %}{{ name }} {{ count }}{% endkept %}')


def test_a_piece_is_made_once_for_the_same_values() -> None:
    assert TEMPLATE.render(Context({"name": "Rina & co.", "count": 1})) == "Rina &amp; co. 1"
    assert TEMPLATE.render(Context({"name": "Rina & co.", "count": 2})) == "Rina &amp; co. 1"
    assert TEMPLATE.render(Context({"name": "Bagus", "count": 3})) == "Bagus 3"


def test_what_has_no_id_yet_is_never_kept() -> None:
    assert TEMPLATE.render(Context({"name": None, "count": 1})) == "None 1"
    assert TEMPLATE.render(Context({"name": None, "count": 2})) == "None 2"


def test_what_was_not_asked_for_lately_leaves_first_and_there_is_a_bound() -> None:
    kept: Kept[int] = Kept(100)
    kept.put("read often", 0)
    for number in range(1_000):
        kept.put(number, number)
        assert kept.get("read often") == 0
    assert kept.get(999) == 999
    assert sum(kept.get(number) is not None for number in range(1_000)) <= 100


def test_something_larger_than_half_of_the_room_is_not_kept() -> None:
    kept: Kept[str] = Kept(100)
    kept.put("large", "x", 51)
    assert kept.get("large") is None


def test_many_threads_at_once_find_what_they_put_or_nothing() -> None:
    kept: Kept[int] = Kept(64)
    wrong: list[int] = []

    def use(begin: int) -> None:
        for number in range(begin, begin + 2_000):
            kept.put(number, number)
            if kept.get(number) not in (number, None):
                wrong.append(number)

    threads = [threading.Thread(target=use, args=(n * 1_000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.fixture
def story(desk: Desk) -> Edition:  # noqa: F811
    section = cast.section("Nasional")
    desk.publish("Sebelumnya", section=section, now=press.ago(hours=1))
    return desk.publish("Harga Beras", section=section, lead_photo=press.photo(desk.rina))


def test_a_renamed_section_is_renamed_in_every_card_and_story(client: Client, story: Edition) -> None:
    pages = ["/", "/nasional/", story.path]
    assert all("Nasional" in client.get(page).content.decode() for page in pages)

    Section.objects.filter(slug="nasional").update(name="Dalam Negeri")
    furniture.forget()  # two seconds later

    for page in pages:
        shown = client.get(page).content.decode()
        assert "Dalam Negeri" in shown, page
        assert "Nasional" not in shown, page


def test_a_section_that_moves_to_another_time_prints_its_times_anew(client: Client, story: Edition) -> None:
    assert "WIT<" not in client.get("/").content.decode()

    Section.objects.filter(slug="nasional").update(time_zone=Section.Clock.WIT)
    furniture.forget()

    assert "WIT<" in client.get("/").content.decode()
    assert "WIT<" in client.get(story.path).content.decode()


def test_an_update_and_a_retraction_show_in_what_was_kept(client: Client, desk: Desk, story: Edition) -> None:  # noqa: F811
    other = desk.publish("Lain", body=f"<p>Teks.</p>{press.read_also(story)}")
    assert "Harga Beras" in client.get(other.path).content.decode()

    newer = desk.update(story, headline="Harga Cabai")
    for page in ("/", "/nasional/", story.path, other.path):
        shown = client.get(page).content.decode()
        assert "Harga Cabai" in shown, page
        assert "Harga Beras" not in shown, page

    desk.retract(newer)
    for page in ("/", "/nasional/", other.path):
        assert "Harga Cabai" not in client.get(page).content.decode(), page


@pytest.mark.parametrize("feed", ["/rss/", "/nasional/atom/", "/penulis/rina/feed.json"])
def test_a_feed_tells_at_once_what_changed(client: Client, desk: Desk, story: Edition, feed: str) -> None:  # noqa: F811
    def told() -> str:
        return client.get(feed).content.decode()

    desk.publish("Lain", body=f"<p>Teks.</p>{press.read_also(story)}")
    assert told().count("Harga Beras") == 2  # in the story itself, and in the reference to it

    newer = desk.update(story, headline="Harga Cabai", kind=Edition.Kind.CORRECTION, note="Bukan beras.")
    assert told().count("Harga Cabai") == 2
    assert "Harga Beras" not in told()
    assert "Bukan beras." in told()

    Section.objects.filter(slug="nasional").update(name="Dalam Negeri")
    furniture.forget()  # two seconds later
    assert "Dalam Negeri" in told()
    assert "Nasional" not in told()

    desk.retract(newer)
    assert "Harga Cabai" not in told()
    assert "Lain" in told()


def test_corrections_lead_at_once_to_the_story_as_it_is_now(client: Client, desk: Desk, story: Edition) -> None:  # noqa: F811
    def told() -> str:
        return client.get("/ralat/").content.decode()

    corrected = desk.update(story, kind=Edition.Kind.CORRECTION, note="Naik 12, bukan 20 persen.")
    assert "Naik 12, bukan 20 persen." in told()

    newer = desk.update(corrected, headline="Harga Cabai")
    assert "Harga Cabai" in told()
    assert "Harga Beras" not in told()
    assert "Naik 12, bukan 20 persen." in told()

    desk.retract(newer)
    assert "Naik 12" not in told()


def test_a_search_tells_at_once_what_changed(client: Client, desk: Desk, story: Edition) -> None:  # noqa: F811
    def told() -> str:
        return client.get("/cari/?q=harga").content.decode().replace("<mark>", "").replace("</mark>", "")

    assert "Harga Beras" in told()

    newer = desk.update(story, headline="Harga Cabai")
    assert "Harga Cabai" in told()
    assert "Harga Beras" not in told()

    Section.objects.filter(slug="nasional").update(name="Dalam Negeri")
    furniture.forget()  # two seconds later
    assert '<a href="/nasional/">Dalam Negeri</a></p>' in told()

    desk.retract(newer)
    assert "Harga Cabai" not in told()


@pytest.mark.parametrize(("page", "queries"), [("/rss/", 2), ("/atom/", 2), ("/ralat/", 2), ("/sitemap.xml", 1)])
def test_what_was_told_before_costs_no_more_than_two_queries(
    client: Client,
    desk: Desk,  # noqa: F811
    story: Edition,
    page: str,
    queries: int,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    desk.publish("Lain", body=f"<p>Teks.</p>{press.read_also(story)}")
    desk.update(story, kind=Edition.Kind.CORRECTION, note="Naik 12, bukan 20 persen.")
    first = client.get(page).content
    client.get("/")  # caches breaking news and sections
    with django_assert_max_num_queries(queries):
        assert client.get(page).content == first


def test_a_story_shown_again_costs_no_more_than_four_queries(
    client: Client,
    story: Edition,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    first = client.get(story.path).content
    with django_assert_max_num_queries(4):
        assert client.get(story.path).content == first


def test_a_process_that_has_read_something_reads_only_what_is_missing(
    story: Edition,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    other = Edition.objects.exclude(pk=story.pk).get()
    clippings.of([other.pk])
    furniture.sections()
    with django_assert_num_queries(1):
        assert clippings.of([story.pk, other.pk]) == [story, other]
    with django_assert_num_queries(0):
        assert [edition.headline for edition in clippings.of([other.pk, story.pk])] == ["Sebelumnya", "Harga Beras"]


def test_what_a_logged_in_reader_sees_under_a_story_is_nobody_elses(client: Client, story: Edition) -> None:
    putri = User.objects.create_user("putri@kept.test", display_name="Putri")
    reader = Client()
    reader.force_login(putri)

    mine = reader.get(story.path).content.decode()
    assert "Putri" in mine or "<form" in mine
    anybody = client.get(story.path).content.decode()
    assert "Putri" not in anybody
    assert 'name="submission"' not in anybody
    assert "csrfmiddlewaretoken" not in anybody
