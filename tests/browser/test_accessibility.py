"""Every page, narrow and wide, by day and by night: no barrier that axe can find, and nothing to complain about."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Somebody
from tests.browser.site import Site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of all rules these alone depend on the colours or on the width.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
PHONE, DESKTOP, SMALLEST = 360, 1280, 320  # px wide
HEIGHT = 2400  # px; bars that stick to an edge rest in their places and cover nothing that axe would call too small

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
    "missing": "/tidak-ada/",
    "masthead": "/redaksi/",
    "policy": "/pedoman-media-siber/",
    "terms": "/ketentuan-komentar/",
}
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
OWN = {  # of somebody who wrote, and of somebody whose comment was hidden
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
    _visit(stranger, PUBLIC[page].format(**addresses))
    _has_no_barrier(stranger.page, in_every_light=True)
    _fits_the_smallest_screen(stranger.page)
    assert stranger.complaints == []


def test_the_comment_form_with_its_first_consent_keeps_nobody_out(reader: Somebody, addresses: dict[str, str]) -> None:
    for address in (addresses["article"], addresses["thread"]):
        _visit(reader, address)
        reader.sees("Saya sudah membaca ketentuan komentar")
        _has_no_barrier(reader.page)
        _fits_the_smallest_screen(reader.page)
    reader.press("Kirim")  # empty and without consent: the page with its sentences
    reader.sees("Setujui ketentuan komentar")
    _has_no_barrier(reader.page)
    assert reader.complaints == []


@pytest.mark.parametrize("address", ["/akun/", "/akun/email/", "/akun/2fa/", "/akun/password/change/"])
def test_the_account_pages_keep_nobody_out(reader: Somebody, address: str) -> None:
    _visit(reader, address)
    _has_no_barrier(reader.page)
    _fits_the_smallest_screen(reader.page)
    assert reader.complaints == []


@pytest.mark.parametrize("page", DESK)
def test_a_page_of_the_desk_keeps_nobody_out(
    reporter: Somebody, editor: Somebody, addresses: dict[str, str], page: str
) -> None:
    somebody = editor if page in {"approve", "arranging", "articles", "bundles", "bundle", "notices"} else reporter
    _visit(somebody, DESK[page].format(**addresses))
    _has_no_barrier(somebody.page)
    assert somebody.complaints == []


def test_the_bundles_keep_nobody_out_in_any_light_nor_when_they_refuse(
    editor: Somebody, addresses: dict[str, str]
) -> None:
    for address, button, sentence in (
        (DESK["bundles"], "Buat bundel", "Beri bundel ini nama"),
        (addresses["bundle"], "Terbitkan bersama sekarang", "Belum disetujui"),
    ):
        _visit(editor, address)
        _has_no_barrier(editor.page, in_every_light=True)
        _fits_the_smallest_screen(editor.page)
        editor.press(button)
        expect(editor.page.locator(".errorlist, .gaps").filter(has_text=sentence)).to_be_visible()
        _has_no_barrier(editor.page, in_every_light=True)
        _fits_the_smallest_screen(editor.page)
    assert editor.complaints == []


def test_the_dialogs_of_the_editor_keep_nobody_out(reporter: Somebody, addresses: dict[str, str]) -> None:
    _visit(reporter, addresses["form"])
    for keys in ("Control+Shift+J", "Control+Shift+P"):
        reporter.page.locator(".ProseMirror").focus()
        reporter.page.keyboard.press(keys)
        dialog = reporter.page.get_by_role("dialog")
        expect(dialog.get_by_role("option").first).to_be_visible()
        for upload in dialog.locator("summary").all():
            upload.click()
        _has_no_barrier(reporter.page)
        reporter.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert reporter.complaints == []


@pytest.mark.parametrize("page", OWN)
def test_what_a_reader_does_with_own_comments_keeps_nobody_out(
    author: Somebody, sanctioned: Somebody, addresses: dict[str, str], page: str
) -> None:
    who, address = OWN[page]
    somebody = {"author": author, "sanctioned": sanctioned}[who]
    _visit(somebody, address.format(**addresses))
    _has_no_barrier(somebody.page)
    _fits_the_smallest_screen(somebody.page)
    assert somebody.complaints == []


@pytest.mark.parametrize("page", MODERATION)
def test_a_page_of_the_moderators_keeps_nobody_out(moderator: Somebody, addresses: dict[str, str], page: str) -> None:
    _visit(moderator, MODERATION[page].format(**addresses))
    for more in moderator.page.locator(".verdict details").all():
        more.evaluate("(details) => { details.open = true }")
    _has_no_barrier(moderator.page)
    assert moderator.complaints == []


def _visit(somebody: Somebody, address: str) -> None:
    """Open a page that is there for this person: a refusal has no barrier either, and proves nothing."""
    somebody.complaints.clear()
    answer = somebody.page.goto(address)
    assert answer
    assert answer.status == (404 if address == PUBLIC["missing"] else 200), f"{address}: {answer.status}"


def _has_no_barrier(page: Page, *, in_every_light: bool = False) -> None:
    """All rules on a wide screen by day and on a phone by night; the other two ways what may differ there."""
    everything, looks = {"type": "tag", "values": RULES}, {"type": "rule", "values": LOOKS}
    rounds = [(DESKTOP, "light", everything), (PHONE, "dark", everything)]
    if in_every_light:
        rounds += [(DESKTOP, "dark", looks), (PHONE, "light", looks)]
    found = []
    for width, scheme, wanted in rounds:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((fade) => fade.finished))")  # colours on their way
        # No preload: axe would fetch stylesheets by a way that our CSP forbids.
        results = Axe().run(page, options={"runOnly": wanted, "resultTypes": ["violations"], "preload": False})
        if results.violations_count:
            found.append(f"{page.url} {width} px {scheme}: {results.generate_report()}")
    assert not found, "\n".join(found)


def _fits_the_smallest_screen(page: Page) -> None:
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, f"{page.url} scrolls sideways"
