"""The beacon as sent by browsers, programs and forgers, and the page of most read stories."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import dates, reads
from articles.models import Edition
from tests.pages.press import Desk

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A045F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    reads.forget()
    yield
    reads.forget()


def beacon(client: Client, edition: Edition, **headers: Any) -> int:
    """Send a beacon, and return the story's number of stored reads."""
    sent = {"user-agent": PHONE, "origin": "http://testserver", **headers}
    response = client.post(f"/terbaca/{edition.article_id}/", headers=sent)
    assert response.status_code == 204
    assert not response.cookies
    reads.store()
    return reads.reads_of([edition.article_id], since=dates.today())[edition.article_id]


def test_a_browser_needs_neither_cookie_nor_token(desk: Desk) -> None:
    assert beacon(Client(enforce_csrf_checks=True), desk.publish("Berita")) == 1


def test_the_story_says_where_to_send_it(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita")
    html = client.get(edition.path).content.decode()

    assert f'data-read="/terbaca/{edition.article_id}/"' in html
    assert "reader/story.js" in html


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "WhatsApp/2.23 LinkPreview"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"origin": "https://penipu.example"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_programs_prefetches_and_other_sites_do_not_count(client: Client, desk: Desk, headers: dict[str, str]) -> None:
    assert beacon(client, desk.publish("Berita"), **headers) == 0


@pytest.mark.parametrize("article", ["0", "999999999", str(2**63), "9" * 60])
def test_a_made_up_story_is_answered_like_any_other(client: Client, db: None, article: str) -> None:
    response = client.post(f"/terbaca/{article}/", headers={"user-agent": PHONE})
    reads.store()

    assert response.status_code == 204
    assert response.content == b""


def test_a_huge_body_is_never_read(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita")
    with CaptureQueriesContext(connection) as queries:
        response = client.post(
            f"/terbaca/{edition.article_id}/", b"x" * 8_000_000, "text/plain", headers={"user-agent": PHONE}
        )

    assert response.status_code == 204
    assert len(queries) == 0


def test_only_a_post_is_a_read(client: Client, desk: Desk) -> None:
    assert client.get(f"/terbaca/{desk.publish('Berita').article_id}/").status_code == 405


def test_the_page_shows_day_and_week_with_the_time_of_counting(client: Client, desk: Desk) -> None:
    few, many = desk.publish("Sedikit"), desk.publish("Banyak")
    reads.add({(few.article_id, dates.today()): 2, (many.article_id, dates.today()): 7})
    cache.clear()

    with CaptureQueriesContext(connection) as queries:
        html = client.get("/terpopuler/").content.decode()

    assert len(queries) <= 5
    assert re.findall(r'card__headline"><a href="[^"]*">([^<]*)', html) == ["Banyak", "Sedikit"] * 2
    assert html.count("· dihitung") == 2
    assert 'rel="canonical" href="http://testserver/terpopuler/"' in html


def test_a_paper_that_nobody_has_read_says_so(client: Client, desk: Desk) -> None:
    desk.publish("Berita")

    assert 'class="empty"' in client.get("/terpopuler/").content.decode()
