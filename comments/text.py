"""The text of a comment: how input is normalized, and how it is displayed. Plain text in, safe HTML out."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Invisible characters that can reorder or disguise text: controls, bidirectional marks, zero-width spaces, tags, lone
# surrogates. Zero-width joiners are kept, because emoji and several scripts need them.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PILED_MARKS = re.compile(  # zalgo text: no language has more than four marks on a letter
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols that look blank
_URL = re.compile(r"""https?://[^\s<>"“”]+""", re.IGNORECASE)
_AFTER_URL = ".,;:!?…'’»*)]}"  # punctuation after a URL that does not belong to it
_OPENING = {")": "(", "]": "[", "}": "{"}


def clean(typed: str) -> str:
    """Normalize a typed text: remove invisible characters and stacked marks. Idempotent, linear."""
    text = _LINE_END.sub("\n", typed.replace("\t", " "))
    while True:
        # Rarely, removing a mark lets the letters beside it combine.
        kept = _PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
        # Line by line, because a pattern for blanks at line ends would take quadratic time on runs of blanks.
        kept = _MANY_BLANK_LINES.sub("\n\n", "\n".join(map(str.rstrip, kept.split("\n")))).strip()
        if kept == text:
            return text
        text = kept


def is_blank(text: str) -> bool:
    """Whether the text looks blank."""
    return not any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK_LETTERS for sign in text)


def render(text: str) -> SafeString:
    """The text as HTML with only p, br and a. Links are `nofollow`."""
    paragraphs = (part for part in clean(text).split("\n\n") if part)
    return mark_safe("".join(f"<p>{'<br>'.join(map(_linked, part.split(chr(10))))}</p>" for part in paragraphs))


def excerpt(text: str, length: int = 80) -> str:
    """The beginning of the text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _linked(line: str) -> str:
    pieces, end = [], 0
    for match in _URL.finditer(line):
        url = _without_trailing_punctuation(match[0])
        if url.endswith("//"):
            continue  # a scheme without a host
        pieces += [
            escape(line[end : match.start()]),
            f'<a href="{escape(url)}" rel="ugc nofollow noopener">{escape(url)}</a>',
        ]
        end = match.start() + len(url)
    return "".join([*pieces, escape(line[end:])])


def _without_trailing_punctuation(url: str) -> str:
    """The URL without trailing punctuation. A closing bracket stays if it was opened inside the URL."""
    surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in _OPENING.items()}
    end = len(url)
    while url[end - 1] in _AFTER_URL:
        sign = url[end - 1]
        if sign in _OPENING:
            if surplus[sign] <= 0:
                break
            surplus[sign] -= 1
        end -= 1
    return url[:end]
