"""Whatever is pasted, typed or sent, a clean body contains only what is allowed, and cleaning is idempotent."""

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body

quick = settings(max_examples=60, deadline=None, derandomize=True)
ALLOWED = {
    "p": set(),
    "h2": set(),
    "h3": set(),
    "strong": set(),
    "em": set(),
    "a": {"href", "title", "rel"},
    "ul": set(),
    "ol": set(),
    "li": set(),
    "blockquote": set(),
    "figure": {"data-photo"},
    "figcaption": set(),
    "aside": {"data-read-also"},
}

TAGS = [
    *ALLOWED,
    "div",
    "br",
    "b",
    "i",
    "h1",
    "h4",
    "span",
    "table",
    "tr",
    "td",
    "script",
    "style",
    "svg",
    "math",
    "img",
]
TAGS += [
    "iframe",
    "object",
    "template",
    "noscript",
    "textarea",
    "select",
    "form",
    "button",
    "title",
    "plaintext",
    "mtext",
]
ATTRIBUTES = [
    "",
    ' onclick="alert(1)"',
    ' style="color:red"',
    ' href="javascript:alert(1)"',
    ' href="  JaVaScRiPt&#58;alert(1)"',
    ' href="data:text/html,<script>x</script>"',
    ' href="https://example.org/?a=1&b=2"',
    " href='https://example.org/\"><img src=x onerror=x>'",
    ' href="/nasional/" title="a > b \' c"',
    ' data-photo="12"',
    ' data-photo="007"',
    ' data-photo="-1"',
    ' data-photo="1234567890123456789"',
    ' data-photo="٣"',
    ' data-read-also="34"',
    ' data-read-also="34\' onmouseover=x"',
    ' data-read-also=""',
    ' class="x" id="y"',
    " src=x onerror=alert(1)",
]
words = st.text(alphabet="ab <>&\"'/=!-;\u00a0\n\r\t\x00\x01\x0b\u2028;&#x1;é”", max_size=8)
opening = st.builds(lambda tag, attribute: f"<{tag}{attribute}>", st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
closing = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
odd = st.sampled_from(
    ["<!--", "-->", "<![CDATA[", "]]>", "<!doctype x>", "<?x", "&lt;script&gt;", "&#0;", "&#1;", "&#13;"]
)
nasty = st.lists(st.one_of(words, opening, closing, odd), max_size=24).map("".join)


def plain_figure(photo_id: int, caption: str) -> str:
    return f"<figure><p>{caption}</p></figure>" if photo_id else ""


class Inspector(HTMLParser):
    """Records the tags and attributes of cleaned HTML, and whether they are properly nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        for name, value in attrs:
            assert name in ALLOWED[tag]
            if name in {"data-photo", "data-read-also"}:
                assert re.fullmatch("0|[1-9][0-9]{0,17}", value or "")
            if name == "href":
                scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", value or "")
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
        if tag in {"p", "h2", "h3", "figure", "aside", "ul", "ol", "blockquote"}:
            assert not {"p", "h2", "h3", "figcaption"} & set(self.open), "a block inside a paragraph"
        assert (tag == "li") == (self.open[-1:] in (["ul"], ["ol"]))
        if tag in {"figure", "aside", "h2", "h3"}:
            assert self.open == []
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        assert self.open, "words outside a block"
        assert self.open[-1] not in {"ul", "ol", "figure", "aside", "blockquote"}
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", data)


@quick
@given(st.one_of(nasty, st.text()))
def test_what_was_cleaned_is_harmless_and_stays_as_it_is(html: str) -> None:
    cleaned = body.clean(html)
    Inspector(cleaned)
    assert body.clean(cleaned) == cleaned
    assert not re.search(r"<(?!/?aside|/?figure|figcaption|/figcaption)(\w+)[^>]*>\s*</\1>", cleaned), "something empty"


@quick
@given(st.one_of(nasty, st.text()))
def test_whatever_is_stored_can_be_counted_rendered_and_resolved(html: str) -> None:
    cleaned = body.clean(html)
    assert body.count_words(cleaned) <= len(cleaned)
    assert "<p" not in body.text(cleaned) or "&lt;p" in cleaned
    shown = body.render(cleaned, city="Semarang", figure=plain_figure)
    assert shown.count('<strong class="dateline">') == 1
    assert "data-photo" not in re.sub("&lt;.*?&gt;", "", shown) or "data-photo" in body.text(cleaned)
    resolved = body.resolve(shown, dict.fromkeys(body.read_also_ids(cleaned), ("Judul", "/a/")))
    assert "<aside data-read-also" not in resolved


@quick
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
def test_no_word_that_somebody_typed_is_lost(words: str) -> None:
    from html import escape

    assert body.text(body.clean(f"<p>{escape(words)}</p>")).split() == words.split()


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("", ""),
        (" \n ", ""),
        ("<p></p><p>&nbsp;</p><h2> </h2><ul><li></li></ul>", ""),
        ("kata", "<p>kata</p>"),
        ("<p>a\x00b</p>", "<p>ab</p>"),
        ("<p>a&#1;b</p>", "<p>ab</p>"),
        ("<p>a\ud800b</p>", "<p>ab</p>"),
        ("<script>x()</script><p>a</p><style>p{}</style>", "<p>a</p>"),
        ("<p>a<strong> </strong>b</p>", "<p>a b</p>"),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<p><b>a</b><i>b</i></p>", "<p><strong>a</strong><em>b</em></p>"),
        ("<h1>a</h1><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<p><a href='javascript:x()'>a</a></p>", "<p>a</p>"),
        ("<p><strong>a<strong>b</strong>c</strong></p>", "<p><strong>abc</strong></p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><p>a</p></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<li>a</li>", "<p>a</p>"),
        ("<blockquote>a<h2>b</h2></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ('<aside data-read-also="7">x<p>y</p></aside>', '<aside data-read-also="7"></aside>'),
        ("<aside>iklan</aside><p>a</p>", "<p>a</p>"),
        ('<p>a<aside data-read-also="7"></aside>b</p>', '<p>a</p><aside data-read-also="7"></aside><p>b</p>'),
        ('<figure data-photo="7"></figure>', '<figure data-photo="7"><figcaption></figcaption></figure>'),
        (
            '<figure data-photo="007"><img src="x"><figcaption><p>a <b>b</b></p></figcaption></figure>',
            '<figure data-photo="7"><figcaption>a <strong>b</strong></figcaption></figure>',
        ),
        (
            '<figure data-photo="1"><figure data-photo="2"></figure></figure>',
            '<figure data-photo="1"><figcaption></figcaption></figure>'
            '<figure data-photo="2"><figcaption></figcaption></figure>',
        ),
        ('<figure data-photo="1234567890123456789"></figure>', ""),
        ('<aside data-read-also="1"><aside data-read-also="2"></aside></aside>', '<aside data-read-also="1"></aside>'),
    ],
)
def test_what_becomes_of(html: str, cleaned: str) -> None:
    assert body.clean(html) == cleaned


def test_a_link_may_hold_what_a_tag_may_not() -> None:
    cleaned = body.clean('<p><a href="https://example.org/>x" title="a > b">kata</a></p>')
    assert body.text(cleaned) == "kata"


def test_text_and_words_are_what_is_read() -> None:
    html = body.clean("<h2>Dua kata</h2><p>Tarif Rp10.000 &amp; naik-turun <em>lagi</em>, “kata” dia.</p>")
    assert body.text(html) == "Dua kata\nTarif Rp10.000 & naik-turun lagi, “kata” dia."
    assert body.count_words(html) == 9
    assert body.count_words("") == 0


def test_references_and_photos_are_found_in_order_and_once() -> None:
    html = body.clean(
        "".join(f'<aside data-read-also="{n}"></aside><figure data-photo="{n}"></figure>' for n in "3133")
    )
    assert body.read_also_ids(html) == body.photo_ids(html) == [3, 1]


# -- As readers see it -----------------------------------------------------------------------------------------------

DATELINE = '<strong class="dateline">NAMAMEDIA.COM, SEMARANG - </strong>'


def render(html: str, city: str = "Semarang") -> str:
    return body.render(body.clean(html), city=city, figure=plain_figure)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Satu</p><p>Dua</p>", f"<p>{DATELINE}Satu</p><p>Dua</p>"),
        ("<h2>Judul</h2><p>Satu</p>", f"<h2>Judul</h2><p>{DATELINE}Satu</p>"),
        (
            '<figure data-photo="1"><figcaption>K</figcaption></figure><p>Satu</p>',
            f"<figure><p>K</p></figure><p>{DATELINE}Satu</p>",
        ),
        (
            '<aside data-read-also="1"></aside><p>Satu</p>',
            f'<aside data-read-also="1"></aside><p>{DATELINE}Satu</p>',
        ),
        ("<ul><li><p>a</p></li></ul><p>b</p>", f"<p>{DATELINE}</p><ul><li><p>a</p></li></ul><p>b</p>"),
        ("<blockquote><p>a</p></blockquote>", f"<p>{DATELINE}</p><blockquote><p>a</p></blockquote>"),
        ("<h2>Judul</h2>", f"<h2>Judul</h2><p>{DATELINE}</p>"),
    ],
)
def test_the_dateline_opens_the_first_paragraph(html: str, shown: str) -> None:
    assert render(html) == shown


def test_a_dateline_needs_no_city_and_trusts_none() -> None:
    assert render("<p>a</p>", city="") == '<p><strong class="dateline">NAMAMEDIA.COM - </strong>a</p>'
    assert "<SCRIPT>" not in render("<p>a</p>", city="<script>")


@pytest.mark.parametrize(
    ("form", "with_city", "without"),
    [
        ("SITE -", "NAMAMEDIA.COM, SEMARANG - ", "NAMAMEDIA.COM - "),
        ("KOTA, SITE -", "SEMARANG, NAMAMEDIA.COM - ", "NAMAMEDIA.COM - "),
        ("Kota -", "Semarang - ", ""),
    ],
)
def test_the_house_chooses_one_of_three_datelines(settings: Any, form: str, with_city: str, without: str) -> None:
    settings.DATELINE_FORM = form
    assert (body.dateline("Semarang"), body.dateline("")) == (with_city, without)
    assert ("dateline" in render("<p>a</p>", city="")) == bool(without)


def test_a_reference_shows_the_headline_of_now() -> None:
    html = render('<p>a</p><aside data-read-also="7"></aside>')
    shown = body.resolve(html, {7: ('Beras & "Gula" <b>', "/nasional/a'b/")})
    link = '<a href="/nasional/a&#x27;b/">Beras &amp; &quot;Gula&quot; &lt;b&gt;</a>'
    assert shown.endswith(f'<aside class="read-also" role="note"><p>Baca juga: {link}</p></aside>')


def test_a_reference_to_what_is_not_public_leaves_no_trace() -> None:
    html = render('<p>a</p><aside data-read-also="7"></aside><p>b</p>')
    assert body.resolve(html, {}) == f"<p>{DATELINE}a</p><p>b</p>"


# -- Time ------------------------------------------------------------------------------------------------------------


def seconds(html: str) -> float:
    began = time.process_time()  # CPU time, independent of the load on the machine
    cleaned = body.clean(html)
    body.count_words(cleaned)
    body.resolve(body.render(cleaned, city="Kudus", figure=plain_figure), {})
    return time.process_time() - began


@pytest.mark.parametrize(
    "part",
    [
        "<p>Harga beras naik 12 persen. </p>",
        "<p><em>",
        "<em>",
        "<blockquote>",
        "<ul><li>",
        "<div></div>",
        "<p>&nbsp;</p>",
        "&nbsp; ",
        "<",
        "<a href=x>",
        "</p>",
        '<figure data-photo="1">',
        '<aside data-read-also="1">',
        "<strong> </strong>",
        "<b>a<i>b</b>c</i>",
    ],
)
def test_ten_times_the_text_takes_some_ten_times_as_long(part: str) -> None:
    short, long = (part * (length // len(part)) for length in (20_000, 200_000))
    seconds(short)
    assert seconds(long) < 30 * max(seconds(short), 0.02)


@pytest.mark.parametrize(
    "part", ["<p><em>", "<blockquote>", "<ul><li>", "<div>", "<em>", "<strong><em>", "<table><td>"]
)
def test_five_thousand_tags_inside_each_other_settle_at_once(part: str) -> None:
    assert seconds(part * 4_000 + "kata") < 3
    assert body.text(body.clean(part * 4_000 + "kata")) == "kata"
    assert body.text(body.clean(part * 20_000 + "kata")) == "kata"
