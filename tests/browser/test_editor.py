"""The story editor in a real browser, under the site's content security policy."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.people import Reporter, photo_with_position
from tests.browser.seed import OLDER_STORIES
from tests.browser.site import Site

# Clipboard HTML of Google Docs.
GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-8e0c1f2a-7fff-4a1b-9c3d">
<h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">Panen mundur</span>
</h1><p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;
font-weight:400;">Harga naik </span><span style="font-size:11pt;font-weight:700;">12 persen</span><span
style="font-weight:400;"> menurut </span><a href="https://www.google.com/url?q=https://contoh.test/data%3Fa%3D1&amp;sa=D"
style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">data pasar</span></a><span
style="font-style:italic;">, dikutip Antara</span>.</p><br />
<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation">
<span style="font-weight:400;">Beras</span></p></li><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation">
<span>Jagung</span></p></li></ul><h2 dir="ltr"><span style="font-weight:700;">Menjelang paceklik</span></h2></b>"""
FROM_GOOGLE_DOCS = (
    "<h2>Panen mundur</h2>"
    "<p>Harga naik <strong>12 persen</strong> menurut "
    '<a href="https://contoh.test/data?a=1" rel="noopener">data pasar</a><em>, dikutip Antara</em>.</p>'
    "<ul><li><p>Beras</p></li><li><p>Jagung</p></li></ul><h2>Menjelang paceklik</h2>"
)

# Word has no lists on the clipboard, only paragraphs that look like entries.
WORD_LISTS = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>
<![endif]>Beras<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>Jagung<o:p></o:p></p>
<p class=MsoNormal>Lalu dihitung:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>
Timbang</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>
Catat</p></body></html>"""
FROM_WORD = (
    "<ul><li><p>Beras</p></li><li><p>Jagung</p></li></ul><p>Lalu dihitung:</p>"
    "<ol><li><p>Timbang</p></li><li><p>Catat</p></li></ol>"
)

# Closes the dialog; true if the text then has the focus, but the caret is not in the last block.
_MISPLACED_CARET = """() => {
    document.querySelector("dialog").close();
    const text = document.querySelector(".ProseMirror");
    return document.activeElement === text && !text.lastElementChild.contains(getSelection().anchorNode);
}"""


@pytest.fixture(scope="module")
def older(site: Site) -> list[int]:
    return site.ask("publish_older_stories")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def waiting(site: Site) -> Iterator[int]:
    return iter(site.ask("drafts", headlines=[f"Naskah di editor ({number})" for number in range(12)]))


@pytest.fixture
def rina(browser: Browser, site: Site) -> Iterator[Reporter]:
    with Reporter(browser, site, email="reporter@demo.test") as reporter:
        yield reporter
        assert reporter.complaints == []


@pytest.fixture
def story(rina: Reporter, waiting: Iterator[int]) -> int:
    """The reporter's draft of two paragraphs and a sub-heading, open with the caret at the end."""
    number = next(waiting)
    _open(rina, number)
    rina.caret_to_the_end()
    return number


@pytest.fixture
def gif(tmp_path: Path) -> Path:
    content = io.BytesIO()
    Image.linear_gradient("L").resize((800, 600)).save(content, "GIF")
    path = tmp_path / "gerak.gif"
    path.write_bytes(content.getvalue())
    return path


def test_a_paste_from_google_docs_comes_out_clean(rina: Reporter, site: Site, story: int) -> None:
    rina.page.keyboard.press("Control+A")
    rina.paste(GOOGLE_DOCS)
    assert _saved(rina, site, story) == FROM_GOOGLE_DOCS


def test_list_paragraphs_from_word_become_lists(rina: Reporter, site: Site, story: int) -> None:
    rina.page.keyboard.press("Control+A")
    rina.paste(WORD_LISTS)
    assert _saved(rina, site, story) == FROM_WORD


def test_two_references_in_a_row_both_stay(rina: Reporter, site: Site, story: int, older: list[int]) -> None:
    for headline in OLDER_STORIES:
        rina.read_also(headline)
    body = _saved(rina, site, story)
    assert [body.count(f'<aside data-read-also="{number}"></aside>') for number in older] == [1, 1]


def test_a_reference_at_the_end_survives_what_is_typed_next(
    rina: Reporter, site: Site, story: int, older: list[int]
) -> None:
    rina.read_also(OLDER_STORIES[0])
    rina.page.keyboard.type("Lalu ini.")
    expect(rina.text).to_contain_text("Lalu ini.")
    assert _saved(rina, site, story).endswith(f'<aside data-read-also="{older[0]}"></aside><p>Lalu ini.</p>')


def test_a_reference_at_the_end_survives_what_is_pasted_next(
    rina: Reporter, site: Site, story: int, older: list[int]
) -> None:
    rina.read_also(OLDER_STORIES[0])
    rina.paste("<p>Dari tempat lain.</p>")
    assert _saved(rina, site, story).endswith(f'<aside data-read-also="{older[0]}"></aside><p>Dari tempat lain.</p>')


