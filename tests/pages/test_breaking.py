"""The breaking news bar: on every landing page, never on its own story, and it disappears by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition
from tests import cast, clock, memory
from tests.pages.press import Desk

HEADLINE = "Gempa Magnitudo 6,1 Mengguncang Cianjur"
BAR = '<section class="breaking"'


@pytest.fixture
def other(desk: Desk) -> Edition:
    return desk.publish("Berita Biasa", topics=[cast.topic()])


@pytest.fixture
def breaking(desk: Desk, other: Edition) -> Edition:
    return publish(desk, HEADLINE)


def publish(desk: Desk, headline: str, *, minutes: int = 30) -> Edition:
    article = cast.submitted(desk.rina, headline=headline, topics=[cast.topic()])
    ends = timezone.now() + timedelta(minutes=minutes)
    return workflow.approve(article, by=desk.bagus, version=article.version, breaking_until=ends)


def page(client: Client, address: str) -> str:
    memory.forget()
    return client.get(address).content.decode()


def bar(html: str) -> str:
    return html[html.index(BAR) : html.index("</section>", html.index(BAR))] if BAR in html else ""


ENTRIES = [
    "/",
    "/nasional/",
    "/topik/pangan/",
    "/penulis/rina/",
    "/cari/",
    "/cari/?q=biasa",
    "/indeks/",
    "/terpopuler/",
]


@pytest.mark.parametrize("address", ENTRIES)
def test_it_stands_on_every_page_that_readers_enter_by(client: Client, breaking: Edition, address: str) -> None:
    assert f'<a href="{breaking.path}">{HEADLINE}</a>' in bar(page(client, address))


def test_it_stands_over_every_story_but_its_own(client: Client, breaking: Edition, other: Edition) -> None:
    assert HEADLINE in bar(page(client, other.path))
    assert bar(page(client, breaking.path)) == ""


def test_of_several_the_newest_stands_there_and_over_that_one_the_next(client: Client, desk: Desk) -> None:
    first, second = publish(desk, "Yang Pertama"), publish(desk, "Yang Kedua")
    assert "Yang Kedua" in bar(page(client, "/nasional/"))
    assert "Yang Pertama" not in bar(page(client, "/nasional/"))
    assert "Yang Pertama" in bar(page(client, second.path))
    assert "Yang Kedua" in bar(page(client, first.path))


def test_it_is_gone_at_its_end_however_fresh_what_was_kept(client: Client, breaking: Edition, other: Edition) -> None:
    assert HEADLINE in bar(page(client, "/nasional/"))
    with clock.at(timezone.now() + timedelta(minutes=31)):
        assert bar(client.get("/nasional/").content.decode()) == ""
        assert bar(client.get(other.path).content.decode()) == ""


def test_a_retracted_story_leaves_it(client: Client, desk: Desk, breaking: Edition, other: Edition) -> None:
    desk.retract(breaking)
    assert bar(page(client, other.path)) == ""


def test_an_unpublished_one_is_not_told_of(client: Client, desk: Desk, other: Edition) -> None:
    article = cast.submitted(desk.rina, headline=HEADLINE)
    now = timezone.now()
    begins, ends = now + timedelta(hours=1), now + timedelta(hours=2)
    workflow.approve(article, by=desk.bagus, version=article.version, live_from=begins, breaking_until=ends)
    assert Article.objects.get(pk=article.pk).breaking_until
    assert bar(page(client, other.path)) == ""


@pytest.mark.parametrize("address", ENTRIES)
def test_a_page_with_it_is_alike_for_strangers_and_kept_by_caches(
    client: Client, breaking: Edition, address: str
) -> None:
    response = client.get(address)
    assert "s-maxage" in response["Cache-Control"]
    assert not response.cookies


def test_it_costs_a_list_one_query_in_two_seconds_and_a_story_none(
    client: Client, breaking: Edition, other: Edition
) -> None:
    for address, most in (("/nasional/", 1), (other.path, 0)):
        page(client, address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
            client.get(address)
        asked = [query["sql"] for query in queries if query["sql"].startswith('SELECT "articles_edition"."path"')]
        assert len(asked) <= most
