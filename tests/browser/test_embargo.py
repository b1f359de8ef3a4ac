"""An embargo holds on every route to publication, in a real browser, until it ends or is lifted."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import Site

REPORTER, EDITOR, MANAGER = "reporter@demo.test", "editor@demo.test", "managing@demo.test"
DAYS = 3
REFUSED = "Artikel ini diembargo sampai"


@pytest.fixture(scope="module")
def stories(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.ask("embargoed", days=DAYS)
    return found


def page_of(story: int, verb: str) -> str:
    return f"/admin/articles/article/{story}/{verb}/"


def in_days(days: int) -> str:
    """A time this many days ahead, in the format of a datetime-local field."""
    return f"{datetime.now(ZoneInfo('Asia/Jakarta')) + timedelta(days=days):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("story", ["waiting", "update"])
@pytest.mark.parametrize(
    ("moment", "button"), [("", "Terbitkan sekarang"), (in_days(DAYS - 1), re.compile("^Jadwalkan terbit"))]
)
def test_neither_approved_nor_scheduled_for_before_it_ends(
    browser: Browser, site: Site, stories: dict[str, Any], story: str, moment: str, button: Any
) -> None:
    with Somebody(browser, site, email=EDITOR) as bagus:
        bagus.page.goto(page_of(stories[story], "approve"))
        bagus.sees("Embargo sampai")
        bagus.page.get_by_label("Tayang mulai (WIB)").fill(moment)
        bagus.page.get_by_role("button", name=button).click()
        bagus.sees(REFUSED)
        assert bagus.complaints == []
    assert site.ask("working_copy", of=stories[story])["status"] == "submitted"


def test_not_in_an_emergency_either(browser: Browser, site: Site, stories: dict[str, Any]) -> None:
    with Somebody(browser, site, email=MANAGER) as sari:
        sari.page.goto(page_of(stories["waiting"], "emergency"))
        sari.page.get_by_label("Mengapa artikel ini tidak dapat menunggu pembaca kedua").fill(
            "Sudah beredar di media sosial."
        )
        sari.page.get_by_role("button", name=re.compile("darurat$")).click()
        sari.sees(REFUSED)
    assert site.ask("live_ids", of=[stories["waiting"]]) == []


def test_not_with_its_bundle(browser: Browser, site: Site, stories: dict[str, Any]) -> None:
    with Somebody(browser, site, email=EDITOR) as bagus:
        bagus.page.goto(page_of(stories["bundled"], "approve"))
        bagus.page.get_by_role("button", name=re.compile("^Setujui, terbit bersama bundel")).click()
        bagus.sees(REFUSED)
        bagus.page.goto(f"/admin/articles/bundle/{stories['bundle']}/")
        bagus.press("Terbitkan bersama sekarang")
        expect(bagus.page.get_by_role("alert")).to_contain_text(REFUSED)
        assert bagus.complaints == []
    assert site.ask("live_ids", of=[stories["bundled"]]) == []


def test_a_direct_request_is_refused_too(site: Site, stories: dict[str, Any]) -> None:
    editor = site.client(EDITOR)
    for typed in ({"when": "now"}, {"when": "later", "live_from": in_days(1)}):
        form = editor.get(page_of(stories["waiting"], "approve")).form(holding="version")
        sent = [(name, value) for name, value in form if name != "live_from"]
        answer = editor.post(page_of(stories["waiting"], "approve"), [*sent, *typed.items()])
        assert answer.status == 400
        assert REFUSED in answer.html


def test_the_reporter_cannot_lift_it_and_an_editor_lifts_it_with_a_reason(
    browser: Browser, site: Site, stories: dict[str, Any]
) -> None:
    """The last test of the file, because it publishes the update."""
    update = stories["update"]
    assert site.client(REPORTER).get(page_of(update, "lift-embargo")).status == 403
    with Somebody(browser, site, email=EDITOR) as bagus, Somebody(browser, site) as reader:
        reader.page.goto(stories["update_path"])
        reader.does_not_see("67 persen")
        bagus.page.goto(page_of(update, "change"))
        bagus.sees("Menunggu konferensi pers.")
        bagus.follow("Cabut embargo")
        bagus.page.get_by_label("Mengapa embargo tidak berlaku lagi").fill("Konferensi pers dimajukan.")
        bagus.press("Cabut embargo")
        bagus.sees("Embargo dicabut")
        bagus.page.goto(page_of(update, "approve"))
        bagus.press("Terbitkan sekarang")
        bagus.sees("Disetujui")
        reader.page.goto(stories["update_path"])
        reader.sees("67 persen")
        assert bagus.complaints == []
