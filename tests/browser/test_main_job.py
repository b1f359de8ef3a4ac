"""The whole workflow in a real browser on a real server: a story reaches a reader, who comments on it."""

import re
import time
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.people import Reporter, Somebody, photo_with_position
from tests.browser.seed import OLDER_STORIES
from tests.browser.site import PASSWORD, Site
from tests.browser.story import CLOSING, DECK, HEADLINE, MENDED, MIDDLE, NOTE, OPENING, REWRITTEN, WORD

PUBLISHED_WITHIN = 5  # seconds from approval to every page


def test_a_story_reaches_a_reader_and_the_reader_answers(browser: Browser, site: Site, tmp_path: Path) -> None:
    site.ask("publish_older_stories")
    rina, bagus = Reporter(browser, site), Somebody(browser, site)
    rina.log_in("reporter@demo.test")
    bagus.log_in("editor@demo.test")

    _write(rina, photo_with_position(tmp_path / "lumbung.jpg"))
    rina.press("Simpan")
    rina.sees("Tersimpan:")
    rina.sees(re.compile(r"4[3-6]\d kata"))
    _submit(rina)

    _open_at_the_desk(bagus)
    bagus.follow("Kembalikan")
    bagus.page.get_by_label("Apa yang perlu diperbaiki reporter").fill(NOTE)
    bagus.press("Kembalikan")
    bagus.sees("dikembalikan")
    assert NOTE in site.mails(to="reporter@demo.test")[-1]

    _open_at_the_desk(rina)
    rina.sees(NOTE)
    rina.caret_to_the_end()
    rina.write(MENDED)
    rina.press("Simpan")
    _submit(rina)

    _approve(bagus)
    address = _found_by_a_stranger(browser, site)
    _has_the_whole_anatomy(browser, site, address)

    putri = _signs_up_and_comments(browser, site, address)
    _hidden_by_the_moderator(browser, site)
    putri.page.goto(address)
    putri.sees("Komentar ini disembunyikan moderator: spam atau iklan")
    putri.sees("Menawarkan barang, bukan menanggapi berita.")
    putri.does_not_see("Beli lumbung murah")

    _rewritten_unseen(rina, bagus, browser, site, address)
    assert [*rina.complaints, *bagus.complaints, *putri.complaints] == []


def _write(rina: Reporter, picture: Path) -> None:
    rina.page.goto("/admin/articles/article/add/")
    rina.page.get_by_label("Judul", exact=False).first.fill(HEADLINE)
    rina.page.get_by_label("Ringkasan").fill(DECK)
    rina.page.get_by_label("Kanal").select_option("Daerah")
    rina.page.get_by_label("Kota liputan").fill("Lewoleba")
    rina.page.get_by_text("Pilih atau unggah foto").click()
    rina.upload_photo(
        picture,
        alt="Lumbung kayu beratap ilalang",
        caption="Lumbung bersama di Desa Hoelea, Lembata.",
        credit="Namamedia.com/Rina Wulandari",
    )
    rina.caret_to_the_end()
    rina.write(*OPENING)
    rina.read_also(OLDER_STORIES[0])
    rina.paste(WORD)
    rina.caret_to_the_end()
    rina.write("", *MIDDLE)
    rina.sub_heading("Angka di dinding")
    rina.write(*CLOSING)
    rina.read_also(OLDER_STORIES[1])
    expect(rina.page.locator(".read-also-node")).to_have_count(2)
    expect(rina.text.locator("h2")).to_have_count(2)


def _submit(rina: Reporter) -> None:
    rina.follow("Ajukan")
    rina.press("Ajukan ke editor")
    rina.sees("Sudah diajukan")
    expect(rina.page.locator(".ProseMirror")).to_have_count(0)  # read-only now


def _open_at_the_desk(person: Somebody) -> None:
    person.page.goto("/admin/")
    person.follow(HEADLINE)


def _approve(bagus: Somebody) -> None:
    _open_at_the_desk(bagus)
    bagus.follow("Setujui & terbitkan")
    bagus.sees(MENDED)
    bagus.press("Terbitkan sekarang")
    bagus.sees("Disetujui")


def _found_by_a_stranger(browser: Browser, site: Site) -> str:
    """The story's address, after an anonymous visitor has found it on the front page and in its section."""
    approved_at = time.monotonic()
    stranger = Somebody(browser, site)
    for page in ("/", "/daerah/"):
        stranger.page.goto(page)
        expect(stranger.page.get_by_role("link", name=HEADLINE).first).to_be_visible()
    stranger.follow(HEADLINE)
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    assert time.monotonic() - approved_at < PUBLISHED_WITHIN
    assert re.search(r"/daerah/\d{4}/\d\d/\d\d/gudang-pangan-desa-di-lembata-", stranger.page.url)
    assert stranger.context.cookies() == []
    return stranger.page.url


