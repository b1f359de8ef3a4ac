"""A story from login to publication with the keyboard alone."""

import re

from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import Reporter
from tests.browser.seed import OLDER_STORIES
from tests.browser.site import PASSWORD, Site

HEADLINE = "Kapal Perintis Wakatobi Berlayar Lagi Setelah Dua Pekan"
MOST_TABS = 80  # on the longest page, the story form with its toolbar


class Typist(Reporter):
    """Somebody who uses only the keyboard."""

    def tab_to(self, wanted: Locator) -> None:
        expect(wanted).to_be_visible()
        for _tab in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_TABS} tabs do not lead to {wanted}")

    def enter(self, role: str, name: str | re.Pattern[str]) -> None:
        """Move the focus there with Tab, and press Enter."""
        found = self.page.get_by_role(role, name=name, exact=isinstance(name, str))  # type: ignore[arg-type]
        self.tab_to(found.first)
        self.page.keyboard.press("Enter")

    def type_into(self, label: str, words: str) -> None:
        self.tab_to(self.page.get_by_label(label).first)
        self.page.keyboard.type(words)

    def comes_in(self, email: str) -> None:
        self.page.goto("/akun/login/?next=/admin/")
        self.type_into("Alamat surel", email)
        self.type_into("Kata sandi", PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(re.compile(r"/admin/$"))


def test_a_story_is_written_submitted_and_approved_without_a_mouse(browser: Browser, site: Site) -> None:
    if not site.ask("has_story", headline=OLDER_STORIES[0]):
        site.ask("publish_older_stories")
    with Typist(browser, site) as rina, Typist(browser, site) as bagus:
        rina.comes_in("reporter@demo.test")
        rina.enter("link", "Artikel baru")
        rina.type_into("Judul", HEADLINE)
        rina.type_into("Ringkasan", "Warga pulau menyambut kapal yang membawa beras dan obat.")
        rina.tab_to(rina.page.get_by_label("Kanal").first)
        rina.page.keyboard.type("Daerah")
        rina.tab_to(rina.text)
        rina.write("Kapal perintis kembali berlayar ke Wakatobi, kata Kepala Pelabuhan, Hasan Basri.")
        rina.read_also(OLDER_STORIES[0])
        expect(rina.page.locator(".read-also-node")).to_have_count(1)
        rina.write("Jadwal berikutnya pekan depan.")
        rina.page.keyboard.press("Escape")
        rina.enter("button", "Simpan dan ajukan")
        rina.sees("Sudah diajukan")

        bagus.comes_in("editor@demo.test")
        bagus.enter("link", HEADLINE)
        bagus.enter("link", "Setujui & terbitkan")
        bagus.enter("button", "Terbitkan sekarang")
        bagus.sees("Disetujui")
        bagus.enter("link", "Edisi yang tayang")
        expect(bagus.page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
        assert [*rina.complaints, *bagus.complaints] == []
