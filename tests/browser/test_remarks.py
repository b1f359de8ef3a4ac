"""Remarks in a real browser: an editor writes them on a passage, the reporter resolves them, the editor checks."""

import random
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from articles import passages
from articles.passages import Block, Place
from tests.browser.people import Reporter, Somebody
from tests.browser.site import Site

RINA, BAGUS = "reporter@demo.test", "editor@demo.test"
_FIND = """async (questions) => {
    const { find } = await import("desk/passages");
    return questions.map(([texts, passage]) => {
        const place = find(texts, passage);
        return place ? [place.block, place.start] : null;
    });
}"""
_ALL_IS_SELECTED = """() => {
    const { doc, selection } = document.querySelector(".ProseMirror").editor.state;
    return selection.from <= 1 && selection.to >= doc.content.size - 1;
}"""
FIRST, SECOND = "41 persen", "seperti diberitakan Antara"


@pytest.fixture(scope="module")
def stories(site: Site) -> Iterator[int]:
    """One for each test, and some for tests that run again."""
    return iter(site.ask("submitted", headlines=[f"Gudang yang diberi catatan ({number})" for number in range(10)]))


def address(story: int, tail: str = "change/") -> str:
    return f"/admin/articles/article/{story}/{tail}"


def open_story(who: Reporter, story: int) -> None:
    who.page.goto(address(story))
    expect(who.text).to_be_visible()


def write_remark(who: Reporter, quote: str, text: str, *, by_key: bool = True) -> None:
    who.select(quote)
    if by_key:
        who.page.keyboard.press("Control+Alt+m")
    else:
        who.press("Catatan pada kata yang dipilih (Ctrl+Alt+M)")
    dialog = who.page.get_by_role("dialog")
    expect(dialog.locator("blockquote")).to_have_text(f"“{quote}”")
    dialog.get_by_label("Catatan").fill(text)
    dialog.get_by_role("button", name="Simpan catatan").click()
    expect(dialog).to_have_count(0)
    expect(remark(who, text)).to_be_visible()


def remark(who: Somebody, text: str) -> Locator:
    return who.page.locator("[data-remarks] .remark").filter(has_text=text)


def test_two_notes_go_back_with_the_story_and_one_is_seen_to(
    browser: Browser, site: Site, stories: Iterator[int]
) -> None:
    story = next(stories)
    with Reporter(browser, site, email=BAGUS) as bagus, Reporter(browser, site, email=RINA) as rina:
        open_story(bagus, story)
        write_remark(bagus, FIRST, "Menurut siapa?")
        write_remark(bagus, SECOND, "Kapan diberitakan?", by_key=False)
        expect(bagus.page.locator(".mark--remark")).to_have_text([FIRST, SECOND])
        bagus.follow("Kembalikan")
        bagus.sees("Menurut siapa?")
        bagus.press("Kembalikan")
        bagus.sees("Sudah dikembalikan")
        mailed = site.mails(to=RINA)[-1]
        assert f"“{FIRST}”: Menurut siapa?" in mailed
        assert "Ada 2 catatan untuk dikerjakan." in mailed

        rina.page.goto("/admin/")
        returned = rina.page.get_by_role("listitem").filter(has=rina.page.locator(f'a[href="{address(story)}"]'))
        expect(returned).to_contain_text("0 dari 2 catatan selesai")
        open_story(rina, story)
        rina.page.get_by_role("link", name=f"“{FIRST}”").click()
        expect(rina.page.locator(".mark--here")).to_have_text(FIRST)
        first, second = remark(rina, "Menurut siapa?"), remark(rina, "Kapan diberitakan?")
        first.get_by_text("Balas").first.click()
        first.get_by_label("Balasan Anda").fill("Menurut kepala gudang.")
        first.get_by_role("button", name="Kirim balasan").click()
        expect(first).to_contain_text("Rina Wulandari menjawab")
        second.get_by_role("button", name=re.compile("Tandai selesai")).click()
        expect(rina.page.locator("#remarks-title")).to_contain_text("1 dari 2 selesai")
        expect(rina.page.locator(".mark--remark")).to_have_text([FIRST])
        rina.follow("Ajukan")
        rina.page.get_by_text("Saran daftar periksa").click()
        rina.sees("Catatan ini masih terbuka: “Menurut siapa?”")
        rina.press("Ajukan ke editor")
        rina.sees("Sudah diajukan")

        bagus.page.goto(address(story, "approve/"))
        review = bagus.page.locator(".review")
        expect(review).to_contain_text("1 dari 2 selesai")
        expect(review.get_by_role("listitem").filter(has_text="Menurut siapa?")).to_contain_text("Masih terbuka")
        expect(review.get_by_role("listitem").filter(has_text="Kapan diberitakan?").locator(".badge")).to_have_text(
            "Selesai"
        )
        assert (bagus.complaints, rina.complaints) == ([], [])