def _has_the_whole_anatomy(browser: Browser, site: Site, address: str) -> None:
    stranger = Somebody(browser, site, java_script_enabled=False)
    stranger.page.goto(address)
    words = stranger.page.locator("main").inner_text()
    parts = (
        HEADLINE,
        DECK,
        "Penulis: Rina Wulandari",
        "Editor: Bagus Hermawan",
        "WIB",
        "Lumbung bersama di Desa Hoelea, Lembata.",
        "Namamedia.com/Rina Wulandari",
        "NAMAMEDIA.COM, LEWOLEBA - Lumbung pangan bersama",
        f"Baca juga: {OLDER_STORIES[0]}",
        "Dikunci tiga orang",
        "Angka di dinding",
        f"Baca juga: {OLDER_STORIES[1]}",
        MENDED,
        "(Namamedia.com/Rina Wulandari)",
        "Kirim Komentar",
        "Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE.",
    )
    places = [words.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place == -1]
    assert places == sorted(places)
    assert "alert(" not in stranger.page.content()
    expect(stranger.page.locator("main time").first).to_have_attribute(
        "datetime", re.compile(r"T\d\d:\d\d:\d\d\+07:00$")
    )
    expect(stranger.page.locator(".story__body strong").first).to_have_text("NAMAMEDIA.COM, LEWOLEBA - ")
    expect(stranger.page.locator(".story__body strong").nth(1)).to_have_text("Kepala dusun")  # bold survived Word
    photo = stranger.page.request.get(stranger.page.locator(".story__photo img").get_attribute("src") or "")
    assert photo.ok
    assert b"Exif" not in photo.body()


def _signs_up_and_comments(browser: Browser, site: Site, address: str) -> Somebody:
    """Sign up through the login link below the story; every step leads back to the comment form."""
    putri = Somebody(browser, site)
    putri.page.goto(address)
    putri.page.locator("#kirim").get_by_role("link", name="Daftar").click()
    putri.page.get_by_label("Nama tampilan").fill("Putri Baru")
    putri.page.get_by_label("Alamat surel").fill("putri.baru@pembaca.test")
    putri.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    putri.press("Daftar")
    putri.sees("putri.baru@pembaca.test")
    putri.page.goto(site.link_in_last_mail(to="putri.baru@pembaca.test"))
    putri.press("Konfirmasi")
    expect(putri.page.locator("#kirim")).to_be_visible()
    putri.page.get_by_label("Komentar Anda").fill("Beli lumbung murah di https://spam.example/lumbung <b>sekarang</b>")
    putri.page.get_by_label("Saya sudah membaca ketentuan komentar").check()
    putri.press("Kirim")
    expect(putri.page).to_have_url(re.compile(r"#komentar-\d+$"))
    putri.sees("<b>sekarang</b>")
    link = putri.page.get_by_role("link", name="https://spam.example/lumbung")
    expect(link).to_have_attribute("rel", re.compile(r"\bugc nofollow\b"))
    return putri


def _hidden_by_the_moderator(browser: Browser, site: Site) -> None:
    """The moderator approves the held comment, and later hides it."""
    made = Somebody(browser, site)
    made.log_in("moderator@demo.test")
    made.page.goto("/admin/comments/comment/?antrean=ditahan")
    made.follow(re.compile("Beli lumbung murah"))
    address = made.page.url
    made.page.get_by_role("button", name=re.compile("^Setujui")).click()
    made.sees("Komentar disetujui.")
    made.page.goto(address)
    made.page.get_by_label("Catatan").first.fill("Menawarkan barang, bukan menanggapi berita.")
    made.page.get_by_role("button", name=re.compile("spam atau iklan$")).click()
    made.sees("disembunyikan")
    assert made.complaints == []


def _rewritten_unseen(rina: Reporter, bagus: Somebody, browser: Browser, site: Site, address: str) -> None:
    """Readers see the old text during a rewrite, until the update is approved."""
    stranger = Somebody(browser, site)
    rina.page.goto("/admin/articles/article/")
    rina.follow(HEADLINE)
    rina.follow("Mulai pembaruan")
    rina.press("Mulai pembaruan")
    rina.caret_to_the_end()
    rina.write(REWRITTEN)
    rina.press("Simpan")
    _submit(rina)
    stranger.page.goto(address)
    stranger.sees(MENDED)
    stranger.does_not_see(REWRITTEN)
    _open_at_the_desk(bagus)
    bagus.follow("Setujui & terbitkan")
    bagus.press("Terbitkan sekarang")
    bagus.sees("Disetujui")
    stranger.page.goto(address)
    stranger.sees(REWRITTEN)
    stranger.sees("Diperbarui")
