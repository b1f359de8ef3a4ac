"""The watch list: comments on watched stories and by watched readers have their own queue."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from comments import moderation, watching
from comments.admin.queue import Queue, waiting
from comments.models import Comment, Watch
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_by_password")]
LIST = "/admin/comments/watch/"


@pytest.fixture
def comments() -> list[Comment]:
    """Comments by two readers on a story."""
    story = thread.story()
    return [thread.comment(thread.commenter(name), story, f"Kata {name}.") for name in ("Putri", "Joko")]


def queue() -> list[Comment]:
    found = waiting(Comment.objects.all(), Queue.WATCHED, timezone.now())
    return list(found.order_by("created_at", "pk"))


def test_what_a_watched_reader_or_story_brings_stands_in_the_queue_until_it_is_read(comments: list[Comment]) -> None:
    made, (putris, jokos) = cast.made(), comments
    assert queue() == []
    joko = watching.watch(jokos.author, by=made, why="Memancing di dua berita.")
    assert queue() == [jokos]
    story = watching.watch(jokos.article, by=made, why="Sengketa tanah, ramai.")
    assert queue() == [putris, jokos]
    moderation.approve(putris, by=made)
    assert queue() == [jokos]
    watching.end(joko, by=made)
    watching.end(story, by=made)
    assert queue() == []
    assert Watch.objects.filter(ended_by=made).count() == 2


def test_a_reader_is_watched_from_the_page_of_a_comment(comments: list[Comment]) -> None:
    client, (_putris, jokos) = thread.logged_in(cast.made()), comments
    address = f"/admin/comments/comment/{jokos.pk}/"
    assert client.post(f"{address}pantau/", {"why": " "}).status_code == 400
    assert client.post(f"{address}pantau/", {"why": "Memancing."}).status_code == 302
    html = client.get(f"{address}change/").content.decode()
    assert "Memancing." in html
    assert client.post(f"{address}pantau/", {"why": "Sekali lagi."}).status_code == 409
    listed = client.get("/admin/comments/comment/", {"antrean": "dipantau"}).content.decode()
    assert "Kata Joko." in listed
    assert "Kata Putri." not in listed
    assert "Joko" in client.get(LIST).content.decode()


def test_a_story_is_watched_from_its_rule_and_ended_from_the_list(comments: list[Comment]) -> None:
    client, article = thread.logged_in(cast.made()), comments[0].article_id
    rule = f"/admin/comments/thread/{article}/"
    assert client.get(f"{rule}pantau/").status_code == 405
    assert client.post(f"{rule}pantau/", {"why": "Ramai."}).status_code == 302
    assert "Ramai." in client.get(f"{rule}change/").content.decode()
    page = f"{LIST}{Watch.objects.get().pk}/change/"
    assert "Ramai." in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    assert client.post(page).status_code == 409
    assert queue() == []


def test_an_editor_rules_a_story_and_does_not_watch_it(comments: list[Comment]) -> None:
    bagus = thread.logged_in(User.objects.get(display_name="Bagus"))
    rule = f"/admin/comments/thread/{comments[0].article_id}/"
    assert "pantau/" not in bagus.get(f"{rule}change/").content.decode()
    assert bagus.post(f"{rule}pantau/", {"why": "Ramai."}).status_code == 403
    assert bagus.get(LIST).status_code == 403


@pytest.mark.parametrize("role", ["", "Reporter", "Editor"])
def test_nobody_else_watches_anybody(comments: list[Comment], role: str) -> None:
    made, wrong = cast.made(), cast.person("Wati", *([role] if role else []))
    row = watching.watch(comments[0].author, by=made, why="Lihat.")
    with pytest.raises(PermissionDenied):
        watching.watch(comments[1].author, by=wrong, why="Lihat.")
    with pytest.raises(PermissionDenied):
        watching.end(row, by=wrong)
    client = thread.logged_in(wrong)
    assert client.get(LIST).status_code in {302, 403}
    for ask in (client.get, client.post):
        assert ask(f"{LIST}{row.pk}/change/").status_code in {302, 403}
    assert client.post(f"/admin/comments/comment/{comments[1].pk}/pantau/", {"why": "x"}).status_code in {302, 403}
    assert Client().get(LIST).status_code == 302
    assert Watch.objects.filter(ended_at=None).count() == 1


def test_a_watch_says_why_and_is_begun_and_ended_once(comments: list[Comment]) -> None:
    made, reader = cast.made(), comments[0].author
    for why in ("", " \u200b", "a" * 501):
        with pytest.raises(ValidationError):
            watching.watch(reader, by=made, why=why)
    row = watching.watch(reader, by=made, why="Lihat.")
    with pytest.raises(Conflict):
        watching.watch(reader, by=made, why="Lihat.")
    watching.end(row, by=made)
    with pytest.raises(Conflict):
        watching.end(row, by=made)
    assert watching.watch(reader, by=made, why="Lagi.")
