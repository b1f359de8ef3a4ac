"""Checks Indonesian against EYD V and KBBI VI. Conservative: a false alarm costs more than a missed word.

Quotations are left as they were said; only the length of their sentences is checked. Names are left alone: a
capitalized word that does not begin a sentence, and one beside another such word.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles import passages
from articles.checklist import spelling
from articles.checklist.finding import Finding
from articles.passages import Block

LONGEST_SENTENCE = 40  # words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|‘[^‘’]*’(?!\w)")
# A sentence ends before a capital letter or opening quotation mark, but not after an initial or a title.
_SENTENCE_END = re.compile(r"[.?!…][”\"’)]*\s+(?=[“\"‘(]?[^\W\d_a-z])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[^\W\d_]|Dr|dr|Drs|Dra|Prof|Ir|Hj|Jl|No|St|Sdr|Yth|Kol|Letkol|Mayjen|Brigjen|Jend|Kompol|AKBP|Tn|Ny|PT|CV|"
    r"S\.[A-Z][a-z]*|M\.[A-Z][a-z]*)\.$"
)
_LONGEST_ABBREVIATION = 24  # characters before the end of a sentence to look at, for “S.Sastra.” and similar
_ABBREVIATION = re.compile(r"(?<![\w/.-])[A-Z]{3,7}(?![\w/-]|\.[\w])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_DI_JOINED_TO_NAME = re.compile(r"\b[dD]i(?=[A-Z][a-z])\w+")
_DI_APART = re.compile(r"\b[dD]i (?P<verb>[a-z]+)")


def of_headline(headline: str) -> list[Finding]:
    """Checks single words only: in a headline, capitals do not indicate names."""
    quoted = _spans(_QUOTED, headline)
    found = []
    for match in _WORD.finditer(headline):
        if not _inside(match.start(), quoted) and not match[0].isupper():
            right = spelling.right_form(match[0])
            if right:
                found.append(Finding(_not_standard(match[0], right), "headline"))
    return found


def of_text(text: list[Block]) -> list[Finding]:
    """All findings in the text, in order, each wrong word once. No query; about 10 ms for 2,000 words."""
    found: list[Finding] = []
    said: set[str] = set()
    written_out: set[str] = set()
    for number, block in enumerate(text):
        here = [
            *_words(block.text),
            *_di(block.text),
            *_abbreviations(block.text, written_out),
            *_sentences(block.text),
        ]
        for start, end, sentence in sorted(here):
            if sentence not in said:
                said.add(sentence)
                found.append(Finding(sentence, passage=passages.passage(text, number, start, end)))
    return found


Mark = tuple[int, int, str]


def _words(text: str) -> Iterator[Mark]:
    quoted, begins = _spans(_QUOTED, text), {0, *_beginnings(text)}
    matches = list(_WORD.finditer(text))
    for position, match in enumerate(matches):
        word = match[0]
        if _inside(match.start(), quoted) or word.isupper():
            continue
        if word[0].isupper():
            follower = matches[position + 1][0] if position + 1 < len(matches) else ""
            if match.start() not in begins or follower[:1].isupper():
                continue
        right = spelling.right_form(word)
        if right:
            yield match.start(), match.end(), _not_standard(word, right)


def _di(text: str) -> Iterator[Mark]:
    """`di` is a preposition before a place and a prefix before a verb. Reports only unambiguous mistakes."""
    quoted = _spans(_QUOTED, text)
    for match in _WORD.finditer(text):
        place = spelling.place_joined_to_di(match[0])
        if place and not _inside(match.start(), quoted):
            yield match.start(), match.end(), _apart(match[0], place)
    for match in _DI_JOINED_TO_NAME.finditer(text):
        if not _inside(match.start(), quoted):
            yield match.start(), match.end(), _apart(match[0], match[0][2:])
    for match in _DI_APART.finditer(text):
        rest = text[match.end() :]
        if spelling.is_verb_after_di(match["verb"], rest) and not _inside(match.start(), quoted):
            words = _("“%(wrong)s”: the prefix is joined to its verb. Write “%(right)s”.")
            right = match[0].replace(" ", "")
            yield match.start(), match.end(), words % {"wrong": match[0], "right": right}


def _abbreviations(text: str, written_out: set[str]) -> Iterator[Mark]:
    """Abbreviations that are not widely known, at their first mention, unless the long form is next to them."""
    quoted = _spans(_QUOTED, text)
    shouted = text.isupper()
    for match in _ABBREVIATION.finditer(text):
        short = match[0]
        if shouted or short in written_out or short in spelling.KNOWN_ABBREVIATIONS or _ROMAN.fullmatch(short):
            continue
        if _inside(match.start(), quoted):
            continue
        written_out.add(short)
        in_brackets = text[: match.start()].rstrip().endswith("(")
        explained = re.match(r"[”\"]? ?\((?=[^\W\d_])", text[match.end() :])
        if not in_brackets and not explained:
            words = _("“%(short)s” at its first mention: write it out, with the abbreviation in brackets.")
            yield match.start(), match.end(), words % {"short": short}


def _sentences(text: str) -> Iterator[Mark]:
    begin = 0
    for end in [*_beginnings(text), len(text)]:
        count = len(_WORD.findall(text[begin:end]))
        if count > LONGEST_SENTENCE:
            words = _("A sentence of %(count)d words. Best are at most %(most)d: divide it.")
            yield begin, begin + len(text[begin:end].rstrip()), words % {"count": count, "most": LONGEST_SENTENCE}
        begin = end


def _beginnings(text: str) -> list[int]:
    """Where sentences and quotations start, except the first: they are capitalized too."""
    return [match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviated(text, match.start() + 1)]


def _is_abbreviated(text: str, end: int) -> bool:
    return _ABBREVIATED.search(text, max(0, end - _LONGEST_ABBREVIATION), end) is not None


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= position < end for begin, end in spans)


def _not_standard(wrong: str, right: str) -> str:
    return _("“%(wrong)s” is not standard. Write “%(right)s”.") % {"wrong": wrong, "right": right}


def _apart(wrong: str, place: str) -> str:
    words = _("“%(wrong)s”: the preposition stands apart. Write “%(right)s”.")
    return words % {"wrong": wrong, "right": f"{wrong[:2]} {place}"}
