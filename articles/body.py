"""The one place that cleans and renders the HTML of a story.

A body holds p, h2, h3, strong, em, a, ul, ol, li, blockquote, `<figure data-photo="ID"><figcaption>` and
`<aside data-read-also="ID">`. It is cleaned when a working copy is saved and again when an edition is frozen.
`clean` gives canonical HTML, which is why the regular expressions below may rely on its exact form.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3
from django.conf import settings

from articles.body_shape import MEANS, TAGS, shape

MAX_CHARACTERS = 100_000  # some 14,000 words with markup: three times the longest feature a paper prints
MAX_ID_DIGITS = 18  # every id of this length fits a 64-bit column
_MAX_OPEN_TAGS = 5_000  # a parser's time grows with the square of the depth: 0.2 s here, and 3 s at 40,000
_MAX_ROUNDS = 4  # real texts settle in one; what still moves after four was made to confuse a parser

_ID = re.compile(f"[0-9]{{1,{MAX_ID_DIGITS}}}")
_READ_ALSO = re.compile(r'<aside data-read-also="(\d+)"></aside>')
_PHOTO = re.compile(r'<figure data-photo="(\d+)"><figcaption>(.*?)</figcaption></figure>', re.DOTALL)
_BEFORE_FIRST_PARAGRAPH = re.compile(r"(?:<(h2|h3|figure|aside)\b[^>]*>.*?</\1>)*", re.DOTALL)
_IMAGE = re.compile(r'<img\b[^>]*? alt="([^"]*)"[^>]*>')
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|figcaption|figure|aside)>")
_MARKUP = re.compile(r"<[^<>]+>")
_WORD = re.compile(r"\w[\w'’-]*")
# Nothing that a feed in XML could not carry, and no half of a character.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _canonical_attribute(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) in {("aside", "data-read-also"), ("figure", "data-photo")}:
        return str(int(value)) if _ID.fullmatch(value) else None
    # A tag ends at its first ">", which the regular expressions above take for granted.
    return value.replace("<", "%3C").replace(">", "%3E") if attribute == "href" else re.sub("[<>]", "", value)


_cleaner = nh3.Cleaner(
    tags=TAGS | set(MEANS),
    attributes={"a": {"href", "title"}, "aside": {"data-read-also"}, "figure": {"data-photo"}},
    attribute_filter=_canonical_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
    strip_comments=True,
)


def printable(text: str) -> str:
    """The text without what neither a database nor a feed in XML can hold."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(html: str) -> str:
    """The same text with nothing in it but what a body may hold. Idempotent; an empty body becomes ""."""
    html = printable(html)
    if html.count("<") - 2 * html.count("</") > _MAX_OPEN_TAGS:
        html = _plain(_MARKUP.sub("\n", html))
    for _round in range(_MAX_ROUNDS):
        mended = _cleaner.clean(shape(_cleaner.clean(html)))
        if mended == html:
            return html
        html = mended
    return _cleaner.clean(_plain(text(html)))


def _plain(words: str) -> str:
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in words.splitlines() if line.strip())


def text(html: str) -> str:
    """What is read: no markup, one line a block."""
    return unescape(_MARKUP.sub("", _BLOCK_END.sub("\n", html))).strip()


def count_words(html: str) -> int:
    return len(_WORD.findall(text(html)))


def read_also_ids(html: str) -> list[int]:
    """The articles referred to, in order, each once."""
    return list(dict.fromkeys(int(match[1]) for match in _READ_ALSO.finditer(html)))


def photo_ids(html: str) -> list[int]:
    """The photos shown, in order, each once."""
    return list(dict.fromkeys(int(match[1]) for match in _PHOTO.finditer(html)))


def dateline(city: str) -> str:
    """What stands in bold before the first word, in the form that settings.DATELINE_FORM names.

    `SITE -`: "NAMAMEDIA.COM, SEMARANG - "; `KOTA, SITE -`: "SEMARANG, NAMAMEDIA.COM - "; `Kota -`: "Semarang - ", and
    nothing without a city.
    """
    site, form = settings.SITE_DOMAIN.upper(), settings.DATELINE_FORM
    named = {"SITE -": (site, city.upper()), "KOTA, SITE -": (city.upper(), site), "Kota -": (city,)}[form]
    words = ", ".join(filter(None, named))
    return f"{words} - " if words else ""


def render(html: str, *, city: str, figure: Callable[[int, str], str]) -> str:
    """The clean body as readers see it, with dateline and figures; references stay ids until `resolve`.

    `figure(photo_id, caption_html)` returns the markup of a photo, or "" to leave it out. The dateline opens the first
    paragraph, after a heading or a figure if need be; before a list or a quotation it stands alone.
    """
    words = dateline(city)
    opening = f'<strong class="dateline">{escape(words)}</strong>' if words else ""
    match = _BEFORE_FIRST_PARAGRAPH.match(html)
    before = match[0] if match else ""
    rest = html[len(before) :]
    if opening:
        rest = f"<p>{opening}{rest[len('<p>') :]}" if rest.startswith("<p>") else f"<p>{opening}</p>{rest}"
    return _PHOTO.sub(lambda match: figure(int(match[1]), match[2].strip()), before + rest)


def resolve(html: str, targets: Mapping[int, tuple[str, str]]) -> str:
    """The rendered body with each reference shown as the (headline, address) its target has now.

    A target that is not among `targets` is not public at this moment and leaves no trace.
    """

    def show(match: re.Match[str]) -> str:
        target = targets.get(int(match[1]))
        if target is None:
            return ""
        headline, path = target
        link = f'<a href="{escape(path)}">{escape(headline)}</a>'
        return f'<aside class="read-also" role="note"><p>Baca juga: {link}</p></aside>'  # a note, not a landmark

    return _READ_ALSO.sub(show, html)


def without_pictures(html: str) -> str:
    """The rendered body with the words of each picture in its place: what is to be seen, then caption and credit."""
    return _IMAGE.sub(r"<p>[\1]</p>", html)
