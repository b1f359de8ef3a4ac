import re
from html import unescape
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import text as texts

TAG = re.compile(r"<(/?)(\w*)([^>]*)>")
LINK = re.compile(r' href="(https?://[^"<>\s]*)" rel="ugc nofollow noopener"', re.IGNORECASE)
_ODD = ["\x00", "\u202e", "a" + 6 * "\u0301", "👩\u200d👩\u200d👧", "\ud800", "javascript:", " "]
ANYTHING = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(
            [
                "http://a.id/x",
                "https://b.id/?q=1&r=2",
                "(",
                ")",
                ".",
                "\n",
                "\n\n",
                "<p>",
                "</a>",
                '"',
                "'",
                "&amp;",
                *_ODD,
            ]
        ),
        max_size=60,
    ).map("".join),
)


@given(ANYTHING)
def test_whatever_is_typed_becomes_p_br_and_a_with_a_harmless_link(text: str) -> None:
    html = texts.render(text)
    for match in TAG.finditer(html):
        closing, name, attributes = match.groups()
        assert name in {"p", "br", "a"}
        assert attributes == "" or (name == "a" and not closing and LINK.fullmatch(attributes))
    assert html.count("<") == len(TAG.findall(html))


@given(ANYTHING)
def test_what_is_shown_reads_as_what_was_kept(text: str) -> None:
    shown = re.sub(r"</?a[^>]*>", "", texts.render(text)).replace("<br>", "\n").replace("</p><p>", "\n\n")
    assert unescape(shown.removeprefix("<p>").removesuffix("</p>")) == unescape_safe(texts.clean(text))


def unescape_safe(text: str) -> str:
    """Text without the few code points that `html.unescape` replaces."""
    return unescape(texts.escape(text))


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert texts.clean(texts.clean(text)) == texts.clean(text)


@given(ANYTHING)
def test_nothing_invisible_is_kept(text: str) -> None:
    kept = texts.clean(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b\ud800-\udfff]", kept)
    assert "\n\n\n" not in kept


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Satu.\nDua.\n\nTiga.", "<p>Satu.<br>Dua.</p><p>Tiga.</p>"),
        ("a\r\n\r\n\r\n\r\nb", "<p>a</p><p>b</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("&lt;b&gt;", "<p>&amp;lt;b&amp;gt;</p>"),
        ("harga\u202e gnarab", "<p>harga gnarab</p>"),
        ("a\x00b", "<p>ab</p>"),
        ("Keluarga 👩\u200d👩\u200d👧", "<p>Keluarga 👩\u200d👩\u200d👧</p>"),
        ("", ""),
    ],
)
def test_text_is_shown_as_it_was_meant(typed: str, shown: str) -> None:
    assert texts.render(typed) == shown


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("Lihat https://bps.go.id/beras.", "https://bps.go.id/beras"),
        ("(lihat https://bps.go.id)", "https://bps.go.id"),
        ("https://id.wikipedia.org/wiki/Beras_(pangan), baca", "https://id.wikipedia.org/wiki/Beras_(pangan)"),
        ("HTTP://BPS.GO.ID", "HTTP://BPS.GO.ID"),
        ('https://a.id/"onmouseover="x', "https://a.id/"),
        ("https://a.id/?a=1&b=2", "https://a.id/?a=1&amp;b=2"),
    ],
)
def test_an_address_becomes_a_link_without_what_stands_behind_it(typed: str, url: str) -> None:
    assert f'<a href="{url}" rel="ugc nofollow noopener">{url}</a>' in texts.render(typed)


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "http://", "data:text/html,x", "ftp://a.id", "www.a.id"])
def test_nothing_else_becomes_a_link(typed: str) -> None:
    assert "<a" not in texts.render(typed)


def test_marks_that_climb_over_the_page_are_cut() -> None:
    assert texts.clean("z" + "\u0335" * 60 + "a") == "z" + "\u0335" * 4 + "a"


def test_the_holy_book_and_other_scripts_are_left_alone() -> None:
    for text in ("بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ ۝", "ꦲꦏ꧀ꦱꦫꦗꦮ", "Tiếng Việt", "ที่นี่"):
        assert texts.clean(text) == text


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u2060", "\u3164\u2800", "\u0301"])
def test_what_prints_nothing_is_blank(text: str) -> None:
    assert texts.is_blank(texts.clean(text))


@pytest.mark.parametrize("text", ["a", "1", "!", "👍", "ꦲ"])
def test_one_sign_is_not_blank(text: str) -> None:
    assert not texts.is_blank(texts.clean(text))


@pytest.mark.parametrize(
    "text", ["https://a.id/x " * 5_000, ")" * 200_000, "http://a" + ")" * 200_000, "a\u0301" * 200_000, "\n" * 500_000]
)
def test_the_worst_texts_cost_less_than_a_second(text: str) -> None:
    begin = process_time()
    texts.render(text)
    assert process_time() - begin < 1


def test_an_excerpt_stands_on_one_line() -> None:
    assert texts.excerpt("Satu\n\ndua tiga", 8) == "Satu du…"
