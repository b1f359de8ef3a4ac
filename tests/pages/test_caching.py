"""Anonymous visitors all get the same bytes, which shared caches may store; pages for a session are private."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests import cast
from tests.pages import press
from tests.pages.press import Desk

PAGES = [
    "article", "/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/indeks/", "/ralat/", "/pencabutan/",
    "/rss/", "/nasional/rss/", "/sitemap.xml", "/sitemap-kanal.xml", "/sitemap-news.xml", "/robots.txt",
    "/manifest.webmanifest",
]  # fmt: skip


@pytest.fixture
def article(desk: Desk) -> str:
    return desk.publish("Berita", topics=[cast.topic()], lead_photo=press.photo(desk.rina), now=press.ago(hours=1)).path


@pytest.mark.parametrize("place", PAGES)
def test_a_stranger_gets_a_page_that_caches_may_keep(article: str, place: str) -> None:
    address = article if place == "article" else place

    first, second = (Client().get(address, headers={"user-agent": agent}) for agent in ("satu", "dua"))

    assert first.status_code == 200
    assert first.content == second.content
    assert first["Cache-Control"].startswith("s-maxage=5,")
    assert first["ETag"].startswith('W/"')
    assert not first.cookies
    assert "cookie" not in first.get("Vary", "").lower()
    assert "csrf" not in first.content.decode().lower()
    assert "nonce" not in first.content.decode() + first.get("Content-Security-Policy", "")
    unchanged = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize("place", PAGES)
def test_whoever_may_be_logged_in_gets_a_page_nobody_keeps(article: str, place: str) -> None:
    client = Client()
    client.force_login(cast.putri())

    response = client.get(article if place == "article" else place)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_an_invented_session_makes_a_page_private_and_no_more(article: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "tebakan"

    assert client.get(article)["Cache-Control"] == "private, no-store"


def test_redirects_and_missing_pages_are_kept_too(desk: Desk) -> None:
    edition = desk.publish("Berita", slug="lama", now=press.ago(hours=1))
    desk.update(edition, slug="baru")

    for address, status in ((edition.path, 301), ("/tidak-ada/", 404)):
        response = Client().get(address)
        assert response.status_code == status
        assert response["Cache-Control"].startswith("s-maxage=5,")
        assert not response.cookies


def test_a_new_edition_changes_the_tag(desk: Desk) -> None:
    edition = desk.publish("Berita", now=press.ago(hours=1))
    before = Client().get(edition.path)["ETag"]
    desk.update(edition, headline="Berita Baru")

    assert Client().get(edition.path, headers={"if-none-match": before}).status_code == 200


@pytest.mark.parametrize("place", ["article", "/", "/nasional/", "/tidak-ada/"])
def test_no_page_holds_script_style_or_handler_of_its_own(article: str, place: str) -> None:
    html = Client().get(article if place == "article" else place).content.decode()

    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    scripts = re.findall(r"<script[^>]*>", html)
    assert all(tag == '<script type="application/ld+json">' or ' src="/static/' in tag for tag in scripts)
    assert html.count('rel="stylesheet"', 0, html.index("</head>")) <= 4
