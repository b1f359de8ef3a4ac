"""Closed threads: everybody is told before they log in or type, on every page and route."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from articles.models import Edition
from comments import own, pipeline, rulings, unsent
from comments.models import Comment
from newsroom.accounts.models import User
from tests import cast
from tests.clock import at
from tests.comments import thread

pytestmark = pytest.mark.django_db
LATER = timedelta(days=15)


def closed(edition: Edition) -> None:
    rulings.rule(edition.article, rule="closed", by=cast.made())


def never(edition: Edition) -> None:
    rulings.rule(edition.article, rule="never", by=cast.made())


def at_a_time(edition: Edition) -> None:
    rulings.rule(edition.article, rule="open", closes_at=timezone.now() + timedelta(days=1), by=cast.made())


def too_old(edition: Edition) -> None:
    """Nothing to do: the story is old."""


def retracted(edition: Edition) -> None:
    workflow.retract(edition.article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Angka ini keliru.")


WAYS: dict[str, tuple[Callable[[Edition], None], str]] = {
    "closed": (closed, "Redaksi menutup komentar untuk berita ini."),
    "never": (never, "Berita ini tidak menerima komentar."),
    "at a time": (at_a_time, "Redaksi menutup komentar untuk berita ini."),
    "too old": (too_old, "Komentar ditutup dua minggu setelah berita terbit. Komentar yang ada tetap tampil."),
    "retracted": (retracted, "Berita ini sudah dicabut. Kolom komentarnya ditutup."),
}


@pytest.fixture
def edition() -> Edition:
    return thread.story()


@pytest.fixture
def comment(edition: Edition) -> Comment:
    return thread.comments(thread.commenter(), edition, 1)[0]


def told(html: str) -> str:
    """The sentence in place of the form. Asserts that nothing asks to log in or offers to reply."""
    (block,) = re.findall(r'<section class="comments".*?</section>', html, re.DOTALL)
    for offer in ("?next=", "<form", "/balas/", 'href="#kirim"', 'name="text"', "Jadilah yang pertama"):
        assert offer not in block, offer
    (said,) = re.findall(r'class="notice[^>]*>\s*(?:<p>)?([^<]+)<', block)
    return str(said)


def stranger() -> Client:
    return Client()


def ended_session() -> Client:
    client = Client()
    client.cookies["sessionid"] = "gone"
    return client


def reader() -> Client:
    return thread.logged_in(User.objects.get(display_name="Putri"))


def unverified() -> Client:
    return thread.logged_in(cast.person("Joko"))


@pytest.mark.parametrize("who", [stranger, ended_session, reader, unverified])
@pytest.mark.parametrize("way", WAYS)
def test_every_page_says_that_nobody_may_comment(
    edition: Edition, comment: Comment, way: str, who: Callable[[], Client]
) -> None:
    close, sentence = WAYS[way]
    close(edition)
    client = who()
    pages = [
        reverse("comment_thread", args=[edition.article_id]),
        reverse("comment_replies", args=[comment.pk]),
        reverse("comment_answer", args=[comment.pk]),
    ]
    pages += [] if way == "retracted" else [edition.path]  # the retraction page shows no comments
    with at(timezone.now() + LATER):
        for path in pages:
            response = client.get(path)
            assert response.status_code == 200, path
            assert told(response.content.decode()) == sentence, path


@pytest.mark.parametrize("who", [stranger, ended_session, reader, unverified])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_sent_all_the_same_is_refused_and_the_text_comes_back(
    edition: Edition, comment: Comment, way: str, who: Callable[[], Client]
) -> None:
    close, sentence = WAYS[way]
    close(edition)
    client = who()
    for parent in ({}, {"parent": comment.pk}):
        with at(timezone.now() + LATER):
            response = client.post(
                reverse("comment_send", args=[edition.article_id]), thread.typed("Belum terlambat?", **parent)
            )
        assert response.status_code == 403
        html = response.content.decode()
        assert sentence in html
        assert "Belum terlambat?" in html
        assert "?next=" not in html
        assert not unsent.kept(client.session, article_id=edition.article_id)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("way", ["never", "retracted"])
def test_what_is_shown_no_longer_is_not_shown_by_another_way(edition: Edition, comment: Comment, way: str) -> None:
    WAYS[way][0](edition)
    for client in (stranger(), reader()):
        for name in ("comment_replies", "comment_answer"):
            assert comment.text not in client.get(reverse(name, args=[comment.pk])).content.decode()
        sent = client.post(reverse("comment_send", args=[edition.article_id]), thread.typed(parent=comment.pk))
        assert comment.text not in sent.content.decode()


def test_the_page_that_was_open_a_moment_ago_is_not_shown_again(edition: Edition) -> None:
    """Fragments are cached, and a thread that closes by the clock changes nothing in the database."""
    opens = "?next="
    assert opens in stranger().get(edition.path).content.decode()
    with at(timezone.now() + LATER):
        html = stranger().get(edition.path).content.decode()
    assert told(html) == WAYS["too old"][1]
    assert "Belum ada yang berkomentar." in html
    assert opens in stranger().get(edition.path).content.decode()


def test_a_thread_that_is_open_asks_strangers_in(edition: Edition, comment: Comment) -> None:
    html = stranger().get(edition.path).content.decode()
    assert "?next=" in html
    assert reverse("comment_answer", args=[comment.pk]) in html
    assert 'href="#kirim"' in html
    assert stranger().get(reverse("comment_answer", args=[comment.pk]))["Location"].startswith("/akun/login/?next=")
    sent = stranger().post(reverse("comment_send", args=[edition.article_id]), thread.typed())
    assert sent["Location"].startswith("/akun/login/?next=")


def test_whoever_is_barred_reads_that_the_thread_is_closed_and_nothing_is_stored(edition: Edition) -> None:
    closed(edition)
    for person in (thread.commenter("Wati"), cast.person("Joko")):
        refusal = pipeline.obstacle(person, edition)
        assert refusal
        assert refusal.code == "closed"
        with pytest.raises(type(refusal)):
            pipeline.send("Halo.", by=person, article=edition.article, submission=uuid4())


def test_a_closed_thread_costs_a_stranger_no_query_more(
    edition: Edition, comment: Comment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    closed(edition)
    for path in (edition.path, reverse("comment_thread", args=[edition.article_id])):
        with django_assert_max_num_queries(6 if path == edition.path else 4):
            assert stranger().get(path).status_code == 200


CLOSES = ["closed", "at a time", "too old"]  # closed, with comments still visible


def below(edition: Edition, comment: Comment) -> list[str]:
    """Every page that shows the comment."""
    replies = reverse("comment_replies", args=[comment.pk])
    return [edition.path, reverse("comment_thread", args=[edition.article_id]), replies]


AGREE = "Pembaca tetap bisa menyetujui dan melaporkan komentar."


@pytest.mark.parametrize("way", CLOSES)
def test_readers_agree_and_take_it_back_where_a_thread_is_closed(edition: Edition, comment: Comment, way: str) -> None:
    """Closing ends new texts, not reactions. Checks button, sentence and URL."""
    WAYS[way][0](edition)
    wati = thread.commenter("Wati")
    agree, disagree = (reverse("comment_act", args=[verb, comment.pk]) for verb in ("setuju", "batal-setuju"))
    pages = below(edition, comment)
    with at(timezone.now() + LATER):
        client = thread.logged_in(wati)
        for path in pages:
            html = client.get(path).content.decode()
            assert AGREE in html, path
            assert f'formaction="{agree}"' in html, path
            assert AGREE in stranger().get(path).content.decode(), path
        assert client.post(agree).status_code == 302
        assert Comment.objects.get().agreed == 1
        assert all(f'formaction="{disagree}"' in client.get(path).content.decode() for path in pages)
        assert client.post(disagree).status_code == 302
        assert Comment.objects.get().agreed == 0


@pytest.mark.parametrize("way", ["never", "retracted"])
def test_nobody_agrees_by_any_way_where_readers_see_no_comment(edition: Edition, comment: Comment, way: str) -> None:
    wati = thread.commenter("Wati")
    own.agree(comment, by=wati)
    WAYS[way][0](edition)
    client = thread.logged_in(thread.commenter("Agus"))
    for path in below(edition, comment):
        html = client.get(path).content.decode()
        assert "Setuju" not in html
        assert AGREE not in html
    response = client.post(reverse("comment_act", args=["setuju", comment.pk]))
    assert response.status_code == 409
    assert "Komentar ini sudah tidak ada." in response.content.decode()
    assert Comment.objects.get().agreed == 1
    assert own.disagree(comment, by=wati)  # a reader can always undo a reaction


@pytest.mark.parametrize("way", CLOSES)
def test_no_button_to_change_a_comment_where_that_is_refused(edition: Edition, way: str) -> None:
    WAYS[way][0](edition)
    with at(timezone.now() + LATER):
        made = thread.comments(User.objects.filter(display_name="Putri").first() or thread.commenter(), edition, 1)[0]
        Comment.objects.update(created_at=timezone.now())
        html = thread.logged_in(made.author).get(edition.path).content.decode()
    assert reverse("comment_delete", args=[made.pk]) in html
    assert reverse("comment_edit", args=[made.pk]) not in html
