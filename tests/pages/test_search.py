"""The search page as readers and crawlers see it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.search import find
from tests import cast, memory
from tests.pages import press
from tests.pages.press import Desk


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def listed(html: str) -> list[str]:
    return [
        re.sub("</?mark>", "", headline)
        for headline in re.findall(r'class="result__headline"><a href="[^"]*">(.*?)</a>', html)
    ]


def test_a_result_shows_its_words_marked_and_nothing_typed_runs(client: Client, desk: Desk) -> None:
    edition = desk.publish("Harga <b>Beras</b> Naik", deck="Beras & cabai.")
    html = page(client, "/cari/?q=beras+<script>")
    assert "<script>" not in html

    html = page(client, "/cari/?q=beras")
    assert "Harga &lt;b&gt;<mark>Beras</mark>&lt;/b&gt; Naik" in html
    assert "<mark>Beras</mark> &amp; cabai." in html
    assert f'href="{edition.path}"' in html
    assert "1 berita" in html


def test_each_question_marks_its_own_words_and_an_update_its_own_text(client: Client, desk: Desk) -> None:
    """Results are cached, so the key must include the edition and the query."""
    edition = desk.publish("Harga Beras Naik", deck="Petani di seluruh daerah senang.")
    for _again in range(2):
        assert "Harga <mark>Beras</mark> Naik" in page(client, "/cari/?q=beras")
        assert "<mark>Harga</mark> Beras Naik" in page(client, "/cari/?q=harga")
        assert "<mark>Petani</mark> di seluruh daerah senang." in page(client, "/cari/?q=petani")
    desk.update(edition, headline="Harga Beras Turun", deck="Petani di seluruh daerah mengeluh.")
    assert "Harga <mark>Beras</mark> Turun" in page(client, "/cari/?q=beras")
    assert "<mark>Petani</mark> di seluruh daerah mengeluh." in page(client, "/cari/?q=petani")


def test_the_box_keeps_what_was_typed(client: Client, desk: Desk) -> None:
    ekonomi = cast.section("Ekonomi")
    html = page(client, "/cari/?q=%22pasar+senen%22&kanal=ekonomi&dari=2026-01-02&sampai=2026-11-20&urut=baru")

    assert 'value="&quot;pasar senen&quot;"' in html
    assert f'value="{ekonomi.slug}" selected' in html
    assert 'value="2026-01-02"' in html
    assert 'value="2026-11-20"' in html
    assert 'value="baru" selected' in html


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ("kanal=tidak-ada", "kanal"),
        ("dari=kemarin", "2026-11-25"),
        ("dari=2026-02-30", "2026-11-25"),
        ("sampai=0001-01-01", "2026-11-25"),
        ("dari=2026-11-20&sampai=2026-11-02", "Tukar"),
    ],
)
def test_a_filter_that_is_none_is_explained(client: Client, desk: Desk, filters: str, sentence: str) -> None:
    html = page(client, f"/cari/?q=beras&{filters}", status=400)

    told = re.search(r'class="errors".*?</ul>', html, re.DOTALL)
    assert told
    assert sentence in told[0]
    assert 'value="beras"' in html


@pytest.mark.parametrize(
    "typed", ["", "%00", "%22", "%F0%9F%98%80", "di+yang", "a" * 5_000, "%E6%97%A5", "-", "*", "AND", "%27%3B--", "%FF"]
)
def test_whatever_is_typed_gives_a_page(client: Client, desk: Desk, typed: str) -> None:
    desk.publish("Harga Beras")
    page(client, f"/cari/?q={typed}")


@pytest.mark.parametrize(
    ("typed", "sentence"), [("%3F%3F+%26", "Tidak ada kata di sini"), ("di+yang", "Kata-kata ini ada di semua berita")]
)
def test_a_question_without_a_word_to_look_for_is_answered(
    client: Client, desk: Desk, typed: str, sentence: str
) -> None:
    assert sentence in page(client, f"/cari/?q={typed}")


def test_what_is_wrong_with_the_filters_stands_above_them(client: Client, desk: Desk) -> None:
    html = page(client, "/cari/?q=beras&dari=2026-12-01&sampai=2026-11-01", status=400)

    assert html.index('role="alert"') < html.index('role="search"')
    assert "Kata-kata ini ada di semua berita" not in html


def test_who_finds_nothing_is_helped(client: Client, desk: Desk) -> None:
    desk.publish("Harga Beras")
    html = page(client, "/cari/?q=bers&kanal=nasional")

    assert '<a href="/cari/?q=beras&amp;kanal=nasional">beras</a>' in html
    assert 'href="/cari/?q=bers"' in html
    assert "Tidak ada" in html


def test_pages_are_links(client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "PER_PAGE", 2)
    for number in range(5):
        desk.publish(f"Sagu {number}", now=press.ago(hours=number))
    address, seen = "/cari/?q=sagu", []
    while address:
        html = page(client, address)
        seen += listed(html)
        more = re.search(r'rel="next nofollow" href="([^"]+)"', html)
        address = more[1].replace("&amp;", "&") if more else ""

    assert seen == [f"Sagu {number}" for number in range(5)]


@pytest.mark.parametrize("key", ["x", "1.1", "-1.5", "1.1.1"])
def test_a_page_that_never_was_is_not_found(client: Client, desk: Desk, key: str) -> None:
    desk.publish("Sagu")
    page(client, f"/cari/?q=sagu&sebelum={key}", status=404)


def test_results_are_not_for_search_engines_and_alike_for_strangers(client: Client, desk: Desk) -> None:
    desk.publish("Sagu")
    response = client.get("/cari/?q=sagu")

    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"].startswith("s-maxage=5,")
    assert not response.cookies
    assert response.content.decode().count('rel="canonical"') == 1


def test_the_page_that_asks_for_words_may_be_found_its_mistakes_may_not(client: Client, db: None) -> None:
    blank, wrong = client.get("/cari/"), client.get("/cari/?kanal=tidak-ada")

    assert "X-Robots-Tag" not in blank
    assert "noindex" not in blank.content.decode()
    assert wrong["X-Robots-Tag"] == "noindex"


def test_what_is_not_counted_to_the_end_is_said_so(client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "RANKED", 10)
    for number in range(11):
        desk.publish(f"Sagu {number}", now=press.ago(hours=number))

    assert "Lebih dari 10 berita" in page(client, "/cari/?q=sagu")


def test_a_page_of_results_costs_five_queries_at_most(client: Client, desk: Desk) -> None:
    for number in range(3):
        desk.publish(f"Sagu {number}", lead_photo=press.photo(desk.rina))
    for address in ("/cari/", "/cari/?q=sagu", f"/cari/?q=sagu&dari={timezone.localdate()}&urut=baru"):
        memory.forget()
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        assert len(queries) <= 5
