"""The beacon: sent once, after three seconds in view, without anything about the reader."""

import pytest
from playwright.sync_api import Request

from tests.browser.people import Somebody


@pytest.fixture
def reader(reader: Somebody) -> Somebody:
    """A reader whose clock only moves when the test says so."""
    reader.page.clock.install(time=0)
    reader.page.clock.pause_at(1_000)
    return reader


@pytest.fixture
def told(reader: Somebody) -> list[Request]:
    """The beacons that the page sends, as they are sent."""
    sent: list[Request] = []
    reader.context.on("request", lambda request: sent.append(request) if "/terbaca/" in request.url else None)
    return sent


def test_a_story_that_was_read_is_told_of_once(reader: Somebody, article: str, told: list[Request]) -> None:
    page = reader.page
    page.goto(article)
    page.wait_for_load_state("load")
    with page.expect_response("**/terbaca/*/") as answer:
        page.clock.fast_forward(3_100)
    assert answer.value.status == 204
    page.clock.fast_forward(60_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.fast_forward(60_000)
    assert len(told) == 1
    assert told[0].method == "POST"
    assert not told[0].post_data
    assert "cookie" not in told[0].all_headers()


def test_a_slip_of_the_finger_is_not(reader: Somebody, article: str, told: list[Request]) -> None:
    reader.page.goto(article)
    reader.page.clock.fast_forward(2_500)
    reader.page.goto("/")
    reader.page.clock.fast_forward(60_000)
    assert told == []


def test_a_list_of_stories_tells_nothing(reader: Somebody, article: str, told: list[Request]) -> None:
    for address in ("/", "/terpopuler/"):
        reader.page.goto(address)
        reader.page.clock.fast_forward(60_000)
    assert told == []