def test_a_refused_photo_is_explained_and_its_words_stay(
    rina: Reporter, site: Site, story: int, gif: Path, tmp_path: Path
) -> None:
    rina.page.keyboard.press("Control+Shift+P")
    dialog = rina.page.get_by_role("dialog")
    dialog.get_by_text("Unggah foto baru").click()
    dialog.get_by_label("Berkas").set_input_files(gif)
    dialog.get_by_label("Teks alternatif").fill("Lumbung kayu")
    dialog.get_by_label("Kredit").fill("Namamedia.com/Rina")
    dialog.get_by_role("button", name="Unggah dan pakai").click()
    expect(dialog.get_by_role("alert")).to_contain_text("JPEG")
    expect(dialog.get_by_label("Teks alternatif")).to_have_value("Lumbung kayu")
    expect(dialog.get_by_label("Kredit")).to_have_value("Namamedia.com/Rina")
    dialog.get_by_label("Berkas").set_input_files(photo_with_position(tmp_path / "lumbung.jpg"))
    dialog.get_by_role("button", name="Unggah dan pakai").click()
    expect(dialog).to_have_count(0)
    expect(rina.text.get_by_role("img", name="Lumbung kayu")).to_be_visible()

    # The caret stands in the caption; Enter leads out of it.
    rina.page.keyboard.insert_text("Lumbung bersama, pekan lalu.")
    expect(rina.text.locator("figcaption")).to_have_text("Lumbung bersama, pekan lalu.")
    rina.page.keyboard.press("Enter")
    rina.page.keyboard.insert_text("Di bawah foto.")
    expect(rina.text).to_contain_text("Di bawah foto.")
    body = _saved(rina, site, story)
    assert "<figcaption>Lumbung bersama, pekan lalu.</figcaption></figure><p>Di bawah foto.</p>" in body
    expect(rina.text.locator("figcaption")).to_have_text("Lumbung bersama, pekan lalu.")
    expect(rina.text.get_by_role("img", name="Lumbung kayu")).to_be_visible()


def test_a_reference_needs_no_mouse(rina: Reporter, site: Site, story: int, older: list[int]) -> None:
    keyboard = rina.page.keyboard
    keyboard.press("Control+Shift+J")
    box = rina.page.get_by_role("combobox", name="Cari judul berita")
    expect(box).to_be_focused()
    keyboard.press("Escape")
    expect(rina.page.get_by_role("dialog")).to_have_count(0)
    expect(rina.text).to_be_focused()
    keyboard.press("Control+Shift+J")
    options = rina.page.get_by_role("dialog").get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    second = options.nth(1).locator("strong").inner_text()
    keyboard.press("Enter")
    expect(rina.page.get_by_role("dialog")).to_have_count(0)
    expect(rina.text).to_be_focused()
    expect(rina.text.locator("aside")).to_contain_text(second)
    keyboard.type("Terus menulis.")
    assert _saved(rina, site, story).endswith("<p>Terus menulis.</p>")


def test_a_dialog_gives_the_caret_back_at_once(rina: Reporter, story: int) -> None:
    """A key that is pressed right after the dialog closes must be typed where the caret was."""
    rina.page.keyboard.press("Control+Shift+J")
    expect(rina.page.get_by_role("combobox", name="Cari judul berita")).to_be_focused()
    assert rina.page.evaluate(_MISPLACED_CARET) is False


def test_leaving_with_unsaved_changes_is_asked_about(rina: Reporter, story: int) -> None:
    asked = list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    rina.page.on("dialog", stay)
    rina.page.keyboard.type("Belum disimpan.")
    expect(rina.text).to_contain_text("Belum disimpan.")
    rina.page.locator(".user-tools__new").click(no_wait_after=True)
    expect(rina.text).to_contain_text("Belum disimpan.")
    assert asked == ["beforeunload"]
    rina.press("Simpan")
    rina.sees("Tersimpan:")
    rina.page.locator(".user-tools__new").click()
    expect(rina.page).to_have_url(re.compile("/add/$"))
    assert asked == ["beforeunload"]


def test_without_javascript_the_form_still_saves(browser: Browser, site: Site, waiting: Iterator[int]) -> None:
    story = next(waiting)
    with Reporter(browser, site, email="reporter@demo.test", java_script_enabled=False) as rina:
        rina.page.goto(f"/admin/articles/article/{story}/change/")
        rina.page.get_by_label("Ringkasan").fill("Disimpan tanpa skrip.")
        rina.page.locator("textarea[name=body]").fill("<p>Tanpa skrip.</p><script>alert(1)</script>")
        rina.press("Simpan")
        rina.sees("Tersimpan:")
        expect(rina.page.get_by_label("Ringkasan")).to_have_value("Disimpan tanpa skrip.")
        expect(rina.page.locator("textarea[name=body]")).to_have_value("<p>Tanpa skrip.</p>")


def _open(rina: Reporter, story: int) -> None:
    rina.page.goto(f"/admin/articles/article/{story}/change/")
    expect(rina.text).to_be_visible()


def _saved(rina: Reporter, site: Site, story: int) -> str:
    """Save the form, and return the stored text."""
    rina.press("Simpan")
    rina.sees("Tersimpan:")
    expect(rina.text).to_be_visible()
    return dict(site.client("reporter@demo.test").get(f"/admin/articles/article/{story}/change/").form(holding="body"))[
        "body"
    ]
