"""The comments on the article page."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comments import moderation
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


def block(html: str) -> str:
    return re.search(r'<section class="comments".*?</section>', html, re.DOTALL)[0]


def test_the_disclaimer_stands_under_every_story_word_for_word(client: Client) -> None:
    edition = thread.story()
    for reader in (client, thread.logged_in(thread.commenter())):
        html = block(reader.get(edition.path).content.decode())
        assert f">{thread.DISCLAIMER}" in html
        assert "Kirim Komentar" in html


def test_a_stranger_gets_no_form_no_token_and_no_cookie() -> None:
    edition = thread.story()
    thread.comment(thread.commenter(), edition)
    one, two = Client().get(edition.path), Client().get(edition.path)
    assert one.content == two.content
    assert not one.cookies
    assert "s-maxage=5" in one["Cache-Control"]
    assert "cookie" not in one.get("Vary", "").lower()
    html = block(one.content.decode())
    assert thread.TEXT in html
    assert not re.search("csrf|<form|<input|<textarea", html)


def test_the_newest_stand_first_and_the_rest_is_a_link_away(client: Client) -> None:
    edition = thread.story()
    made = thread.comments(thread.commenter(), edition, 60)
    html = block(client.get(edition.path).content.decode())
    assert [int(pk) for pk in re.findall(r'id="komentar-(\d+)"', html)] == [one.pk for one in reversed(made[-25:])]
    assert f"?mulai={made[34].pk}#komentar" in html


def test_hidden_words_are_not_in_the_page(client: Client) -> None:
    edition = thread.story()
    comment = thread.comment(thread.commenter(), edition, "Beli kerupuk saya.")
    moderation.hide(comment, by=cast.made(), reason="spam")
    assert "kerupuk saya" not in client.get(edition.path).content.decode()


def test_a_reader_writes_on_the_article_page_itself() -> None:
    edition = thread.story()
    html = block(thread.logged_in(thread.commenter()).get(edition.path).content.decode())
    assert f'action="{reverse("comment_send", args=[edition.article_id])}#kirim"' in html
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize("number", [3, 60])
def test_an_article_page_costs_a_stranger_six_queries(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = thread.story()
    thread.comments(thread.commenter(), edition, number)
    with django_assert_max_num_queries(6):
        assert client.get(edition.path).status_code == 200
