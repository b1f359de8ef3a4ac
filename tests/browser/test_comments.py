"""Commenting in a browser, with and without JavaScript."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import Site

WITH_SCRIPT, WITHOUT = {"java_script_enabled": True}, {"java_script_enabled": False}
EITHER_WAY = pytest.mark.parametrize("script", [WITH_SCRIPT, WITHOUT], ids=["script", "no-script"])
_number = count(1)


@pytest.fixture
def talk(site: Site) -> dict[str, Any]:
    """A story with one comment, and another reader."""
    return _talk(site)


@pytest.fixture
def reader(browser: Browser, site: Site, talk: dict[str, Any], script: dict[str, bool]) -> Iterator[Somebody]:
    with Somebody(browser, site, email=talk["reader"], viewport={"width": 360, "height": 740}, **script) as somebody:
        somebody.page.goto(talk["thread"])
        yield somebody
        assert somebody.complaints == []


def _talk(site: Site, **more: int) -> dict[str, Any]:
    found: dict[str, Any] = site.ask("a_talk", headline=f"Berita yang Dibicarakan Orang Kupang {next(_number)}", **more)
    return found


def _writes(somebody: Somebody, text: str) -> None:
    somebody.page.get_by_label("Komentar Anda").fill(text)
    somebody.press("Kirim")


@EITHER_WAY
def test_a_reply_stands_below_what_it_answers(reader: Somebody, talk: dict[str, Any]) -> None:
    reader.follow(re.compile("^Balas Hasan"))
    reader.sees("Komentar nomor 1.")
    _writes(reader, "Betul sekali.")
    expect(reader.page).to_have_url(re.compile(r"/komentar/balasan/\d+/\?mulai=\d+#komentar-\d+$"))
    expect(reader.page.locator(".replies .comment")).to_contain_text("Betul sekali.")
    reader.page.goto(talk["thread"])
    expect(reader.page.locator(".replies")).to_contain_text("Betul sekali.")


@EITHER_WAY
def test_a_comment_is_changed_within_five_minutes_and_then_deleted(reader: Somebody, talk: dict[str, Any]) -> None:
    _writes(reader, "Saya setju.")
    expect(reader.page.locator(".comments")).to_contain_text("Saya setju.")
    reader.follow("Ubah")
    reader.page.get_by_label("Komentar Anda").fill("Saya setuju.")
    reader.press("Simpan perubahan")
    mine = reader.page.locator(".comment", has_text="Saya setuju.")
    expect(mine).to_contain_text("disunting")
    mine.get_by_role("link", name="Hapus", exact=True).click()
    reader.sees("Ini tidak bisa dibatalkan.")
    reader.press("Hapus selamanya")
    reader.sees("Komentar ini dihapus oleh penulisnya.")
    reader.does_not_see("Saya setuju.")


@EITHER_WAY
def test_setuju_is_given_and_taken_back_where_the_reader_stands(reader: Somebody, talk: dict[str, Any]) -> None:
    button = reader.page.get_by_role("button", name=re.compile("^Setuju"))
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text("Setuju (1)")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_have_text("Setuju")


@EITHER_WAY
def test_a_muted_reader_is_folded_up_for_one_reader_alone(reader: Somebody, talk: dict[str, Any]) -> None:
    words = reader.page.get_by_text("Komentar nomor 1.")
    expect(words).to_be_visible()
    reader.press("Bisukan")
    expect(words).to_be_hidden()
    reader.page.locator("summary").click()
    expect(words).to_be_visible()
    reader.press("Batal bisukan")
    expect(words).to_be_visible()


@EITHER_WAY
def test_a_double_click_sends_once(reader: Somebody, talk: dict[str, Any], site: Site) -> None:
    reader.page.get_by_label("Komentar Anda").fill("Sekali saja.")
    reader.page.get_by_role("button", name="Kirim", exact=True).dblclick()
    expect(reader.page).to_have_url(re.compile(r"#komentar-\d+$"))
    reader.sees("Sekali saja.")
    assert site.ask("comments", on=talk["id"]).count("Sekali saja.") == 1


@EITHER_WAY
@pytest.mark.parametrize("is_reply", [False, True])
def test_a_log_in_on_the_way_leads_back_to_the_form_with_the_typed_text(
    reader: Somebody, talk: dict[str, Any], is_reply: bool
) -> None:
    if is_reply:
        reader.follow(re.compile("^Balas Hasan"))
    reader.page.get_by_label("Komentar Anda").fill("Ini lama sekali saya ketik.")
    reader.context.clear_cookies(name="sessionid")  # the session ends meanwhile
    reader.press("Kirim")
    reader.fill_in_log_in(talk["reader"])
    form = reader.page.get_by_label("Komentar Anda")
    expect(form).to_have_value("Ini lama sekali saya ketik.")
    reader.press("Kirim")
    reader.sees("Ini lama sekali saya ketik.")
    if is_reply:
        expect(reader.page).to_have_url(re.compile("/komentar/balasan/"))


@EITHER_WAY
def test_a_permalink_leads_to_the_right_page_whatever_becomes_of_the_comment(
    browser: Browser, site: Site, script: dict[str, bool]
) -> None:
    talk = _talk(site, roots=27)
    with Somebody(browser, site, **script) as stranger:
        page = stranger.page
        page.goto(talk["thread"])
        expect(page.get_by_text("Komentar nomor 1.", exact=True)).to_have_count(0)  # it is on the second page
        stranger.follow("Komentar selanjutnya")
        first = page.locator(f"#komentar-{talk['said'][0]}")
        expect(first).to_contain_text("Komentar nomor 1.")
        first.locator(".comment__time").click()
        address = page.url
        expect(first).to_be_in_viewport()
        site.ask("hide_comment", pk=talk["said"][0])
        page.goto("/")
        page.goto(address)
        expect(first).to_be_in_viewport()
        expect(first).to_contain_text("spam atau iklan")
        stranger.does_not_see("Komentar nomor 1.")
        assert stranger.complaints == []


@EITHER_WAY
def test_all_replies_are_one_press_away(browser: Browser, site: Site, script: dict[str, bool]) -> None:
    talk = _talk(site, replies=5)
    with Somebody(browser, site, **script) as stranger:
        stranger.page.goto(talk["thread"])
        expect(stranger.page.locator(".replies > li")).to_have_count(3)
        stranger.follow("Semua 5 balasan")
        expect(stranger.page.locator(".replies > li")).to_have_count(5)
        stays = script["java_script_enabled"]
        expect(stranger.page).to_have_url(re.compile(f"{talk['thread']}$" if stays else "/komentar/balasan/"))
        assert stranger.complaints == []


@EITHER_WAY
def test_anybody_reports_a_comment_and_follows_the_report(
    browser: Browser, site: Site, talk: dict[str, Any], script: dict[str, bool]
) -> None:
    with Somebody(browser, site, viewport={"width": 360, "height": 740}, **script) as stranger:
        stranger.page.goto(talk["thread"])
        stranger.follow(re.compile("^Laporkan"))
        stranger.press("Kirim laporan")
        stranger.sees("Belum ada yang dikirim")
        stranger.page.get_by_label("kebohongan atau fitnah").check()
        stranger.press("Kirim laporan")
        stranger.sees("Laporan Anda sudah diterima")
        expect(stranger.page.get_by_role("heading", level=1)).to_have_text(re.compile("^LP-"))
        assert stranger.complaints == []


def test_an_open_thread_says_that_new_comments_have_come(browser: Browser, site: Site, talk: dict[str, Any]) -> None:
    with Somebody(browser, site) as stranger:
        page = stranger.page
        page.clock.install()
        page.goto(talk["thread"])
        site.ask("said_by", email=talk["reader"], on=talk["id"], text="Saya baru datang.")
        news = page.locator(".comments__news a")
        expect(news).to_be_hidden()
        page.clock.fast_forward(61_000)
        expect(news).to_have_text("1 komentar baru")
        stranger.does_not_see("Saya baru datang.")
        news.click()
        stranger.sees("Saya baru datang.")
        expect(news).to_be_hidden()
        assert stranger.complaints == []


def test_a_moderator_decides_with_one_key_and_is_led_to_the_next(browser: Browser, site: Site) -> None:
    talk = _talk(site, roots=3)
    with Somebody(browser, site, email="moderator@demo.test", viewport={"width": 360, "height": 740}) as made:
        page = made.page
        page.goto("/admin/comments/comment/")
        page.get_by_role("navigation", name="Antrean").get_by_role("link", name="Belum ditinjau").click()
        page.goto(f"/admin/comments/comment/{talk['said'][0]}/change/?antrean=belum-ditinjau")
        page.keyboard.press("n")
        page.keyboard.type("s1")  # in a text field these are just letters
        expect(page.get_by_label("Catatan").first).to_have_value("s1")
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("s")
        made.sees("Komentar disetujui.")
        expect(page).to_have_url(re.compile(r"\?antrean=belum-ditinjau$"))
        page.goto(f"/admin/comments/comment/{talk['said'][1]}/change/?antrean=belum-ditinjau")
        page.keyboard.press("1")
        made.sees("Komentar disembunyikan.")
        page.goto(talk["thread"])
        made.sees("spam atau iklan")
        assert made.complaints == []


def test_a_moderator_marks_a_whole_page_on_a_phone(browser: Browser, site: Site, talk: dict[str, str]) -> None:
    with Somebody(browser, site, email="moderator@demo.test", viewport={"width": 360, "height": 740}) as made:
        made.page.goto("/admin/comments/comment/")
        boxes = made.page.locator("#result_list tbody input[type=checkbox]")
        made.page.get_by_text("Pilih semua di halaman ini").click()
        expect(made.page.locator("#result_list tbody input[type=checkbox]:checked")).to_have_count(boxes.count())
        assert boxes.count() > 0
        made.page.get_by_text("Pilih semua di halaman ini").click()
        expect(made.page.locator("#result_list tbody input[type=checkbox]:checked")).to_have_count(0)
        assert made.complaints == []
