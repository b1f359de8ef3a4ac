"""Anchors remarks to passages by their words, so that they are found again after the text around them changes."""

import re
from dataclasses import asdict, dataclass, replace
from html import unescape
from itertools import takewhile
from typing import NamedTuple

CONTEXT = 40  # characters of context on either side, to tell places with the same words apart
TELLS = 4  # characters of matching context; fewer could be a space and the end of any word
TELLS_SURELY = 12  # about two words; a remark must not be shown at the wrong place
SPEAKS_FOR_ITSELF = 20  # characters; a quote this long is found even without matching context
BREAK = "\n"  # separates blocks in the context of a quote

_BLOCK_TAG = re.compile(r"<(/?)(p|h2|h3|li|blockquote|figcaption|figure|aside|ul|ol)\b[^<>]*>")
_MARKUP = re.compile(r"<[^<>]+>")
_SPACES = re.compile(r"\s+")


class Block(NamedTuple):
    """A paragraph, heading, list item or caption: its element and its text."""

    tag: str
    text: str


@dataclass(frozen=True)
class Passage:
    """A quote from one block, with the text before and after it, and the number of the block.

    The context extends into neighbouring blocks, separated by BREAK. `rivals` is how many other places had the same
    words; `tells` is how much of the context must match.
    """

    quote: str
    prefix: str = ""
    suffix: str = ""
    block: int = 0
    rivals: int = 0
    tells: int = TELLS

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class Place(NamedTuple):
    block: int
    start: int


def tidy(words: str) -> str:
    """The text as a browser shows it, with collapsed spaces."""
    return _SPACES.sub(" ", words)


def blocks(html: str) -> list[Block]:
    """The text blocks of a clean body, in order. passages.js counts blocks in the editor in the same way."""
    found, tag, begin = [], "p", 0
    for match in [*_BLOCK_TAG.finditer(html), None]:
        text = tidy(unescape(_MARKUP.sub("", html[begin : match.start() if match else len(html)]))).strip()
        if text:
            found.append(Block(tag, text))
        if match:
            tag, begin = (match[2] if not match[1] else "p"), match.end()
    return found


def passage(found: list[Block], block: int, start: int, end: int) -> Passage:
    """The passage from `start` to `end` of a block."""
    return Passage(found[block].text[start:end], _before(found, block, start), _after(found, block, end), block)


def passage_to_keep(found: list[Block], place: Place, length: int) -> Passage:
    """The same for storing: it also records in how many other places the words occur, and matches more strictly."""
    kept = passage(found, place.block, place.start, place.start + length)
    return replace(kept, rivals=len(places(found, kept.quote)) - 1, tells=TELLS_SURELY)


def places(found: list[Block], quote: str) -> list[Place]:
    """All places with these words, in order."""
    result = []
    for number, block in enumerate(found):
        start = block.text.find(quote) if quote else -1
        while start >= 0:
            result.append(Place(number, start))
            start = block.text.find(quote, start + 1)
    return result


def find(found: list[Block], wanted: Passage) -> Place | None:
    """Where the passage is now: of several places the one with the most similar context. None if it is gone.

    Short quotes (“di rumah”) occur in many places, so they need some matching context. So do long ones that occurred in
    several places from the beginning.
    """
    quote, best, most = tidy(wanted.quote).strip(), None, -1.0
    context = len(wanted.prefix) + len(wanted.suffix)
    was_whole = wanted.prefix[-1:] in ("", BREAK) and wanted.suffix[:1] in ("", BREAK)
    for place in places(found, quote):
        end = place.start + len(quote)
        is_whole = place.start == 0 and end == len(found[place.block].text)
        before, after = _before(found, place.block, place.start), _after(found, place.block, end)
        kept = _alike(before[::-1], wanted.prefix[::-1]) + _alike(after, wanted.suffix)
        alone = was_whole and is_whole  # it was a whole block and still is
        itself = (alone or len(quote) >= SPEAKS_FOR_ITSELF) and not wanted.rivals
        if itself or (kept >= min(wanted.tells, context) and (context or alone)):
            likeness = kept + alone - min(abs(place.block - wanted.block), 1_000) / 10_000
            if likeness > most:
                best, most = place, likeness
    return best


def _before(found: list[Block], block: int, start: int) -> str:
    """Up to CONTEXT characters before a place."""
    text = found[block].text[:start]
    while len(text) < CONTEXT and block:
        block -= 1
        text = f"{found[block].text}{BREAK}{text}"
    return text[-CONTEXT:]


def _after(found: list[Block], block: int, end: int) -> str:
    text = found[block].text[end:]
    while len(text) < CONTEXT and block + 1 < len(found):
        block += 1
        text = f"{text}{BREAK}{found[block].text}"
    return text[:CONTEXT]


def _alike(text: str, context: str) -> int:
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(text, context, strict=False)))
