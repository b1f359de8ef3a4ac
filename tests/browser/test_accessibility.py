"""Every page passes axe on phone and desktop, in light and dark, without console errors."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.barriers import fits_the_smallest_screen, has_no_barrier, visit
from tests.browser.people import Somebody
from tests.browser.site import Site

PUBLIC = {
    "front": "/",
    "section": "/daerah/",
    "topic": "{topic}",
    "journalist": "{journalist}",
    "article": "{article}",
    "lite": "{article}lite/",
    "offline": "/luring/",
    "retraction": "{retraction}",
    "index": "/indeks/",
    "most-read": "/terpopuler/",
    "search": "/cari/?q=beras",
    "search-refused": "/cari/?q=beras&dari=2026-12-01&sampai=2026-11-01",
    "corrections": "/ralat/",
    "retractions": "/pencabutan/",
    "thread": "{thread}",
    "replies": "{replies}",
    "complaint": "{complain}",
    "ticket": "{ticket}",
    "complaints": "/lapor/",
    "transparency": "/transparansi/",
    "log-in": "/akun/login/",
    "sign-up": "/akun/signup/",
    "reset": "/akun/password/reset/",
    "switched-off": "/akun/inactive/",
    "missing": "/tidak-ada/",
    "masthead": "/redaksi/",
    "policy": "/pedoman-media-siber/",
    "terms": "/ketentuan-komentar/",
}
REFUSED = {"missing": 404, "search-refused": 400}
DESK = {
    "desk": "/admin/",
    "articles": "/admin/articles/article/",
    "new-article": "/admin/articles/article/add/",
    "form": "{form}",
    "approve": "{approve}",
    "margin": "{margin}",
    "arranging": "/admin/articles/frontrelease/",
    "bundles": "/admin/articles/bundle/",
    "bundle": "{bundle}",
    "history": "{history}",
    "compare": "{compare}",
    "merge": "{merge}",
    "preview": "{preview}",
    "notices": "/admin/articles/notice/",
    "photos": "/admin/articles/photo/",
    "new-photo": "/admin/articles/photo/add/",
}


MODERATION = {
    "queue": "/admin/comments/comment/?antrean=dilaporkan",
    "hidden": "{comment}",
    "reported": "{reported}",
    "words": "/admin/comments/term/",
    "new-word": "/admin/comments/term/add/",
    "word": "{word}",
    "rules": "/admin/comments/thread/",
    "rule": "{rule}",
    "watch-list": "/admin/comments/watch/",
    "watched": "{watched}",
}
OWN = {  # pages of somebody who has commented, and of somebody whose comment was hidden
    "reply": ("author", "{reply}"),
    "edit": ("author", "{edit}"),
    "delete": ("author", "{delete}"),
    "thread": ("author", "{thread}"),
    "mail": ("author", "/komentar/kabar/"),
    "data": ("author", "/akun/data/"),
    "erase": ("author", "/akun/data/hapus/"),
    "record": ("sanctioned", "/komentar/catatan-saya/"),
    "appeal": ("sanctioned", "{appeal}"),
}


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, str]:
    return {**site.ask("a_paper"), "reader": site.ask("readers", names=["Putri Teliti"])[0]}


@pytest.fixture(scope="module")
def stranger(browser: Browser, site: Site) -> Iterator[Somebody]:
    with Somebody(browser, site) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Site, addresses: dict[str, str]) -> Iterator[Somebody]:
    with Somebody(browser, site, email=addresses["reader"]) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def author(browser: Browser, site: Site, addresses: dict[str, str]) -> Iterator[Somebody]:
    with Somebody(browser, site, email=addresses["author"]) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def sanctioned(browser: Browser, site: Site, addresses: dict[str, str]) -> Iterator[Somebody]:
    with Somebody(browser, site, email=addresses["sanctioned"]) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def reporter(browser: Browser, site: Site) -> Iterator[Somebody]:
    with Somebody(browser, site, email="reporter@demo.test") as somebody:
        yield somebody


@pytest.fixture(scope="module")
def editor(browser: Browser, site: Site) -> Iterator[Somebody]:
    with Somebody(browser, site, email="editor@demo.test") as somebody:
        yield somebody


@pytest.fixture(scope="module")
def moderator(browser: Browser, site: Site) -> Iterator[Somebody]:
    with Somebody(browser, site, email="moderator@demo.test") as somebody:
        yield somebody


@pytest.mark.parametrize("page", PUBLIC)
def test_a_public_page_keeps_nobody_out(stranger: Somebody, addresses: dict[str, str], page: str) -> None:
    visit(stranger, PUBLIC[page].format(**addresses), status=REFUSED.get(page, 200))
    has_no_barrier(stranger.page, in_every_light=True)
    fits_the_smallest_screen(stranger.page)
    assert stranger.complaints == []


def test_the_comment_form_with_its_first_consent_keeps_nobody_out(reader: Somebody, addresses: dict[str, str]) -> None:
    for address in (addresses["article"], addresses["thread"]):
        visit(reader, address)
        reader.sees("Saya sudah membaca ketentuan komentar")
        has_no_barrier(reader.page)
        fits_the_smallest_screen(reader.page)
    reader.press("Kirim")  # the form with its errors
    reader.sees("Setujui ketentuan komentar")
    has_no_barrier(reader.page)
    assert reader.complaints == []


@pytest.mark.parametrize("address", ["/akun/", "/akun/email/", "/akun/2fa/", "/akun/password/change/"])
def test_the_account_pages_keep_nobody_out(reader: Somebody, address: str) -> None:
    visit(reader, address)
    has_no_barrier(reader.page)
    fits_the_smallest_screen(reader.page)
    assert reader.complaints == []


@pytest.mark.parametrize("page", DESK)
def test_a_page_of_the_desk_keeps_nobody_out(
    reporter: Somebody, editor: Somebody, addresses: dict[str, str], page: str
) -> None:
    somebody = editor if page in {"approve", "arranging", "articles", "bundles", "bundle", "notices"} else reporter
    visit(somebody, DESK[page].format(**addresses))
    has_no_barrier(somebody.page)
    assert somebody.complaints == []


def test_the_bundles_keep_nobody_out_in_any_light_nor_when_they_refuse(
    editor: Somebody, addresses: dict[str, str]
) -> None:
    for address, button, sentence in (
        (DESK["bundles"], "Buat bundel", "Beri bundel ini nama"),
        (addresses["bundle"], "Terbitkan bersama sekarang", "Belum disetujui"),
    ):
        visit(editor, address)
        has_no_barrier(editor.page, in_every_light=True)
        fits_the_smallest_screen(editor.page)
        editor.press(button)
        expect(editor.page.locator(".errorlist, .gaps").filter(has_text=sentence)).to_be_visible()
        has_no_barrier(editor.page, in_every_light=True)
        fits_the_smallest_screen(editor.page)
    assert editor.complaints == []


def test_the_dialogs_of_the_editor_keep_nobody_out(reporter: Somebody, addresses: dict[str, str]) -> None:
    visit(reporter, addresses["form"])
    for keys in ("Control+Shift+J", "Control+Shift+P"):
        reporter.page.locator(".ProseMirror").focus()
        reporter.page.keyboard.press(keys)
        dialog = reporter.page.get_by_role("dialog")
        expect(dialog.get_by_role("option").first).to_be_visible()
        for upload in dialog.locator("summary").all():
            upload.click()
        has_no_barrier(reporter.page)
        reporter.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert reporter.complaints == []


@pytest.mark.parametrize("page", OWN)
def test_what_a_reader_does_with_own_comments_keeps_nobody_out(
    author: Somebody, sanctioned: Somebody, addresses: dict[str, str], page: str
) -> None:
    who, address = OWN[page]
    somebody = {"author": author, "sanctioned": sanctioned}[who]
    visit(somebody, address.format(**addresses))
    has_no_barrier(somebody.page)
    fits_the_smallest_screen(somebody.page)
    assert somebody.complaints == []


@pytest.mark.parametrize("page", MODERATION)
def test_a_page_of_the_moderators_keeps_nobody_out(moderator: Somebody, addresses: dict[str, str], page: str) -> None:
    visit(moderator, MODERATION[page].format(**addresses))
    for more in moderator.page.locator(".verdict details").all():
        more.evaluate("(details) => { details.open = true }")
    has_no_barrier(moderator.page)
    assert moderator.complaints == []
