"""Share links: created at the desk, opened without an account, expired or revoked."""

from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import Site


def test_a_link_is_made_read_without_an_account_and_revoked(browser: Browser, site: Site) -> None:
    desk = site.ask("shared", headline="Naskah untuk Pengacara Kami", hours_ago=1)["desk"]
    with Somebody(browser, site, email="reporter@demo.test") as reporter, Somebody(browser, site) as lawyer:
        reporter.page.goto(desk)
        expect(reporter.page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text(
            "Naskah untuk Pengacara Kami"
        )
        reporter.page.get_by_label("Untuk siapa").fill("Bu Ratna, pengacara")
        reporter.press("Buat tautan")
        link = reporter.page.get_by_label("Tautannya hanya ditampilkan sekali ini").input_value()
        lawyer.page.goto(link)
        expect(lawyer.page.get_by_role("heading", level=1)).to_have_text("Naskah untuk Pengacara Kami")
        lawyer.sees("Naskah ini belum terbit")
        assert lawyer.context.cookies() == []
        reporter.page.goto(desk)
        row = reporter.page.get_by_role("listitem").filter(has_text="Bu Ratna, pengacara")
        expect(row).to_contain_text("Dibuka 1 kali")
        row.get_by_role("button", name="Cabut").click()
        expect(row).to_contain_text("dicabut")
        answer = lawyer.page.goto(link)
        assert answer
        assert answer.status == 410
        lawyer.sees("Tautan ini tidak berlaku lagi")
        lawyer.does_not_see("Naskah untuk Pengacara Kami")
        assert reporter.complaints == []
        assert lawyer.complaints == []


def test_a_link_ends_when_its_time_is_over(browser: Browser, site: Site) -> None:
    links = {hours: site.ask("shared", headline=f"Naskah {hours} Jam", hours_ago=hours)["link"] for hours in (47, 49)}
    with Somebody(browser, site) as lawyer:
        lawyer.page.goto(links[47])
        lawyer.sees("Naskah 47 Jam")
        answer = lawyer.page.goto(links[49])
        assert answer
        assert answer.status == 410
        lawyer.sees("Minta tautan baru kepada pengirimnya")
        lawyer.does_not_see("Naskah 49 Jam")


def test_the_preview_fits_a_phone(browser: Browser, site: Site) -> None:
    desk = site.ask("shared", headline="Naskah di Ponsel", hours_ago=1)["desk"]
    with Somebody(browser, site, email="reporter@demo.test", viewport={"width": 360, "height": 740}) as reporter:
        for address in ("/admin/", desk, f"{desk}?lebar=ponsel", "/admin/articles/notice/"):
            reporter.page.goto(address)
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert reporter.page.evaluate(wide) == 0, address
        assert reporter.complaints == []
