"""/komentar/<article>/: what each visitor sees of a thread."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from articles.models import Article, Edition
from comments import moderation
from comments.models import Comment
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


def address(edition: Edition) -> str:
    return reverse("comment_thread", args=[edition.article_id])


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_a_stranger_reads_the_thread_and_finds_the_way_in(client: Client) -> None:
    edition = thread.story()
    thread.comment(thread.commenter(), edition, "Satu baris.\n\nhttps://bps.go.id/beras.")
    html = page(client, address(edition))
    assert edition.headline in html
    assert "Putri" in html
    assert "<p>Satu baris.</p>" in html
    assert 'rel="ugc nofollow noopener"' in html
    assert "WIB</time>" in html
    assert thread.DISCLAIMER in html
    assert "Kirim Komentar" in html
    assert 'href="/ketentuan-komentar/"' in html
    assert "<form" not in re.search(r'<section class="comments".*?</section>', html, re.DOTALL)[0]


def test_log_in_and_sign_up_lead_back_to_the_form(client: Client) -> None:
    edition = thread.story()
    html = page(client, address(edition))
    for door in ("account_login", "account_signup"):
        (link,) = [href for href in re.findall(r'href="([^"]+)"', html) if href.startswith(f"{reverse(door)}?next=")]
        assert parse_qs(urlsplit(link).query)["next"] == [f"{address(edition)}#kirim"]


def test_strangers_get_the_same_bytes_without_cookie_or_token() -> None:
    edition = thread.story()
    thread.comment(thread.commenter(), edition)
    one, two = Client().get(address(edition)), Client(headers={"cookie": "iklan=1"}).get(address(edition))
    assert one.content == two.content
    assert not one.cookies
    assert "csrf" not in one.content.decode().lower()
    assert "Vary" not in one.headers or "cookie" not in one["Vary"].lower()
    assert "s-maxage=5" in one["Cache-Control"]
    assert one["ETag"]


def test_a_page_with_a_session_is_never_shared() -> None:
    edition = thread.story()
    response = thread.logged_in(thread.commenter()).get(address(edition))
    assert "no-store" in response["Cache-Control"]


def test_an_ended_session_sees_what_a_stranger_sees(client: Client) -> None:
    edition = thread.story()
    client.cookies["sessionid"] = "gone"
    html = page(client, address(edition))
    assert "?next=" in html
    assert 'name="submission"' not in html


def test_no_address_of_a_reader_is_printed(client: Client) -> None:
    edition = thread.story()
    putri = thread.commenter(email="putri.rahasia@namamedia.test")
    thread.comment(putri, edition)
    assert "rahasia" not in page(client, address(edition))


def test_an_unverified_reader_is_told_how_to_verify() -> None:
    thread.terms()
    html = page(thread.logged_in(cast.putri()), address(thread.story()))
    assert reverse("account_email") in html
    assert 'name="submission"' not in html


def test_a_reader_who_has_not_agreed_finds_the_three_rules_in_the_form() -> None:
    policy = thread.terms()
    html = page(thread.logged_in(thread.verified(cast.putri())), address(thread.story()))
    assert 'name="accepts"' in html
    assert f'name="terms" value="{policy.pk}"' in html
    assert len(re.findall(r"<li>", re.search(r'<div class="comment-form__terms">.*?</ol>', html, re.DOTALL)[0])) == 3


def test_a_reader_who_may_comment_finds_the_form() -> None:
    html = page(thread.logged_in(thread.commenter()), address(thread.story()))
    assert 'name="text"' in html
    assert 'name="submission"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="accepts"' not in html
    assert thread.DISCLAIMER in html


def test_the_public_sees_that_and_why_a_comment_was_hidden(client: Client) -> None:
    edition = thread.story()
    comment = thread.comment(thread.commenter(), edition, "Beli kerupuk saya di sini.")
    decision = moderation.hide(comment, by=cast.made(), reason="spam", note="Iklan <b>obat</b>.")
    html = page(client, address(edition))
    assert "kerupuk saya" not in html
    assert "Putri" not in html
    assert str(decision.get_reason_display()) in html
    assert "Iklan &lt;b&gt;obat&lt;/b&gt;." in html
    assert f'id="komentar-{comment.pk}"' in html  # its place and URL stay


def test_even_moderators_find_no_hidden_text_on_public_pages() -> None:
    edition, made = thread.story(), cast.made()
    comment = thread.comment(thread.commenter(), edition, "Beli kerupuk saya di sini.")
    moderation.hide(comment, by=made, reason="spam")
    assert "kerupuk saya" not in page(thread.logged_in(made), address(edition))


def test_markup_in_a_comment_or_a_name_stays_text(client: Client) -> None:
    edition = thread.story()
    wati = thread.commenter("Wati")
    type(wati).objects.filter(pk=wati.pk).update(display_name="<img src=x>")
    thread.comment(wati, edition, '<script>alert(1)</script><a href="javascript:x" onclick="y">z</a>')
    html = page(client, address(edition))
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_the_whole_thread_is_read_a_page_at_a_time(client: Client) -> None:
    edition = thread.story()
    made = thread.comments(thread.commenter(), edition, 60)
    seen, path = [], address(edition)
    while path:
        html = page(client, path)
        seen += [int(pk) for pk in re.findall(r'id="komentar-(\d+)"', html)]
        following = re.findall(r'class="more"><a href="([^"]+mulai=\d+)#', html)
        path = following[-1] if following else ""
    assert seen == [comment.pk for comment in reversed(made)]
    assert "(60)" in page(client, address(edition))


def test_comments_of_the_same_moment_are_neither_lost_nor_doubled(client: Client) -> None:
    edition = thread.story()
    made = thread.comments(thread.commenter(), edition, 30)
    Comment.objects.update(created_at=made[0].created_at)
    first = page(client, address(edition))
    second = page(client, re.search(r'href="([^"]+mulai=\d+)#[^"]+">(?!<time)', first)[1])
    numbers = [int(pk) for html in (first, second) for pk in re.findall(r'id="komentar-(\d+)"', html)]
    assert numbers == [comment.pk for comment in reversed(made)]


def test_the_address_of_a_comment_lands_on_a_page_that_shows_it(client: Client) -> None:
    edition = thread.story()
    oldest = thread.comments(thread.commenter(), edition, 60)[0]
    path = oldest.get_absolute_url()
    assert f'id="{urlsplit(path).fragment}"' in page(client, path)


@pytest.mark.parametrize("start", ["0", "-1", "abc", "٣", "9" * 30, "1%00"])
def test_a_page_that_begins_nowhere_is_not_found(client: Client, start: str) -> None:
    page(client, f"{address(thread.story())}?mulai={start}", 404)


def test_a_thread_does_not_begin_with_a_comment_of_another_story(client: Client) -> None:
    edition = thread.story()
    other = cast.published(edition.article.reporter, edition.approved_by)
    comment = thread.comment(thread.commenter(), other)
    page(client, f"{address(edition)}?mulai={comment.pk}", 404)


@pytest.mark.parametrize("make", [cast.draft, cast.submitted])
def test_a_story_that_is_not_live_has_no_thread(client: Client, make: Callable[[User], Article]) -> None:
    page(client, reverse("comment_thread", args=[make(cast.rina()).pk]), 404)


@pytest.mark.parametrize("number", ["0", "404", "9" * 18, "9" * 40, "abc", "-1"])
def test_what_is_no_story_has_no_thread(client: Client, number: str) -> None:
    page(client, f"/komentar/{number}/", 404)


def test_a_retracted_story_shows_no_comments_and_no_form() -> None:
    edition, putri = thread.story(), thread.commenter()
    thread.comment(putri, edition, "Komentar lama.")
    workflow.retract(edition.article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Keliru.")
    for client in (Client(), thread.logged_in(putri)):
        html = page(client, address(edition))
        assert "Komentar lama." not in html
        assert 'name="text"' not in html
        assert "?next=" not in html


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post(address(thread.story())).status_code == 405


@pytest.mark.parametrize("number", [0, 3, 60])
def test_a_thread_costs_a_stranger_four_queries_however_long_it_is(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = thread.story()
    if number:
        made = thread.comments(thread.commenter(), edition, number)
        moderation.hide(made[-1], by=cast.made(), reason="spam")
    with django_assert_max_num_queries(4):  # the story, the navigation, the comments, their number
        page(client, address(edition))


def test_a_later_page_costs_one_query_more(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = thread.story()
    made = thread.comments(thread.commenter(), edition, 60)
    with django_assert_max_num_queries(5):
        page(client, made[30].get_absolute_url())
