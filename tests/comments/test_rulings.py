"""Rules for comments on a story: set at the desk, with a log and a closing time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Edition
from comments import refusals, rulings
from comments.models import Ruling, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_by_password")]
LIST = "/admin/comments/thread/"
HOUR = timedelta(hours=1)


@pytest.fixture
def story(db: None) -> Edition:
    return thread.story()


def page(story: Edition) -> str:
    return f"{LIST}{story.article_id}/change/"


def rule_of(story: Edition) -> str:
    return Thread.objects.get(pk=story.article_id).rule


@pytest.mark.parametrize("person", [cast.made, cast.sari, lambda: User.objects.get(display_name="Bagus")])
def test_moderators_and_editors_close_a_story_and_the_log_names_them(story: Edition, person: Any) -> None:
    by = person()
    client = thread.logged_in(by)
    assert "Terbuka, tertutup sendiri" in client.get(page(story)).content.decode()
    typed = {"rule": "closed", "closes_at": "", "note": "Mulai saling menyerang.", "seen": "automatic"}
    assert client.post(page(story), typed).status_code == 302
    assert rule_of(story) == "closed"
    html = client.get(page(story)).content.decode()
    assert "Mulai saling menyerang." in html
    assert by.display_name in html
    with pytest.raises(refusals.Closed):
        thread.comment(thread.commenter(), story)


def test_a_story_that_takes_none_shows_none_and_one_that_is_opened_again_takes_them(story: Edition) -> None:
    made, putri = cast.made(), thread.commenter()
    thread.comment(putri, story)
    rulings.rule(story.article, rule="never", by=made)
    assert "Di pasar dekat rumah" not in Client().get(f"/komentar/{story.article_id}/").content.decode()
    rulings.rule(story.article, rule="open", by=made)
    assert "Di pasar dekat rumah" in Client().get(f"/komentar/{story.article_id}/").content.decode()
    assert [row.rule for row in Ruling.objects.all()] == ["open", "never"]


def test_a_closing_time_wins_over_the_two_weeks(story: Edition) -> None:
    putri, now = thread.commenter(), timezone.now()
    later = now + timedelta(days=30)
    rulings.rule(story.article, rule="automatic", closes_at=later, by=cast.made())
    assert thread.comment(putri, story, now=now + timedelta(days=20))
    with pytest.raises(refusals.Closed):
        thread.comment(putri, story, "Terlambat.", now=later)


def test_a_closing_time_ends_an_open_story_too_and_is_forgotten_by_the_next_rule(story: Edition) -> None:
    putri, made, now = thread.commenter(), cast.made(), timezone.now()
    rulings.rule(story.article, rule="open", closes_at=now + HOUR, by=made)
    with pytest.raises(refusals.Closed):
        thread.comment(putri, story, now=now + HOUR)
    rulings.rule(story.article, rule="open", by=made)
    assert thread.comment(putri, story, now=now + 2 * HOUR)


@pytest.mark.parametrize(
    "wrong", [{"rule": "bakar"}, {"rule": ""}, {"closes_at": "2020-01-01T00:00"}, {"note": "a" * 501}]
)
def test_what_is_wrong_is_named_and_what_was_typed_comes_back(story: Edition, wrong: dict[str, str]) -> None:
    typed = {"rule": "open", "closes_at": "", "note": "Catatan saya.", "seen": "automatic", **wrong}
    response = thread.logged_in(cast.made()).post(page(story), typed)
    assert response.status_code == 400
    html = response.content.decode()
    assert "errorlist" in html
    assert typed["note"] in html
    assert not Ruling.objects.exists()


def test_whoever_decides_second_is_told_so(story: Edition) -> None:
    made = cast.made()
    rulings.rule(story.article, rule="closed", by=cast.sari())
    client = thread.logged_in(made)
    response = client.post(page(story), {"rule": "open", "note": "Catatan saya.", "seen": "automatic"})
    assert response.status_code == 409
    assert "Catatan saya." in response.content.decode()
    assert rule_of(story) == "closed"
    with pytest.raises(Conflict):
        rulings.rule(story.article, rule="closed", by=made)


@pytest.mark.parametrize("role", ["", "Reporter"])
def test_nobody_else_decides(story: Edition, role: str) -> None:
    wrong = cast.person("Wati", *([role] if role else []))
    client = thread.logged_in(wrong)
    for address in (LIST, page(story), f"{LIST}?q={story.path}"):
        assert client.get(address).status_code in {302, 403}
    assert client.post(page(story), {"rule": "closed"}).status_code in {302, 403}
    assert Client().get(page(story)).status_code == 302
    with pytest.raises(PermissionDenied):
        rulings.rule(story.article, rule="closed", by=wrong)
    assert not Ruling.objects.exists()


def test_the_desk_page_of_a_story_says_what_it_takes_and_leads_to_the_rule(story: Edition) -> None:
    address = f"/admin/articles/article/{story.article_id}/change/"
    bagus = thread.logged_in(User.objects.get(display_name="Bagus")).get(address).content.decode()
    assert "Terbuka, tertutup sendiri" in bagus
    assert page(story) in bagus
    rina = thread.logged_in(User.objects.get(display_name="Rina")).get(address).content.decode()
    assert "Terbuka, tertutup sendiri" in rina
    assert page(story) not in rina


def test_an_editor_decides_before_the_story_is_out_and_a_moderator_never_learns_of_a_draft() -> None:
    draft = cast.draft(cast.rina(), headline="Rahasia Dapur yang Belum Terbit")
    address = f"{LIST}{draft.pk}/change/"
    editor = thread.logged_in(cast.bagus())
    assert "Rahasia Dapur" in editor.get(address).content.decode()
    assert editor.post(address, {"rule": "never", "note": "Menyangkut anak."}).status_code == 302
    assert Thread.objects.get(pk=draft.pk).rule == "never"
    moderator = thread.logged_in(cast.made())
    assert moderator.get(address).status_code == 404
    assert "Rahasia Dapur" not in moderator.get(LIST).content.decode()
    assert moderator.get(f"{LIST}99999/change/").status_code == 404


def test_a_story_is_found_by_its_headline_and_by_its_address(story: Edition) -> None:
    client = thread.logged_in(cast.made())
    found = client.get(LIST, {"q": f"https://namamedia.test{story.path}?x=1"})
    assert found["Location"] == page(story)
    nothing = client.get(LIST, {"q": "https://namamedia.test/lain/"})
    assert "Tidak ada berita di alamat ini" in nothing.content.decode()
    for odd in ("http://[namamedia.test/", "/nasional/\x00/"):
        assert client.get(LIST, {"q": odd}).status_code == 200
    thread.comment(thread.commenter(), story)
    assert story.headline in client.get(LIST, {"q": "pasar senen"}).content.decode()
    assert story.headline in client.get(LIST, {"q": "senen “!” pas"}).content.decode()  # as in the list of stories
    assert story.headline not in client.get(LIST, {"q": "kapal"}).content.decode()


def test_headlines_are_searched_by_their_index(story: Edition) -> None:
    thread.comment(thread.commenter(), story)
    client = thread.logged_in(cast.made())
    with CaptureQueriesContext(connection) as queries:
        assert story.headline in client.get(LIST, {"q": "senen"}).content.decode()
    asked = [query["sql"] for query in queries]
    assert any("articles_edition_headlines" in sql or "show_trgm" in sql for sql in asked)
    assert not any("headline" in sql and ("LIKE '%senen%'" in sql or "UPPER" in sql) for sql in asked)


def test_a_note_says_nothing_that_cannot_be_decided() -> None:
    with pytest.raises(ValidationError):
        rulings.rule(cast.draft(cast.rina()), rule="tutup", by=cast.made())