def test_a_rewritten_passage_is_said_to_be_gone_and_a_refusal_keeps_the_words(
    browser: Browser, site: Site, stories: Iterator[int]
) -> None:
    with Reporter(browser, site, email=BAGUS) as bagus:
        open_story(bagus, next(stories))
        write_remark(bagus, FIRST, "Menurut siapa?")
        bagus.select(FIRST)
        bagus.page.keyboard.insert_text("separuh")
        bagus.page.get_by_role("link", name=f"“{FIRST}”").click()
        expect(remark(bagus, "Menurut siapa?")).to_contain_text("bagian ini sudah tidak ada di naskah")
        expect(bagus.page.locator("#remarks-status")).to_have_text("Bagian itu sudah diubah atau dihapus.")
        bagus.select("separuh")
        bagus.page.keyboard.press("Control+Alt+m")
        dialog = bagus.page.get_by_role("dialog")
        dialog.get_by_label("Catatan").fill("Belum tersimpan.")
        dialog.get_by_role("button", name="Simpan catatan").click()
        expect(dialog.get_by_role("alert")).to_contain_text("tidak ada di naskah yang tersimpan")
        expect(dialog.get_by_label("Catatan")).to_have_value("Belum tersimpan.")
        assert bagus.complaints == []


def test_a_remark_on_several_paragraphs_says_beforehand_that_it_points_to_the_first(
    browser: Browser, site: Site, stories: Iterator[int]
) -> None:
    clipped, story = "Catatan ini menunjuk paragraf pertama dari pilihan Anda.", next(stories)
    with Reporter(browser, site, email=BAGUS) as bagus:
        dialog = bagus.page.get_by_role("dialog")
        open_story(bagus, story)
        bagus.select(FIRST)
        bagus.page.keyboard.press("Control+Alt+m")
        expect(dialog.locator("blockquote")).to_have_text(f"“{FIRST}”")
        expect(dialog.get_by_text(clipped)).to_have_count(0)
        open_story(bagus, story)
        bagus.select(FIRST)
        bagus.page.keyboard.press("Control+a")
        bagus.page.wait_for_function(_ALL_IS_SELECTED)
        bagus.page.keyboard.press("Control+Alt+m")
        first = f"“Gudang itu terisi {FIRST}, kata Kepala Gudang, Hasan Basri.”"
        expect(dialog.locator("blockquote")).to_have_text(first)
        expect(dialog.get_by_text(clipped)).to_be_visible()
        expect(dialog.get_by_label("Catatan")).to_have_accessible_description(re.compile(clipped))
        assert bagus.complaints == []


def test_a_name_is_offered_behind_an_at_sign(browser: Browser, site: Site, stories: Iterator[int]) -> None:
    with Reporter(browser, site, email=BAGUS) as bagus:
        open_story(bagus, next(stories))
        bagus.select(FIRST)
        bagus.page.keyboard.press("Control+Alt+m")
        field = bagus.page.get_by_role("dialog").get_by_label("Catatan")
        field.press_sequentially("Cek, @sari")
        expect(bagus.page.get_by_role("dialog").get_by_role("option")).to_contain_text("Sari Kusumaningrum")
        bagus.page.keyboard.press("Enter")
        expect(field).to_have_value("Cek, @Sari Kusumaningrum ")
        bagus.page.get_by_role("dialog").get_by_role("button", name="Simpan catatan").click()
        expect(bagus.page.locator("#remarks-status")).to_have_text("Catatan disimpan. Diberi tahu: Sari Kusumaningrum.")
        assert "menyebut Anda dalam catatan" in site.mails(to="managing@demo.test")[-1]
        assert bagus.complaints == []


