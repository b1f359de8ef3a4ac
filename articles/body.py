"""The one place that cleans and renders the HTML of a story.

A body may contain p, h2, h3, strong, em, a, ul, ol, li, blockquote, `<figure data-photo="ID"><figcaption>` and
`<aside data-read-also="ID">`. It is cleaned when a working copy is saved and again when an edition is frozen.
`clean` returns canonical HTML, so the regular expressions below can rely on its exact form.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3
from django.conf import settings

from articles.body_shape import MEANS, TAGS, shape

MAX_CHARACTERS = 100_000  # about 14,000 words with markup: three times the longest feature of a paper
MAX_ID_DIGITS = 18  # every id of this length fits a 64-bit column
_MAX_OPEN_TAGS = 5_000  # parsing time grows with the square of the depth: 0.2 s here, 3 s at 40,000
_MAX_ROUNDS = 4  # real texts settle in one; whatever still changes after four was made to confuse a parser

_ID = re.compile(f"[0-9]{{1,{MAX_ID_DIGITS}}}")
_READ_ALSO = re.compile(r'<aside data-read-also="(\d+)"></aside>')
_PHOTO = re.compile(r'<figure data-photo="(\d+)"><figcaption>(.*?)</figcaption></figure>', re.DOTALL)
_BEFORE_FIRST_PARAGRAPH = re.compile(r"(?:<(h2|h3|figure|aside)\b[^>]*>.*?</\1>)*", re.DOTALL)
_IMAGE = re.compile(r'<img\b[^>]*? alt="([^"]*)"[^>]*>')
_OUTSIDE_LINK = re.compile(r'(<a href="https?://[^>]*) rel="noopener">')
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|figcaption|figure|aside)>")
_MARKUP = re.compile(r"<[^<>]+>")
_WORD = re.compile(r"\w[\w'’-]*")
# Characters that XML feeds cannot contain, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _canonical_attribute(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) in {("aside", "data-read-also"), ("figure", "data-photo")}:
        return str(int(value)) if _ID.fullmatch(value) else None
    # A tag must end at its first ">": the regular expressions above rely on it.
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
    """The text without characters that databases or XML feeds cannot store."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(html: str) -> str:
    """The text with only what a body may contain. Idempotent; an empty body becomes ""."""
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
    """The plain text, one line per block."""
    return unescape(_MARKUP.sub("", _BLOCK_END.sub("\n", html))).strip()


def count_words(html: str) -> int:
    return len(_WORD.findall(text(html)))


def read_also_ids(html: str) -> list[int]:
    """The ids of referenced articles, in order, without duplicates."""
    return list(dict.fromkeys(int(match[1]) for match in _READ_ALSO.finditer(html)))


def photo_ids(html: str) -> list[int]:
    """The ids of photos, in order, without duplicates."""
    return list(dict.fromkeys(int(match[1]) for match in _PHOTO.finditer(html)))


def dateline(city: str) -> str:
    """The bold text before the first word, in the form that settings.DATELINE_FORM names.

    `SITE -`: "NAMAMEDIA.COM, SEMARANG - "; `KOTA, SITE -`: "SEMARANG, NAMAMEDIA.COM - "; `Kota -`: "Semarang - ", and
    nothing without a city.
    """
    site, form = settings.SITE_DOMAIN.upper(), settings.DATELINE_FORM
    named = {"SITE -": (site, city.upper()), "KOTA, SITE -": (city.upper(), site), "Kota -": (city,)}[form]
    words = ", ".join(filter(None, named))
    return f"{words} - " if words else ""


def render(html: str, *, city: str, figure: Callable[[int, str], str], is_paid: bool = False) -> str:
    """Render a clean body with dateline and figures. References stay ids until `resolve`.

    `figure(photo_id, caption_html)` returns the markup of a photo, or "" to leave it out. The dateline starts the first
    paragraph, after a heading or figure if there is one; before a list or quotation it is a paragraph of its own.
    Links out of paid content get `rel="sponsored"`, so that search engines do not take them for a recommendation.
    """
    words = dateline(city)
    opening = f'<strong class="dateline">{escape(words)}</strong>' if words else ""
    match = _BEFORE_FIRST_PARAGRAPH.match(html)
    before = match[0] if match else ""
    rest = html[len(before) :]
    if opening:
        rest = f"<p>{opening}{rest[len('<p>') :]}" if rest.startswith("<p>") else f"<p>{opening}</p>{rest}"
    shown = _PHOTO.sub(lambda match: figure(int(match[1]), match[2].strip()), before + rest)
    return _OUTSIDE_LINK.sub(r'\1 rel="sponsored noopener">', shown) if is_paid else shown


def resolve(html: str, targets: Mapping[int, tuple[str, str]]) -> str:
    """Replace each reference in a rendered body by the current (headline, address) of its target.

    References that are not in `targets` are not public at this moment and are removed.
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
    """Replace each picture in a rendered body by its text: alternative text, caption and credit."""
    return _IMAGE.sub(r"<p>[\1]</p>", html)
