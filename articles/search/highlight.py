"""Highlights in a search result the words that matched. Everything else is escaped."""

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles import body
from articles.search import words

EXCERPT = 220  # characters; two lines on a desktop, five on a phone
_BEFORE_HIT = 60  # characters of context before the first highlighted word
_LOOKED_AT = 4_000  # characters of a text, about six hundred words

_WORD = re.compile(r"[^\W_]+")


def marked(text: str, stems: frozenset[str]) -> SafeString:
    """The text as HTML, with <mark> around each word with one of these stems."""
    parts, end = [], 0
    for start, stop, _stem in _hits(text, stems):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))


def excerpt(deck: str, html: Callable[[], str], stems: frozenset[str]) -> SafeString:
    """The deck if it matches the query, otherwise the best matching part of the body, otherwise the deck."""
    if not any(_hits(deck, stems)):
        text = " ".join(body.text(html()[: 2 * _LOOKED_AT])[:_LOOKED_AT].split())
        found = list(_hits(text, stems))
        if found:
            return _part(text, found, stems)
    return marked(deck, stems)


def _part(text: str, found: list[tuple[int, int, str]], stems: frozenset[str]) -> SafeString:
    def different(at: int) -> int:
        return len({stem for start, _stop, stem in found if at <= start < at + EXCERPT - _BEFORE_HIT})

    first = max((start for start, _stop, _stem in found[:50]), key=lambda at: (different(at), -at))
    begin = max(0, first - _BEFORE_HIT)
    end = min(len(text), begin + EXCERPT)
    cut = text[begin:end]
    if begin:
        cut = "… " + cut[cut.find(" ") + 1 :]
    if end < len(text):
        cut = cut[: cut.rfind(" ")] + " …"
    return marked(cut, stems)


def _hits(text: str, stems: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, stem) of each word with one of these stems."""
    for match in _WORD.finditer(text):
        word = match[0]
        stem = words.stem(word.lower()[: words.LONGEST] if word.isascii() else words.plain(words.fold(word)))
        if stem in stems:
            yield match.start(), match.end(), stem
