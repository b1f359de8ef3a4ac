"""Anchors remarks to passages by their words, so that they are found again after the text around them changes."""

import re
from dataclasses import asdict, dataclass, replace
from html import unescape
from itertools import takewhile
from typing import NamedTuple

CONTEXT = 40  # characters kept on either side: enough to tell two places with the same words apart
TELLS = 4  # characters of what stood around it; fewer may be a space and the end of any word
TELLS_SURELY = 12  # two words: what somebody wrote about a place must not be shown at another one
SPEAKS_FOR_ITSELF = 20  # characters: a quote this long is found even where nothing around it is left
BREAK = "\n"  # stands between two blocks in what stood before and after a quote

_BLOCK_TAG = re.compile(r"<(/?)(p|h2|h3|li|blockquote|figcaption|figure|aside|ul|ol)\b[^<>]*>")
_MARKUP = re.compile(r"<[^<>]+>")
_SPACES = re.compile(r"\s+")


class Block(NamedTuple):
    """A paragraph, heading, entry of a list or caption: what kind of element it is, and its words."""

    tag: str
    text: str


@dataclass(frozen=True)
class Passage:
    """Words of one block, with what stands before and after them, and the number of the block.

    What stands around them reaches into the neighbouring blocks, with a BREAK between. `rivals`: in how many other
    places the same words stood then. `tells`: how much around them must be as it was.
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
    """As a browser shows it: one space where there are several."""
    return _SPACES.sub(" ", words)


def blocks(html: str) -> list[Block]:
    """What holds words in a clean body, in order. The editor counts its blocks in the same way (passages.js)."""
    found, tag, begin = [], "p", 0
    for match in [*_BLOCK_TAG.finditer(html), None]:
        text = tidy(unescape(_MARKUP.sub("", html[begin : match.start() if match else len(html)]))).strip()
        if text:
            found.append(Block(tag, text))
        if match:
            tag, begin = (match[2] if not match[1] else "p"), match.end()
    return found


def passage(found: list[Block], block: int, start: int, end: int) -> Passage:
    """The words from `start` to `end` of a block."""
    return Passage(found[block].text[start:end], _before(found, block, start), _after(found, block, end), block)


def passage_to_keep(found: list[Block], place: Place, length: int) -> Passage:
    """The same for what is written down about it: it says whether the words stood elsewhere too, and is found again
    only where that is sure."""
    kept = passage(found, place.block, place.start, place.start + length)
    return replace(kept, rivals=len(places(found, kept.quote)) - 1, tells=TELLS_SURELY)


def places(found: list[Block], quote: str) -> list[Place]:
    """Everywhere these words stand, in order."""
    result = []
    for number, block in enumerate(found):
        start = block.text.find(quote) if quote else -1
        while start >= 0:
            result.append(Place(number, start))
            start = block.text.find(quote, start + 1)
    return result


def find(found: list[Block], wanted: Passage) -> Place | None:
    """Where the words stand now: of several places the one whose surroundings are most alike. None: they are gone.

    Short words (“di rumah”) stand in many places. They are found only where something around them is as it was. So are
    long ones that stood in several places from the beginning.
    """
    quote, best, most = tidy(wanted.quote).strip(), None, -1.0
    context = len(wanted.prefix) + len(wanted.suffix)
    was_whole = wanted.prefix[-1:] in ("", BREAK) and wanted.suffix[:1] in ("", BREAK)
    for place in places(found, quote):
        end = place.start + len(quote)
        is_whole = place.start == 0 and end == len(found[place.block].text)
        before, after = _before(found, place.block, place.start), _after(found, place.block, end)
        kept = _alike(before[::-1], wanted.prefix[::-1]) + _alike(after, wanted.suffix)
        alone = was_whole and is_whole  # it was a whole block, and is one
        itself = (alone or len(quote) >= SPEAKS_FOR_ITSELF) and not wanted.rivals
        if itself or (kept >= min(wanted.tells, context) and (context or alone)):
            likeness = kept + alone - min(abs(place.block - wanted.block), 1_000) / 10_000
            if likeness > most:
                best, most = place, likeness
    return best


def _before(found: list[Block], block: int, start: int) -> str:
    """What stands before a place, back to CONTEXT characters."""
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
