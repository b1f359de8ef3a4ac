"""A reporter uploads five photos at once: proposed texts, progress, and one refusal that does not affect the others."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import Site

COLOURS = ("navy", "peru", "olive", "teal", "maroon")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = []
    for number, colour in enumerate(COLOURS):
        exif = Image.Exif()
        exif[0x010E], exif[0x013B] = f"Pasar {colour}", "Melati Sihombing"
        path = tmp_path / f"foto-{number}.jpg"
        Image.new("RGB", (800, 600), colour).save(path, "JPEG", exif=exif)
        made.append(path)
    return made


def test_five_photos_are_uploaded_at_once_and_one_is_recognised(
    browser: Browser, site: Site, files: list[Path]
) -> None:
    with Somebody(browser, site, email="reporter@demo.test") as reporter:
        page = reporter.page
        page.goto("/admin/articles/photo/add/")
        page.get_by_label("Taruh foto di sini, atau pilih").set_input_files(files)
        rows = page.locator(".upload__row")
        expect(rows).to_have_count(5)
        for number, colour in enumerate(COLOURS):
            expect(rows.nth(number).get_by_label("Keterangan")).to_have_value(f"Pasar {colour}")
            expect(rows.nth(number).get_by_label("Kredit")).to_have_value("Melati Sihombing")
        for number in range(4):
            rows.nth(number).get_by_label("Teks alternatif").fill(f"Pasar nomor {number}")
        page.get_by_role("button", name="Unggah semua (5)").click()
        expect(page.locator(".upload__row--done")).to_have_count(4, timeout=30_000)
        expect(rows.nth(4)).to_contain_text("Isi teks alternatif")
        expect(rows.nth(4).get_by_label("Keterangan")).to_have_value("Pasar maroon")  # nothing typed is lost
        rows.nth(4).get_by_label("Teks alternatif").fill("Pasar nomor 4")
        rows.nth(4).get_by_role("button", name="Unggah").click()
        expect(page.locator(".upload__row--done")).to_have_count(5, timeout=30_000)
        page.get_by_label("Taruh foto di sini, atau pilih").set_input_files(files[0])
        expect(rows.nth(5)).to_contain_text("Foto ini sudah ada di pustaka")
        rows.nth(5).get_by_role("button", name="Buang dari daftar").click()
        page.goto("/admin/articles/photo/?q=Pasar+nomor")
        expect(page.locator(".library__card")).to_have_count(5)
        assert reporter.complaints == []


def test_the_focal_point_moves_by_the_arrow_keys(browser: Browser, site: Site) -> None:
    with Somebody(browser, site, email="reporter@demo.test") as reporter:
        reporter.page.goto("/admin/articles/photo/")
        reporter.page.locator(".library__title a").first.click()
        point = reporter.page.get_by_role("button", name="Titik fokus")
        point.focus()
        before = float(reporter.page.locator("[name=focal_x]").input_value().replace(",", "."))
        for _press in range(3):
            reporter.page.keyboard.press("ArrowRight")
        after = float(reporter.page.locator("[name=focal_x]").input_value().replace(",", "."))
        assert abs(after - before - 0.06) < 0.001
        assert reporter.complaints == []
