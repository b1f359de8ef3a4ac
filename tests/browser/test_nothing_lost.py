"""Typed text is never lost, and a double click acts once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Reporter, Somebody
from tests.browser.site import Site


@pytest.fixture(scope="module")
def drafts(site: Site) -> Iterator[int]:
    """One for each test, and some for tests that run again."""
    return iter(site.ask("drafts", headlines=[f"Naskah yang terputus ({number})" for number in range(4)]))


@pytest.fixture(scope="module")
def story(site: Site) -> int:
    """A live story that takes comments."""
    headline = "Berita yang ditanggapi pembaca"
    number: int = site.ask("published", headlines=[headline])[headline]["id"]
    return number


@pytest.fixture(scope="module")
def readers(site: Site) -> Iterator[str]:
    return iter(site.ask("readers", names=["Sesi Berakhir", "Ketuk Ganda", "Sekali Lagi"]))


def test_a_text_outlives_the_session_of_its_reporter(browser: Browser, site: Site, drafts: Iterator[int]) -> None:
    story = next(drafts)
    with Reporter(browser, site, email="reporter@demo.test") as rina:
        rina.page.goto(f"/admin/articles/article/{story}/change/")
        rina.caret_to_the_end()
        rina.write("Kalimat yang diketik setelah sesi berakhir.")
        rina.context.clear_cookies(name="sessionid")
        rina.press("Simpan")
        rina.sees("Anda sudah tidak masuk")
        expect(rina.page.get_by_label(re.compile("^Isi "))).to_have_value(re.compile("setelah sesi berakhir"))
        rina.press("Kirim ulang")
        expect(rina.page.get_by_role("status")).to_contain_text("belum masuk")

        with rina.context.expect_page() as opened:
            rina.follow("Masuk lagi di tab baru")
        tab, rina.page = rina.page, opened.value
        rina.fill_in_log_in("reporter@demo.test")
        rina.sees("Tutup tab ini")
        rina.page = tab
        rina.press("Kirim ulang")
        rina.sees("Tersimpan:")
        expect(rina.text).to_contain_text("setelah sesi berakhir")
        assert rina.complaints == []
    assert "setelah sesi berakhir" in site.ask("working_copy", of=story)["body"]


def test_of_two_tabs_neither_overwrites_the_other(browser: Browser, site: Site, drafts: Iterator[int]) -> None:
    story = next(drafts)
    with Reporter(browser, site, email="reporter@demo.test") as rina:
        address = f"/admin/articles/article/{story}/change/"
        rina.page.goto(address)
        first, second = rina.page, rina.context.new_page()
        second.goto(address)
        first.bring_to_front()
        rina.caret_to_the_end()
        rina.write("Dari tab pertama.")
        rina.press("Simpan")
        rina.sees("Tersimpan:")

        rina.page = second
        second.bring_to_front()
        rina.caret_to_the_end()
        rina.write("Dari tab kedua.")
        rina.press("Simpan")
        expect(rina.page.locator(".conflict__stored")).to_contain_text("Dari tab pertama.")
        expect(rina.page.locator(".conflict__typed")).to_contain_text("Dari tab kedua.")
        expect(rina.page.locator(".conflict__typed")).not_to_contain_text("Dari tab pertama.")
        body = site.ask("working_copy", of=story)["body"]
        assert "Dari tab pertama." in body
        assert "Dari tab kedua." not in body

        rina.page.get_by_label("Pakai punya saya").check()  # knowingly now
        rina.press("Simpan pilihan ini")
        rina.sees("Kedua naskah semula tetap ada di riwayat")
        rina.page = first
        rina.page.reload()
        expect(rina.text).to_contain_text("Dari tab kedua.")


def test_a_comment_outlives_the_session_of_its_reader(
    browser: Browser, site: Site, story: int, readers: Iterator[str]
) -> None:
    email = next(readers)
    with Somebody(browser, site, email=email) as putri:
        putri.page.goto(f"/komentar/{story}/")
        putri.page.get_by_label("Komentar Anda").fill("Ditulis lama, dikirim setelah sesi berakhir.")
        putri.page.get_by_label("Saya sudah membaca ketentuan komentar").check()
        putri.context.clear_cookies(name="sessionid")
        putri.press("Kirim")
        putri.fill_in_log_in(email)
        expect(putri.page.get_by_label("Komentar Anda")).to_have_value("Ditulis lama, dikirim setelah sesi berakhir.")
        putri.page.get_by_label("Saya sudah membaca ketentuan komentar").check()
        putri.press("Kirim")
        expect(putri.page).to_have_url(re.compile(r"#komentar-\d+$"))
        putri.sees("dikirim setelah sesi berakhir")
        assert putri.complaints == []


def test_a_double_click_on_send_makes_one_comment(
    browser: Browser, site: Site, story: int, readers: Iterator[str]
) -> None:
    with Somebody(browser, site, email=next(readers)) as putri:
        putri.page.goto(f"/komentar/{story}/")
        putri.page.get_by_label("Komentar Anda").fill("Diketuk dua kali.")
        putri.page.get_by_label("Saya sudah membaca ketentuan komentar").check()
        putri.page.get_by_role("button", name="Kirim", exact=True).dblclick()
        expect(putri.page).to_have_url(re.compile(r"#komentar-\d+$"))
        expect(putri.page.get_by_text("Diketuk dua kali.", exact=True)).to_have_count(1)
    assert site.ask("comments", on=story).count("Diketuk dua kali.") == 1


def test_a_double_click_on_publish_makes_one_edition(browser: Browser, site: Site) -> None:
    story = site.ask("submitted", headlines=["Berita yang disetujui dengan ketukan ganda"])[0]
    with Somebody(browser, site, email="editor@demo.test") as bagus:
        bagus.page.goto(f"/admin/articles/article/{story}/approve/")
        bagus.page.get_by_role("button", name="Terbitkan sekarang").dblclick()
        bagus.sees("Disetujui")
        bagus.does_not_see("tidak dapat dilakukan")
    assert len(site.ask("editions", of=[story])[str(story)]) == 1
