"""The page for arranging the front page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import picks
from articles.models import Edition, FrontRelease
from tests import cast, memory
from tests.desk import desk
from tests.pages.press import Desk

HERE = "/admin/articles/frontrelease/"
LOOK = f"{HERE}look/"


@pytest.fixture
def newsroom(db: None) -> Desk:
    return Desk()


@pytest.fixture
def stories(newsroom: Desk) -> list[Edition]:
    return [newsroom.publish(f"Berita {number}") for number in range(3)]


def press_button(act: str, *, version: int | None = None, by: object = None) -> int:
    """Press a button of the page, and return the status of the response."""
    sent = {"act": act, "version": picks.draft().version if version is None else version}
    return desk.browser(by).post(HERE, sent).status_code  # type: ignore[arg-type]


def order() -> list[int]:
    return picks.draft().articles


def test_an_editor_picks_moves_removes_and_publishes(newsroom: Desk, stories: list[Edition]) -> None:
    one, two, three = (edition.article_id for edition in stories)
    steps = [
        (f"add:{one}", [one]),
        (f"add:{two}", [one, two]),
        (f"add:{three}", [one, two, three]),
        (f"up:{three}", [one, three, two]),
        (f"down:{one}", [three, one, two]),
        (f"top:{two}", [two, three, one]),
        (f"up:{two}", [two, three, one]),
        (f"down:{one}", [two, three, one]),
        (f"remove:{three}", [two, one]),
    ]
    for act, expected in steps:
        assert press_button(act, by=newsroom.bagus) == 302
        assert order() == expected, act
    assert picks.live() == []

    assert press_button("publish", by=newsroom.bagus) == 302

    assert picks.live() == [two, one]
    assert desk.browser(None).get("/").content.decode().index("Berita 1") > 0


def test_a_button_has_the_focus_again_on_the_page_that_follows(newsroom: Desk, stories: list[Edition]) -> None:
    client, pk = desk.browser(newsroom.bagus), stories[0].article_id
    press_button(f"add:{stories[1].article_id}", by=newsroom.bagus)
    press_button(f"add:{pk}", by=newsroom.bagus)
    answer = client.post(HERE, {"act": f"up:{pk}", "version": picks.draft().version}, follow=True)
    page = answer.content.decode()
    assert page.count("autofocus") <= 1
    assert f"focus=up%3A{pk}" in answer.redirect_chain[-1][0]


@pytest.mark.parametrize("who", ["rina", "made"])
@pytest.mark.parametrize("url", [HERE, LOOK])
def test_who_is_no_editor_is_told_so(newsroom: Desk, who: str, url: str) -> None:
    somebody = newsroom.rina if who == "rina" else cast.made()
    for answer in (desk.browser(somebody).get(url), desk.browser(somebody).post(url, {"act": "publish"})):
        assert answer.status_code == 403
        assert "editor" in answer.content.decode()
    assert HERE not in desk.browser(somebody).get("/admin/").content.decode()


@pytest.mark.parametrize("url", [HERE, LOOK])
def test_nobody_is_led_to_the_log_in(db: None, url: str) -> None:
    assert desk.browser(None).get(url).status_code == 302


def test_an_old_draft_is_answered_with_409_and_the_newest_one(newsroom: Desk, stories: list[Edition]) -> None:
    picks.rearrange([stories[0].article_id], by=newsroom.sari, version=0)
    answer = desk.browser(newsroom.bagus).post(HERE, {"act": f"add:{stories[1].article_id}", "version": 0})
    assert answer.status_code == 409
    assert "Sari" in answer.content.decode()
    assert order() == [stories[0].article_id]


@pytest.mark.parametrize(
    "act", ["", "add:", "add:x", "add:0", "up:7", "fly:1", "add:" + "9" * 30, "publish:1:2", "²:²"]
)
def test_an_odd_button_changes_nothing_and_says_so(newsroom: Desk, stories: list[Edition], act: str) -> None:
    assert press_button(act, by=newsroom.bagus) in (302, 400, 409)
    assert order() == []
    assert not FrontRelease.objects.exists()


def test_the_look_shows_the_draft_and_nobody_keeps_it(newsroom: Desk, stories: list[Edition]) -> None:
    picks.rearrange([stories[0].article_id], by=newsroom.bagus, version=0)
    answer = desk.browser(newsroom.bagus).get(LOOK)
    page = answer.content.decode()
    assert page.index("Berita 0") < page.index("Berita 2")
    assert "Ini draf" in page
    assert "private" in answer["Cache-Control"]
    assert "Ini draf" not in desk.browser(None).get("/").content.decode()


def test_a_search_finds_headlines_and_survives_anything(newsroom: Desk, stories: list[Edition]) -> None:
    client = desk.browser(newsroom.bagus)
    page = client.get(HERE, {"q": "berita 1"}).content.decode()
    offered = page[page.index("places--offered") :]
    assert "Berita 1" in offered
    assert "Berita 2" not in offered
    for question in ("\x00", "%", "'", "a" * 9_999, "😀"):
        assert client.get(HERE, {"q": question}).status_code == 200


def test_more_stories_cost_no_more_queries(newsroom: Desk, stories: list[Edition]) -> None:
    client, costs = desk.browser(newsroom.bagus), []
    for lot in (stories[:2], stories):
        for number in range(8):
            newsroom.publish(f"Lagi {number}")
        picks.rearrange([edition.article_id for edition in lot], by=newsroom.bagus, version=picks.draft().version)
        picks.publish(by=newsroom.bagus, version=picks.draft().version)
        memory.forget()  # empty the caches of sections and rankings
        with CaptureQueriesContext(connection) as queries:
            client.get(HERE)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16
