"""The WebSub hub is told once of everything that went live since the last call, and nothing waits for it."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles import websub, workflow
from tests import cast
from tests.articles.scenes import People, story
from tests.at_once import AtOnce
from tests.pages import press
from tests.pages.press import Desk


class Hub:
    """A local hub that records what it is sent, and answers as configured."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []
        self.answer = 204
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                assert said["hub.mode"] == ["publish"]
                hub.told.append(said["hub.url"])
                self.send_response(hub.answer)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def hub(settings: Settings) -> Iterator[Hub]:
    hub = Hub()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{hub.server.server_port}/"
    settings.SITE_URL = "https://www.namamedia.test"
    yield hub
    hub.server.shutdown()
    hub.server.server_close()


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def test_each_publication_is_told_once(hub: Hub, desk: Desk) -> None:
    desk.publish("Berita", topics=[cast.topic()])
    now = timezone.now()
    websub.tell_hub(now=now)
    websub.tell_hub(now=now + timedelta(minutes=1))

    [told] = hub.told
    for page in ("/", "/nasional/", "/topik/pangan/", "/penulis/rina/", "/penulis/bagus/"):
        for feed in ("rss/", "atom/", "feed.json"):
            assert f"https://www.namamedia.test{page}{feed}" in told


def test_a_scheduled_story_is_told_when_it_goes_live_and_a_retraction_too(hub: Hub, desk: Desk) -> None:
    old = desk.publish("Lama", now=press.ago(hours=5))
    noon = timezone.now() + timedelta(minutes=30)
    desk.schedule("Nanti", live_from=noon, section=cast.section("Ekonomi"))
    websub.tell_hub(now=noon - timedelta(minutes=1))
    assert hub.told == []

    websub.tell_hub(now=noon)
    assert "https://www.namamedia.test/ekonomi/rss/" in hub.told[0]
    desk.retract(old)
    assert "https://www.namamedia.test/nasional/rss/" in websub.changed_feeds(press.ago(minutes=1), timezone.now())


def test_a_hub_that_refuses_or_is_away_is_told_later(hub: Hub, desk: Desk, settings: Settings) -> None:
    desk.publish("Berita")
    now, here = timezone.now(), settings.WEBSUB_HUB
    hub.answer = 500
    websub.tell_hub(now=now)
    settings.WEBSUB_HUB = "http://127.0.0.1:1/"
    websub.tell_hub(now=now + timedelta(minutes=1))
    settings.WEBSUB_HUB, hub.answer = here, 202
    websub.tell_hub(now=now + timedelta(minutes=2))
    websub.tell_hub(now=now + timedelta(minutes=3))

    assert len(hub.told) == 2
    assert hub.told[0] == hub.told[1]


def test_a_publication_that_the_call_overlaps_is_told_once(hub: Hub, settings: Settings, at_once: AtOnce) -> None:
    """Its time is earlier than that of the call, and it is committed later."""
    people = People()
    article = story(people, "submitted")
    approved, told = threading.Event(), threading.Event()

    def approve() -> None:
        with transaction.atomic():
            workflow.approve(article, by=people.bagus, version=article.version)
            approved.set()
            told.wait(1)  # as long as the call takes that does not wait for the publication

    def tell() -> None:
        approved.wait(10)
        websub.tell_hub(now=timezone.now())
        told.set()

    assert at_once(approve, tell) == [None, None]
    websub.tell_hub(now=timezone.now() + timedelta(minutes=1))
    assert len(hub.told) == 1


def test_without_a_hub_nothing_is_asked(desk: Desk, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        websub.tell_hub(now=timezone.now())
