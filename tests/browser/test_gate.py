"""The checklist refuses on every route to publication: on the page, and for forms sent directly."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import Site

REPORTER, EDITOR, MANAGER = "reporter@demo.test", "editor@demo.test", "managing@demo.test"
SENTENCE = "Baca juga"
LATER = "2031-01-01T06:00"


@pytest.fixture(scope="module")
def stories(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.ask("held_up")
    return found


def page_of(story: int, verb: str) -> str:
    return f"/admin/articles/article/{story}/{verb}/"


@pytest.mark.parametrize(
    ("who", "story", "verb", "buttons"),
    [
        (REPORTER, "draft", "submit", ["Ajukan ke editor"]),
        (EDITOR, "waiting", "approve", ["Terbitkan sekarang", "Jadwalkan"]),
        (EDITOR, "update", "approve", ["Terbitkan sekarang", "Jadwalkan"]),
        (MANAGER, "waiting", "emergency", ["Terbitkan sekarang, secara darurat"]),
    ],
    ids=["submit", "approve and schedule", "update of a live story", "emergency"],
)
def test_the_page_says_what_is_missing_and_has_no_button(
    browser: Browser, site: Site, stories: dict[str, Any], who: str, story: str, verb: str, buttons: list[str]
) -> None:
    with Somebody(browser, site, email=who) as person:
        person.page.goto(page_of(stories[story], verb))
        missing = person.page.get_by_role("alert").filter(has_text="Masih kurang")
        expect(missing).to_contain_text(SENTENCE)
        for name in buttons:
            expect(person.page.get_by_role("button", name=name)).to_have_count(0)
        assert person.complaints == []


def test_saving_and_submitting_at_once_keeps_the_text_and_says_why(
    browser: Browser, site: Site, stories: dict[str, Any]
) -> None:
    with Somebody(browser, site, email=REPORTER) as rina:
        rina.page.goto(page_of(stories["draft"], "change"))
        rina.press("Simpan dan ajukan")
        rina.sees("Tersimpan, tetapi belum diajukan")
        expect(rina.page.get_by_role("alert").filter(has_text="Masih kurang")).to_contain_text(SENTENCE)
        assert site.ask("working_copy", of=stories["draft"])["status"] == "draft"


@pytest.mark.parametrize(
    ("who", "story", "verb", "typed"),
    [
        (REPORTER, "draft", "submit", {}),
        (EDITOR, "waiting", "approve", {"when": "now"}),
        (EDITOR, "waiting", "approve", {"when": "later", "live_from": LATER}),
        (EDITOR, "update", "approve", {"when": "now", "kind": "update"}),
        (EDITOR, "update", "approve", {"when": "later", "live_from": LATER, "kind": "update"}),
        (MANAGER, "waiting", "emergency", {"note": "Gempa."}),
    ],
)
def test_a_form_that_is_sent_past_the_page_is_refused(
    site: Site, stories: dict[str, Any], who: str, story: str, verb: str, typed: dict[str, str]
) -> None:
    client, before = site.client(who), site.ask("editions", of=[stories[story]])
    form = client.get(page_of(stories[story], verb)).form(holding="version")
    answer = client.post(page_of(stories[story], verb), [*form, *typed.items()])
    assert answer.status == 400
    assert SENTENCE in answer.html
    assert site.ask("editions", of=[stories[story]]) == before


def test_a_bundle_is_not_published_with_what_has_become_untrue(
    browser: Browser, site: Site, stories: dict[str, Any]
) -> None:
    with Somebody(browser, site, email=EDITOR) as bagus:
        bagus.page.goto(f"/admin/articles/bundle/{stories['bundle']}/")
        bagus.sees("0 dari 1 naskah siap")
        bagus.press("Terbitkan bersama sekarang")
        refusal = bagus.page.get_by_role("alert")
        expect(refusal).to_contain_text("Naskah yang Tertahan Tiga")
        expect(refusal).to_contain_text(SENTENCE)
        assert bagus.complaints == []
    assert site.ask("live_ids", of=[stories["bundled"]]) == []
