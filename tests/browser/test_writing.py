"""Writing in a real browser: nothing typed is lost, and two people with the same story see each other."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.people import Reporter
from tests.browser.site import Server, Site

RINA, BAGUS = "reporter@demo.test", "editor@demo.test"


@pytest.fixture(scope="module")
def drafts(site: Site) -> Iterator[int]:
    return iter(site.ask("drafts", headlines=[f"Naskah yang tidak boleh hilang ({number})" for number in range(9)]))


def address(story: int, tail: str = "change/") -> str:
    return f"/admin/articles/article/{story}/{tail}"


def open_story(who: Reporter, story: int) -> None:
    who.page.goto(address(story))
    expect(who.text).to_be_visible()
    who.caret_to_the_end()


def write_offline(who: Reporter, story: int, words: str) -> None:
    open_story(who, story)
    who.context.set_offline(True)
    who.write(words)
    status(who).to_contain_text("disimpan di peramban ini")


def status(who: Reporter) -> Any:
    return expect(who.page.locator("[data-status]"))


def stored(site: Site, story: int) -> str:
    return str(site.ask("working_copy", of=story)["body"])


def test_a_draft_is_saved_two_seconds_after_the_last_key(browser: Browser, site: Site, drafts: Iterator[int]) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina:
        open_story(rina, story)
        rina.write("Diketik, tidak disimpan dengan tombol.")
        status(rina).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d\.\d\d"))
        assert "tidak disimpan dengan tombol" in stored(site, story)
        rina.write("Lalu satu kalimat lagi.")
        status(rina).to_contain_text("Belum disimpan")
        status(rina).to_contain_text("Tersimpan")
        rina.press("Simpan")
        rina.sees("Tersimpan:")
        rina.page.reload()
        expect(rina.text).to_contain_text("Lalu satu kalimat lagi.")
        assert rina.complaints == []


def test_who_typed_nothing_leaves_no_draft_and_is_not_asked(browser: Browser, site: Site) -> None:
    """The editor adds an empty paragraph after a final list; on a slow connection, autosave is watching by then."""
    (story,) = site.ask("drafts", headlines=["Naskah yang hanya dibaca"], body="<ul><li><p>KTP</p></li></ul>")
    with Reporter(browser, site, email=RINA) as rina:
        rina.page.route("**/desk/prose/nodes*.js", lambda route: (time.sleep(1), route.continue_()))
        rina.page.goto(address(story))
        expect(rina.text).to_be_visible()
        expect(rina.page.locator("#id_body")).to_have_value(re.compile("<p></p>$"))
        rina.page.on("dialog", lambda dialog: rina.complaints.append(dialog.type))
        rina.page.get_by_role("link", name="Foto", exact=True).click()
        expect(rina.page).to_have_url(re.compile("/articles/photo/"))
        rina.page.goto(address(story))
        rina.does_not_see("belum menyimpannya")
        assert rina.complaints == []


def test_a_new_story_begins_with_the_first_words_and_has_its_address(browser: Browser, site: Site) -> None:
    with Reporter(browser, site, email=RINA) as rina:
        rina.page.goto("/admin/articles/article/add/")
        rina.page.locator("#id_headline").fill("Baru saja mulai ditulis")
        expect(rina.page).to_have_url(re.compile(r"/article/\d+/change/$"))
        rina.page.locator("#id_deck").fill("Terasnya menyusul.")
        status(rina).to_contain_text("Tersimpan")
        rina.press("Simpan")
        rina.sees("Tersimpan:")
        rina.page.reload()
        expect(rina.page.locator("#id_deck")).to_have_value("Terasnya menyusul.")
        assert rina.complaints == []


def test_what_is_typed_while_the_line_is_down_is_sent_when_it_is_back(
    browser: Browser, site: Site, drafts: Iterator[int]
) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina:
        write_offline(rina, story, "Ditulis di kereta, di dalam terowongan.")
        assert "terowongan" not in stored(site, story)
        rina.context.set_offline(False)
        status(rina).to_contain_text("Tersimpan", timeout=15_000)
        assert "terowongan" in stored(site, story)


def test_the_button_keeps_the_page_while_the_line_is_down_and_saves_when_it_is_back(
    browser: Browser, site: Site, drafts: Iterator[int]
) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina:
        open_story(rina, story)
        rina.context.set_offline(True)
        rina.write("Ditekan Simpan di tengah laut.")
        rina.press("Simpan")
        status(rina).to_contain_text("Belum terkirim: server tidak menjawab.")
        expect(rina.text).to_contain_text("di tengah laut")  # not the browser's error page
        assert "tengah laut" not in stored(site, story)
        rina.context.set_offline(False)
        status(rina).to_contain_text("Tersimpan")
        rina.press("Simpan")
        rina.sees("Tersimpan:")
        assert "tengah laut" in stored(site, story)


def test_a_headline_that_is_too_long_is_counted_and_never_cut(browser: Browser, site: Site) -> None:
    (story,) = site.ask("drafts", headlines=["Judul yang ditempel"])
    with Reporter(browser, site, email=RINA) as rina:
        open_story(rina, story)
        headline = rina.page.get_by_label("Judul:")
        headline.fill("Banjir surut. " * 11)
        count = rina.page.locator("#id_headline_helptext")
        expect(count).to_contain_text("154 karakter, 14 terlalu banyak.")
        status(rina).to_contain_text("Judul: paling banyak 140 karakter")
        rina.press("Simpan")
        expect(headline).to_have_value("Banjir surut. " * 11)
        headline.fill("Banjir Surut di Lima Kecamatan")
        expect(count).to_contain_text("30 karakter.")
        rina.press("Simpan")
        rina.sees("Tersimpan:")


def test_what_the_server_never_got_is_offered_back_when_the_form_opens_again(
    browser: Browser, site: Site, drafts: Iterator[int]
) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina:
        write_offline(rina, story, "Kalimat sebelum peramban mati.")
        rina.page.close()  # without a prompt, like a crash
        rina.context.set_offline(False)

        rina.page = rina.context.new_page()
        rina.page.goto(address(story))
        offer = rina.page.locator("[data-offer]")
        expect(offer).to_contain_text("belum menyimpannya")
        assert "peramban mati" not in stored(site, story)
        offer.get_by_role("link", name="Lanjutkan naskah ini").click()
        expect(rina.text).to_contain_text("Kalimat sebelum peramban mati.")
        rina.press("Simpan")
        rina.sees("Tersimpan:")
        assert "peramban mati" in stored(site, story)
        expect(rina.page.locator("[data-offer]")).to_have_count(0)


def test_a_session_that_ends_while_typing_goes_on_after_a_log_in_elsewhere(
    browser: Browser, site: Site, drafts: Iterator[int]
) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina:
        open_story(rina, story)
        rina.context.clear_cookies(name="sessionid")
        rina.write("Sesi sudah berakhir, tulisan jalan terus.")
        status(rina).to_contain_text("Sesi Anda berakhir")
        form, rina.page = rina.page, rina.context.new_page()
        rina.log_in(RINA)
        rina.page = form
        status(rina).to_contain_text("Tersimpan", timeout=15_000)
        assert "tulisan jalan terus" in stored(site, story)


def test_two_people_see_each_other_and_neither_text_is_overwritten(
    browser: Browser, site: Site, drafts: Iterator[int]
) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina, Reporter(browser, site, email=BAGUS) as bagus:
        open_story(rina, story)
        rina.write("Dari Rina.")
        status(rina).to_contain_text("Tersimpan")
        open_story(bagus, story)
        expect(bagus.page.locator("[data-presence]")).to_contain_text(re.compile("Rina Wulandari sedang"))
        bagus.page.locator("#id_deck").fill("Teras dari Bagus.")
        bagus.press("Simpan")
        bagus.sees("Tersimpan:")

        rina.page.bring_to_front()
        rina.caret_to_the_end()
        rina.write("Rina menulis terus.")
        expect(rina.page.locator("[data-conflict]")).to_contain_text("Bagus Hermawan sudah menyimpan artikel ini")
        assert "menulis terus" not in stored(site, story)
        rina.follow("Bandingkan dan gabungkan")
        rina.sees("Dua naskah untuk satu artikel")
        body = rina.page.get_by_role("group", name="Isi artikel")
        expect(body.get_by_label("Pakai punya saya")).to_be_checked()  # preselected, because only she changed it
        expect(rina.page.get_by_role("group", name="Ringkasan").get_by_label("Pakai yang tersimpan")).to_be_checked()
        expect(body.locator("ins").first).to_contain_text("Rina menulis terus.")
        rina.press("Simpan pilihan ini")
        rina.sees("Kedua naskah semula tetap ada di riwayat")
        expect(rina.page.locator("#id_deck")).to_have_value("Teras dari Bagus.")
        expect(rina.text).to_contain_text("Rina menulis terus.")

        rina.follow("Riwayat naskah: bandingkan, pulihkan")
        rina.press("Bandingkan keduanya")
        rina.sees("Perbandingan")
        assert rina.complaints == []
        assert bagus.complaints == []


def test_news_of_an_older_version_raises_no_false_alarm(browser: Browser, site: Site, drafts: Iterator[int]) -> None:
    with Reporter(browser, site, email=RINA) as rina:
        open_story(rina, next(drafts))
        held: list[Route] = []
        rina.page.route("**/presence/", lambda route: held.append(route) if not held else route.continue_())
        with rina.page.expect_request("**/presence/"):
            rina.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        rina.write("Disimpan sementara kabar itu di jalan.")
        status(rina).to_contain_text("Tersimpan")
        with rina.page.expect_response(lambda response: response.request == held[0].request) as late:
            held[0].continue_()
        assert late.value.json()["moved"] != ""
        rina.page.evaluate("() => new Promise((done) => setTimeout(done))")
        status(rina).to_contain_text("Tersimpan")


def test_a_server_that_is_killed_takes_no_text_with_it(
    browser: Browser, server: Server, site: Site, drafts: Iterator[int]
) -> None:
    story = next(drafts)
    with Reporter(browser, site, email=RINA) as rina:
        open_story(rina, story)
        rina.write("Kalimat pertama.")
        status(rina).to_contain_text("Tersimpan")
        server.gunicorn.kill()
        try:
            rina.write("Kalimat saat server mati.")
            status(rina).to_contain_text("Server tidak menjawab")
        finally:
            server.gunicorn.start()
        status(rina).to_contain_text("Tersimpan", timeout=15_000)
        assert "Kalimat pertama." in stored(site, story)
        assert "Kalimat saat server mati." in stored(site, story)
