"""Undoes what spammers do to letters, so that a text can be read as a person reads it.

Full-width and mathematical letters, invisible characters, stacked marks, look-alikes from other alphabets, digits for
letters, letters spaced out or drawn out. It takes linear time. Words on the newsroom's list are not patterns: they are
looked up, not searched for.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

# Letters that look Latin and that NFKC and the removal of marks do not normalize: Cyrillic, Greek, Armenian, small
# capitals, letters with strokes.
_LOOKS_LIKE = {
    "a": "аᴀɑα",
    "b": "вᴃʙɓƀ",
    "c": "сᴄϲƈ",
    "d": "ԁᴅɗđ",
    "e": "еᴇєεɛ",
    "f": "ғƒ",
    "g": "ԍɡɢɠ",
    "h": "нʜհһɦħ",
    "i": "іıɪιᎥɩ",
    "j": "јϳᴊʝ",
    "k": "кᴋκƙ",
    "l": "ʟłɭӏ",
    "m": "мᴍ",
    "n": "пɴηոɲ",
    "o": "оᴏοσօø",
    "p": "рᴘρƥ",
    "q": "ԛʠ",
    "r": "гʀɾ",
    "s": "ѕꜱʂ",
    "t": "тᴛτŧƭ",
    "u": "υᴜսʋ",
    "v": "νѵᴠ",
    "w": "ωшᴡѡ",
    "x": "хχ",
    "y": "уγʏყ",
    "z": "ᴢʐƶ",
}
_LATIN = str.maketrans({sign: latin for latin, signs in _LOOKS_LIKE.items() for sign in signs})
# Digits and symbols used as letters within a word. `l` and `i` are treated as one, because 1 and | stand for both.
_LEET = str.maketrans("0134567890@$!|+€£l", "oieasgtbgoasiiteli")
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127])
_UNSEEN = {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}
_MAX_ROUNDS = 4  # compatibility forms of compatibility forms: two rounds in practice

_WORD = re.compile(r"[@$]?[^\W_]+(?:[@$!|+€£]+[^\W_]+)*[!|]?")
_DRAWN_OUT = re.compile(r"(.)\1+", re.DOTALL)
_ENDINGS = ("nya", "iah", "kah", "pun", "mu", "ku")  # clitics, with `l` already replaced by `i`
LONGEST_PHRASE = 4  # words


def latin(text: str) -> str:
    """The text in lower-case Latin letters, as far as characters look like some. Keeps digits. Idempotent, linear."""
    if text.isascii():
        return text.lower().translate(_CONTROLS)  # the same result as the rounds below, twenty times faster
    for _round in range(_MAX_ROUNDS):
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        plain = "".join(
            sign if sign in "\n\t" else "" if unicodedata.category(sign) in _UNSEEN else sign for sign in plain
        ).translate(_LATIN)
        if plain == text:
            break
        text = plain
    return text


def words(text: str) -> list[str]:
    """The words of a text in lower-case Latin letters, including symbols used as letters."""
    return _WORD.findall(latin(text))


def key(phrase: str) -> str:
    """The lookup key of a word or phrase, the same for all its disguises; "" if nothing is left of it."""
    return "".join(map(_fold, words(phrase)))


def keys(text: str) -> Mapping[str, Sequence[str]]:
    """The keys of everything in a text that could be a listed word or phrase: {key: words}.

    Each word, with and without clitics; up to four consecutive words; and spaced-out letters, joined. Linear: at most
    seven keys per word.
    """
    return _keys(tuple(words(text)))


@lru_cache(maxsize=32)  # spam signs and listed terms look at the same words, one after the other
def _keys(read: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    folded = [_fold(word) for word in read]
    for start, word in enumerate(read):
        for variant in _variants(word):
            found.setdefault(variant, (word,))
        for end in range(start + 2, min(start + LONGEST_PHRASE, len(read)) + 1):
            found.setdefault("".join(folded[start:end]), read[start:end])
    for apart in set_apart(read):
        found.setdefault(key("".join(apart)), apart)
    found.pop("", None)
    return MappingProxyType(found)


def set_apart(read: Sequence[str]) -> Iterator[list[str]]:
    """Runs of three or more single letters: "j u d i" or "s.l.o.t"."""
    run: list[str] = []
    for word in [*read, ""]:
        if len(word) == 1:
            run.append(word)
            continue
        if len(run) >= 3 and any(map(str.isalpha, run)):
            yield run
        run = []


@lru_cache(maxsize=8_192)  # the words of a language repeat
def _fold(word: str) -> str:
    """A word without disguise. Plain numbers stay numbers, and punctuation at the end is not a letter."""
    word = word.rstrip("!|") or word
    if word.isdecimal():
        return word
    return _DRAWN_OUT.sub(r"\1", word.translate(_LEET))


@lru_cache(maxsize=8_192)
def _variants(word: str) -> tuple[str, ...]:
    folded = _fold(word)
    found = [folded]
    if word[-1] in "!|":
        found.append(_DRAWN_OUT.sub(r"\1", word.translate(_LEET)))  # jud!
    bare = word.rstrip("0123456789")
    if bare and bare != word:
        found.append(_fold(bare))  # gacor88
    hung = (ending for ending in _ENDINGS if folded.endswith(ending) and len(folded) > len(ending) + 2)
    return (*found, *map(folded.removesuffix, hung))