def test_of_two_people_with_one_name_the_chosen_one_is_told(
    browser: Browser, site: Site, stories: Iterator[int]
) -> None:
    meant, other = site.ask("namesakes", name="Wayan Puspa", mailboxes=["puspa.w", "wayan"])
    with Reporter(browser, site, email=BAGUS) as bagus:
        open_story(bagus, next(stories))
        bagus.select(FIRST)
        bagus.page.keyboard.press("Control+Alt+m")
        dialog = bagus.page.get_by_role("dialog")
        field = dialog.get_by_label("Catatan")
        field.press_sequentially("Cek, @wayan puspa")
        expect(dialog.get_by_role("option")).to_contain_text(["Wayan Puspa (puspa.w)", "Wayan Puspa (wayan)"])
        dialog.get_by_role("button", name="Simpan catatan").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Tulis siapa yang Anda maksud: @Wayan Puspa (puspa.w)")
        field.press("Backspace")
        dialog.get_by_role("option", name="Wayan Puspa (puspa.w)").click()
        expect(field).to_have_value("Cek, @Wayan Puspa (puspa.w) ")
        dialog.get_by_role("button", name="Simpan catatan").click()
        expect(bagus.page.locator("#remarks-status")).to_have_text(
            f"Catatan disimpan. Diberi tahu: Wayan Puspa ({meant})."
        )
        assert "menyebut Anda dalam catatan" in site.mails(to=meant)[-1]
        assert site.mails(to=other) == []
        assert bagus.complaints == []


def test_on_a_phone_and_without_script_the_margin_is_a_list_below_the_story(
    browser: Browser, site: Site, stories: Iterator[int]
) -> None:
    story = next(stories)
    phone = {"viewport": {"width": 360, "height": 740}}
    with (
        Reporter(browser, site, email=BAGUS, **phone, java_script_enabled=False) as bagus,
        Somebody(browser, site, email=RINA, **phone) as rina,
    ):
        bagus.page.goto(address(story))
        bagus.page.get_by_text("Tulis catatan").click()
        bagus.page.get_by_label("Tentang").select_option("Bagian naskah")
        bagus.page.get_by_label("Kata-kata dari naskah").fill(FIRST)
        bagus.page.get_by_role("textbox", name="Catatan", exact=True).fill("Menurut siapa?")
        bagus.press("Simpan catatan")
        bagus.sees("Catatan disimpan.")
        assert re.search(r"/change/#catatan-\d+$", bagus.page.url)

        rina.page.goto(address(story))  # read-only, because it is with the editors
        rina.page.get_by_role("link", name=f"“{FIRST}”").click()
        marked = "[...(CSS.highlights.get('passage') ?? [])].map(String).join()"
        assert rina.page.evaluate(marked) == FIRST
        assert rina.page.evaluate("document.documentElement.scrollWidth") == 360
        margin, form = (rina.page.locator(place).bounding_box() for place in ("#remarks", ".columns__main"))
        assert margin
        assert form
        assert margin["y"] >= form["y"] + form["height"]
        assert rina.complaints == []


def test_the_browser_finds_a_passage_where_the_server_finds_it(
    browser: Browser, site: Site, stories: Iterator[int]
) -> None:
    """passages.js and passages.py must give the same results for random texts."""
    dice = random.Random(9)
    some = ["beras", "naik", "di Pasar Senen", "12 persen", "menurut", "stok", "pekan ini", "kata Kepala Pasar, Hasan"]

    def text() -> list[Block]:
        return [Block("p", " ".join(dice.choices(some, k=dice.randint(1, 7)))) for _number in range(dice.randint(1, 5))]

    questions, answers = [], []
    for _number in range(400):
        before = text()
        after = before[dice.randint(0, 1) :] + text() if dice.random() < 0.7 else text()
        block = dice.randrange(len(before))
        words = before[block].text
        start = dice.randrange(len(words))
        quote = words[start : start + dice.randint(1, 40)].strip()
        if not quote:
            continue
        start = words.index(quote, start)
        wanted = passages.passage_to_keep(before, Place(block, start), len(quote))
        place = passages.find(after, wanted)
        questions.append([[one.text for one in after], wanted.as_json()])
        answers.append([place.block, place.start] if place else None)
    with Somebody(browser, site, email=BAGUS) as bagus:
        bagus.page.goto(address(next(stories)))
        found = bagus.page.evaluate(_FIND, questions)
    assert found == answers
    assert 50 < sum(answer is not None for answer in answers) < len(answers) - 50
