"""What the HTML of WordPress becomes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import body
from articles.wordpress import texts


def read(html: str, *, photo: int | None = 7, story: int | None = None) -> str:
    return texts.story_body(html, picture=lambda *_picture: photo, story=lambda _address: story)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("Satu.\n\nDua\nbaris.", "<p>Satu.</p><p>Dua baris.</p>"),
        ("Satu.\r\n\r\n<h4>Sub</h4>\r\nDua.", "<p>Satu.</p><h3>Sub</h3><p>Dua.</p>"),
        ("<p>A</p>\n\n<p>B</p>", "<p>A</p><p>B</p>"),
        ("<!-- wp:paragraph --><p>A<br>B</p><!-- /wp:paragraph -->", "<p>A B</p>"),
        ("<p>A</p><script>alert(1)</script><style>p{}</style>", "<p>A</p>"),
        ("<p>Harga naik [red], kata dia [sic].</p>", "<p>Harga naik [red], kata dia [sic].</p>"),
        ('<p>A</p>[su_note color="red"]B[/su_note]', "<p>A</p><p>B</p>"),
        ("<p>A [box]B[/box] [c] D</p>", "<p>A B [c] D</p>"),
        (
            "<p>A</p>\nhttps://www.yt.test/watch?v=1&t=2\n",
            '<p>A</p><p><a href="https://www.yt.test/watch?v=1&amp;t=2" rel="noopener">See on yt.test</a></p>',
        ),
        (
            '<p>A</p><iframe src="https://maps.test/embed"></iframe><iframe src="javascript:alert(1)"></iframe>',
            '<p>A</p><p><a href="https://maps.test/embed" rel="noopener">See on maps.test</a></p>',
        ),
        ("<table><tr><td>Beras</td><td>Rp1</td></tr><tr><td>Gula</td></tr></table>", "<p>Beras Rp1</p><p>Gula</p>"),
        ("Tom &amp; Jerry &lt;b&gt; &#8220;ya&#8221;", "<p>Tom &amp; Jerry &lt;b&gt; “ya”</p>"),
        ("", ""),
    ],
)
def test_texts_of_both_editors_become_paragraphs(html: str, wanted: str) -> None:
    assert read(html).replace("\n", "") == wanted


@pytest.mark.parametrize(
    "html",
    [
        '[caption id="a"]<img src="a.jpg" /> Beras di pasar (Foto: Rina)[/caption]',
        '[caption id="a"]<a href="b.jpg"><img src="a.jpg"></a> <em>Beras</em> di pasar[/caption]',
        '<figure class="wp-block-image"><img src="a.jpg"/><figcaption>Beras di pasar</figcaption></figure>',
        '<figure><a href="b.jpg"><img src="a.jpg"/></a><figcaption>Beras di pasar. Foto: Antara</figcaption></figure>',
    ],
)
def test_a_picture_keeps_its_caption(html: str) -> None:
    assert read(html).replace("pasar.<", "pasar<") == (
        '<figure data-photo="7"><figcaption>Beras di pasar</figcaption></figure>'
    )


def test_a_picture_is_found_by_its_number_and_else_by_its_address() -> None:
    asked: list[Any] = []
    html = (
        '<img class="x wp-image-12" src="a.jpg"><img data-src="b.jpg" src="c.gif" alt="B &amp; C">[gallery ids="3,4"]'
    )
    texts.story_body(
        html,
        picture=lambda *picture: asked.append(picture),
        story=lambda _address: None,
    )
    assert asked == [("12", "", ""), ("b.jpg", "B & C", ""), ("3", "", ""), ("4", "", "")]


def test_what_stands_around_a_picture_that_is_missing_stays() -> None:
    html = "<p>A</p><figure><img src='a.jpg'><figcaption>B</figcaption></figure><p>C</p>"
    assert read(html, photo=None) == "<p>A</p><p>C</p>"
    gallery = "<figure><figure><img src='a.jpg'></figure><figcaption>Galeri</figcaption></figure>"
    assert read(gallery) == '<figure data-photo="7"><figcaption></figcaption></figure><p>Galeri</p>'
    assert read("<figure><blockquote>Kutipan</blockquote></figure>") == "<blockquote><p>Kutipan</p></blockquote>"
    assert read("<figcaption>Lepas</figcaption><p>A</p>") == "<p>Lepas</p><p>A</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>Baca Juga:</strong> <a href='https://x.test/a/'>A</a></p>",
        "<p><a href='/a/'>Baca juga : A</a></p>",
        '<div class="baca"><span>BACA JUGA</span> <a href="/a/">A</a></div>',
    ],
)
def test_read_also_becomes_a_reference_where_the_story_is_known(html: str) -> None:
    assert read(f"<p>Teks.</p>{html}", story=5) == '<p>Teks.</p><aside data-read-also="5"></aside>'
    assert "aside" not in read(f"<p>Teks.</p>{html}")
    assert "aside" not in read("<p>Baca juga laporan lain.</p>", story=5)


@pytest.mark.parametrize(
    ("paragraph", "city", "rest"),
    [
        ("<strong>JAKARTA, Kabar.test</strong> – Harga naik.", "Jakarta", "Harga naik."),
        ("<strong>KABAR.TEST, SEMARANG - </strong>Harga naik.", "Semarang", "Harga naik."),
        ("Kabar Pesisir, Pati — Harga naik.", "Pati", "Harga naik."),
        ("Jakarta (ANTARA) - Harga naik.", "Jakarta", "Harga naik."),
        ("KOTA BARU – Harga naik.", "Kota Baru", "Harga naik."),
        ("Harga naik - lalu turun.", "", "Harga naik - lalu turun."),
        ("<strong>Harga beras di pasar induk naik</strong> – lalu turun.", "", None),
        ("Semarang - Solo macet.", "", None),
    ],
)
def test_a_dateline_is_taken_apart(paragraph: str, city: str, rest: str | None) -> None:
    clean = body.clean(f"<p>{paragraph}</p>")
    text, found = texts.split_dateline(clean, site="Kabar Pesisir")
    assert found == city
    assert body.clean(text) == (f"<p>{rest}</p>" if rest else clean)


def test_the_lead_photo_is_not_shown_twice() -> None:
    text = read("<img src='a.jpg'><p>A</p><img src='a.jpg'>")
    assert texts.without_first_picture(text, 7).startswith("<p>A</p><figure")
    assert texts.without_first_picture(text, 8) == text
    assert texts.without_first_picture("<p>A</p>", None) == "<p>A</p>"


def test_a_deck_is_whole_sentences() -> None:
    long = "Harga naik. “Panen mundur,” kata Budi. " + "Kata " * 80
    assert texts.first_sentences(long, most=300) == "Harga naik. “Panen mundur,” kata Budi."
    assert texts.first_sentences("Satu kalimat", most=300) == "Satu kalimat"
    assert texts.first_sentences("kata " * 80, most=20) == "kata kata kata kata…"


@pytest.mark.parametrize("address", ["http://[x", "http://]", "//", "https://", "http://x.test:port/a"])
def test_an_address_that_is_none_breaks_nothing(address: str) -> None:
    html = f'<p>A <a href="{address}">b</a></p>\n{address}\n<iframe src="{address}"></iframe><img src="{address}">'
    assert read(html, photo=None).startswith("<p>A ")


@given(st.text(alphabet="<>/[]=\"' \nabp1&;!-", max_size=120))
def test_no_text_breaks_it(html: str) -> None:
    read_once = read(html)
    assert body.clean(read_once) == read_once
    texts.split_dateline(read_once, site="Kabar")
