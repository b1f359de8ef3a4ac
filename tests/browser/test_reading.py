"""Reading in a browser: the text size is remembered, links can be copied, stories can be read offline."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import Site
from tests.browser.story import LIVE

ROOT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
KEPT = "async (path) => Boolean(await caches.match(location.origin + path))"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"


def test_the_text_size_is_remembered_and_moves_nothing_sideways(reader: Somebody, article: str) -> None:
    page = reader.page
    page.goto(article)
    before = page.evaluate(ROOT_SIZE)
    page.get_by_role("button", name="Teks sangat besar").click()
    expect(page.get_by_role("button", name="Teks sangat besar")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(ROOT_SIZE) > 1.3 * before
    for address in ("/", article):
        page.goto(address)
        page.wait_for_function(f"{ROOT_SIZE} > {1.3 * before}")
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate(SIDEWAYS) == 0
    page.get_by_role("button", name="Teks biasa").click()
    assert page.evaluate(ROOT_SIZE) == before


def test_the_open_section_is_in_view_among_the_others(reader: Somebody) -> None:
    for address in ("/sains/", "/indeks/"):
        reader.page.goto(address)
        here = reader.page.get_by_role("navigation", name="Kanal").locator("[aria-current]")
        expect(here).to_be_in_viewport(ratio=1)
        assert reader.page.evaluate("scrollY") == 0


def test_spaced_text_fits_the_smallest_screen(browser: Browser, site: Site, article: str) -> None:
    """WCAG 1.4.12, with a user stylesheet, because our policy would refuse it as part of the page."""
    with Somebody(browser, site, viewport={"width": 320, "height": 640}, bypass_csp=True) as reader:
        for address in ("/", article, "/indeks/"):
            reader.page.goto(address)
            reader.page.add_style_tag(content=SPACED)
            assert reader.page.evaluate(SIDEWAYS) == 0, address


def test_text_twice_as_large_fits_a_phone(reader: Somebody, article: str) -> None:
    """WCAG 1.4.4, as phones enlarge the text of pages."""
    for address in ("/", article, "/indeks/", "/cari/?q=beras", "/lapor/", "/akun/login/"):
        reader.page.goto(address)
        reader.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert reader.page.evaluate(SIDEWAYS) == 0, address


def test_the_address_of_a_story_is_copied(reader: Somebody, article: str) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.goto(article)
    reader.page.get_by_role("button", name="Salin tautan").click()
    expect(reader.page.get_by_role("button", name="Tersalin")).to_be_visible()
    assert reader.page.evaluate("navigator.clipboard.readText()").endswith(article)


def test_without_script_nothing_is_missing(browser: Browser, site: Site, article: str) -> None:
    with Somebody(browser, site, java_script_enabled=False) as reader:
        reader.page.goto(article)
        expect(reader.page.get_by_label("Alamat berita ini")).to_have_value(re.compile(f"{article}$"))
        expect(reader.page.get_by_role("button", name="Salin tautan")).to_have_count(0)
        reader.follow("Versi ringan")
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(LIVE)
        reader.page.goto("/akun/login/")
        expect(reader.page.get_by_role("button", name="Masuk", exact=True)).to_be_visible()
        expect(reader.page.get_by_text("Masuk dengan kunci sandi")).to_be_hidden()
        expect(reader.page.get_by_text("memerlukan JavaScript")).to_be_hidden()


def test_on_paper_stand_the_story_and_its_address(reader: Somebody, article: str) -> None:
    page = reader.page
    page.goto(article)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for act in ("Bagikan", "Versi ringan", "Masuk untuk berkomentar", "Teks besar"):
        for control in page.get_by_role("link", name=act).or_(page.get_by_role("button", name=act)).all():
            expect(control).to_be_hidden()
    printed = page.locator(".story__credit").evaluate("(credit) => getComputedStyle(credit, '::after').content")
    assert printed == f'"{reader.site.url}{article}"'


def test_a_story_that_was_read_opens_without_a_connection(browser: Browser, site: Site, article: str) -> None:
    with Somebody(browser, site) as reader:
        page = reader.page
        page.goto("/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        page.goto(article)
        page.wait_for_function(KEPT, arg=article)
        reader.context.set_offline(True)

        page.goto(f"{article}?utm_source=wa")
        expect(page.get_by_role("heading", level=1)).to_have_text(LIVE)

        page.goto("/berita-yang-belum-dibaca/")
        reader.sees("Tidak ada koneksi")
        expect(page.get_by_text("Belum ada yang tersimpan")).to_be_hidden()
        expect(page.get_by_role("link", name="Coba lagi")).to_have_attribute("href", "")
        page.get_by_role("link", name=LIVE).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(LIVE)


def test_a_photo_of_a_story_to_come_stays_on_no_device(browser: Browser, site: Site) -> None:
    with Somebody(browser, site, email="editor@demo.test") as editor:
        page, secret = editor.page, site.ask("photo_to_come")
        page.goto("/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        icon = page.locator("link[rel='apple-touch-icon']").get_attribute("href")
        for address in (secret, icon):
            assert page.evaluate("async (path) => (await fetch(path)).ok", address)
        page.wait_for_function(KEPT, arg=icon)
        assert not page.evaluate(KEPT, secret)
